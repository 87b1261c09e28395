/** A ledger at work: its pages, what is selected in it, and how clicks and keys move that. */
import { computed, ref, watch } from 'vue'
import type { Filter, NodeKind, Page, Sort } from '@/ipc'
import type { Question } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { flyTo, multi, select, selected } from '@/stores/selection'
import { createPages, PAGE_SIZE } from './pagedRows'
import { moveTo, rangeRows, toggleRow } from './rowSelection'

/** How many pages are read to find a row that was selected elsewhere. */
const SEARCHED_PAGES = 50

export type LedgerQuestion = Extract<Question, 'project_page' | 'task_page' | 'town_page' | 'unit_page'>

export interface LedgerSpec<T> {
  kind: NodeKind
  /** The question that is asked for its rows. */
  question: LedgerQuestion
  /** Whether several rows can be selected together. */
  many: boolean
  sort: () => Sort
  read: (filter: Filter, sort: Sort, offset: number, limit: number) => Promise<Page<T>>
  /** First and last row in sight. */
  inSight: () => [number, number]
  scrollTo: (index: number) => void
}

export function useLedger<T extends { id: string }>(spec: LedgerSpec<T>) {
  const pages = createPages<T>((offset, limit) => spec.read(filter.value, spec.sort(), offset, limit))
  /** Row the keys start from. */
  const cursor = ref(-1)
  let anchor = -1

  const chosen = computed(() => new Set(spec.many ? multi.value : []))
  function isSelected(row: T): boolean {
    if (chosen.value.size > 0) return chosen.value.has(row.id)
    return selected.value?.kind === spec.kind && selected.value.id === row.id
  }
  const idAt = (index: number): string | undefined => pages.row(index)?.id

  function pickOne(index: number, fly: boolean): void {
    const id = idAt(index)
    if (id === undefined) return
    cursor.value = index
    anchor = index
    select({ kind: spec.kind, id }, { fly })
  }

  /** Takes several; one alone is a plain selection. */
  function pickMany(ids: string[]): void {
    const [first] = ids
    if (ids.length < 2) select(first === undefined ? null : { kind: spec.kind, id: first })
    else multi.value = ids
  }

  async function pickRange(index: number): Promise<void> {
    const from = anchor < 0 ? index : anchor
    await pages.ensure(Math.min(from, index), Math.max(from, index))
    cursor.value = index
    pickMany(rangeRows(from, index, idAt).ids)
  }

  function pickAlso(index: number): void {
    const id = idAt(index)
    if (id === undefined) return
    const alone = selected.value?.kind === spec.kind ? [selected.value.id] : []
    const taken = toggleRow(multi.value.length > 0 ? multi.value : alone, id, index)
    cursor.value = index
    anchor = taken.anchor
    pickMany(taken.ids)
  }

  /** A click on a row: alone it selects and flies, with Ctrl or Shift it takes several. */
  function click(index: number, event: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>): void {
    if (spec.many && event.shiftKey) void pickRange(index)
    else if (spec.many && (event.ctrlKey || event.metaKey)) pickAlso(index)
    else pickOne(index, true)
  }

  async function key(event: KeyboardEvent): Promise<void> {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const target = selected.value
    if (event.key === 'Enter' && target) {
      event.preventDefault()
      flyTo({ to: 'target', target })
      return
    }
    const [first, last] = spec.inSight()
    const to = moveTo(event.key, cursor.value, pages.total.value, Math.max(1, last - first - 1))
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    await pages.ensure(to, to)
    spec.scrollTo(to)
    if (spec.many && event.shiftKey) await pickRange(to)
    else pickOne(to, false)
  }

  /** Finds the row of what was selected on the map or in the tree and brings it into sight. */
  async function follow(): Promise<void> {
    const target = selected.value
    // Of many, the first is gone to.
    if (target?.kind !== spec.kind || (multi.value.length > 1 && multi.value[0] !== target.id)) return
    if (cursor.value >= 0 && idAt(cursor.value) === target.id) return
    let at = pages.find((row) => row.id === target.id)
    for (let page = 0; at < 0 && page < SEARCHED_PAGES && page * PAGE_SIZE < pages.total.value; page += 1) {
      await pages.ensure(page * PAGE_SIZE, page * PAGE_SIZE)
      if (selected.value !== target) return
      at = pages.find((row) => row.id === target.id)
    }
    if (at < 0) return
    cursor.value = at
    anchor = at
    spec.scrollTo(at)
  }

  async function reload(): Promise<void> {
    if (!atlas.value) return
    cursor.value = -1
    await pages.reset(...spec.inSight())
    await follow()
  }

  watch([filter, changesOf(spec.question), spec.sort], reload, { deep: true, immediate: true })
  watch(selected, follow)
  return { pages, isSelected, click, key, reload }
}
