/** Rows of a long ledger, read page by page from the core and kept while nothing changes. */
import { ref, shallowRef } from 'vue'
import type { Page } from '@/ipc'

export const PAGE_SIZE = 100

export type ReadPage<T> = (offset: number, limit: number) => Promise<Page<T>>

export function createPages<T>(read: ReadPage<T>) {
  let pages = new Map<number, T[]>()
  let waiting = new Map<number, Promise<void>>()
  let round = 0
  const total = ref(0)
  const loaded = ref(false)
  const failure = shallowRef<unknown>(null)
  /** Counts what came in, for what shows rows to look again. */
  const version = ref(0)

  function row(index: number): T | undefined {
    return pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE]
  }

  async function fetchPage(page: number, mine: number): Promise<void> {
    try {
      const answer = await read(page * PAGE_SIZE, PAGE_SIZE)
      if (mine !== round) return
      if (!loaded.value) pages = new Map()
      pages.set(page, answer.rows)
      total.value = answer.total
      loaded.value = true
      failure.value = null
      version.value += 1
    } catch (error) {
      if (mine === round) failure.value = error
    } finally {
      if (mine === round) waiting.delete(page)
    }
  }

  /** Reads the pages that hold these rows and are not there yet. */
  async function ensure(first: number, last: number): Promise<void> {
    const wanted: Promise<void>[] = []
    const end = loaded.value ? Math.min(last, total.value - 1) : last
    for (let page = Math.floor(Math.max(0, first) / PAGE_SIZE); page * PAGE_SIZE <= end; page += 1) {
      if (loaded.value && pages.has(page)) continue
      const there = waiting.get(page) ?? fetchPage(page, round)
      waiting.set(page, there)
      wanted.push(there)
    }
    await Promise.all(wanted)
  }

  /** Forgets what was read; the old rows stay in sight until the first new page is there. */
  async function reset(first = 0, last = 0): Promise<void> {
    round += 1
    waiting = new Map()
    loaded.value = false
    await ensure(first, last)
    // Fewer rows than before: where the view stood there is nothing any more.
    if (total.value > 0 && first >= total.value) await ensure(0, 0)
  }

  /** The first loaded row that fits. */
  function find(fits: (row: T) => boolean): number {
    for (const [page, rows] of pages) {
      const at = rows.findIndex(fits)
      if (at >= 0) return page * PAGE_SIZE + at
    }
    return -1
  }

  return { total, loaded, failure, version, row, ensure, reset, find }
}

export type Pages<T> = ReturnType<typeof createPages<T>>
