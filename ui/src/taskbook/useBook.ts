/** The list of those who have a task book, and the book that is open; both as of the status date and for the filter. */
import { computed, ref, shallowRef, watch } from 'vue'
import { errorText } from '@/errors'
import type { BookOwnerRow, SpeltTwice, TaskBook } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { selected } from '@/stores/selection'
import { asOf } from '@/stores/statusDate'
import { bookOf, chosen, openBook, owner } from './taskbookState'

/** Projects that a book tells one by one; the ledger, filtered by its owner, has them all. */
export const MOST_PROJECTS = 400

export function useBook() {
  const owners = shallowRef<BookOwnerRow[]>([])
  const book = shallowRef<TaskBook | null>(null)
  /** Units that seem to be one. */
  const spellings = shallowRef<SpeltTwice[]>([])
  const failure = ref('')
  const loaded = ref(false)
  let askedList = 0
  let askedBook = 0

  const id = computed(() => {
    const wanted = chosen.value[owner.value]
    const there = owners.value.some((row) => row.id === wanted)
    const most = (row: BookOwnerRow) => row.lead + row.responsible + row.participating + row.projects
    const first = owners.value.find((row) => most(row) > 0) ?? owners.value[0]
    return there ? wanted : first?.id
  })

  async function readList(): Promise<void> {
    askedList += 1
    const mine = askedList
    if (!atlas.value) return
    try {
      const rows = await ask('book_owners', {
        owner: owner.value,
        filter: filter.value,
        as_of: asOf.value,
      })
      if (mine !== askedList) return
      owners.value = rows
      failure.value = ''
    } catch (error) {
      if (mine === askedList) failure.value = errorText(error)
    }
    loaded.value = true
  }

  async function readBook(): Promise<void> {
    askedBook += 1
    const mine = askedBook
    if (!atlas.value || id.value === undefined) {
      book.value = null
      return
    }
    try {
      const found = await ask('task_book', {
        request: {
          owner: owner.value,
          id: id.value,
          filter: filter.value,
          as_of: asOf.value,
          most_projects: MOST_PROJECTS,
        },
      })
      if (mine !== askedBook) return
      book.value = found
      failure.value = ''
    } catch (error) {
      if (mine === askedBook) failure.value = errorText(error)
    }
  }

  async function readSpellings(): Promise<void> {
    spellings.value = atlas.value ? await ask('unit_spellings', {}).catch(() => []) : []
  }

  function retry(): void {
    void readList()
    void readBook()
  }

  watch([filter, changesOf('book_owners'), owner, asOf], readList, { deep: true, immediate: true })
  watch([filter, changesOf('task_book'), id, asOf], readBook, { deep: true })
  watch(changesOf('unit_spellings'), readSpellings, { immediate: true })
  watch(
    selected,
    (target) => {
      const found = bookOf(target)
      if (found) openBook(found.kind, found.id)
    },
    { immediate: true },
  )
  return { owners, spellings, book, id, failure, loaded, retry }
}
