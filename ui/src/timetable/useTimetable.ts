/** The timetable at work: its pages of rows, what is selected in it, and how clicks and keys move that. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { TimetablePage, TimetableRow } from '@/ipc'
import { ask } from '@/ipc/questions'
import { createPages, PAGE_SIZE } from '@/ledger/pagedRows'
import { moveTo } from '@/ledger/rowSelection'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { select, selected } from '@/stores/selection'
import { targetOf } from './rowText'
import {
  asOf,
  folded,
  grouping,
  isOpen,
  opened,
  showsSubtasks,
  todayIs,
  toggleRow,
  toggleSubtasks,
} from './timetableState'

/** How many pages are read to find a row that was selected elsewhere. */
const SEARCHED_PAGES = 50

export interface TimetableView {
  /** First and last row in sight. */
  inSight: () => [number, number]
  scrollTo: (index: number) => void
  /** Something new is to be drawn. */
  changed: () => void
}

export function useTimetable(view: TimetableView) {
  /** What the last page said of the whole. */
  const whole = shallowRef<Omit<TimetablePage, 'rows'> | null>(null)
  const cursor = ref(-1)
  /** What a click here selected; it stands where it was clicked. */
  let own = ''

  const pages = createPages<TimetableRow>(async (offset, limit) => {
    const page = await ask('timetable', {
      request: {
        filter: filter.value,
        grouping: grouping.value,
        folded: [...folded.value],
        opened: [...opened.value],
        as_of: asOf.value,
      },
      offset,
      limit,
    })
    whole.value = page
    if (asOf.value === null) todayIs.value = page.as_of
    return page
  })
  const selectedId = computed(() => (selected.value ? `${selected.value.kind}:${selected.value.id}` : ''))
  const nameOfTarget = (row: TimetableRow): string => {
    const target = targetOf(row)
    return target && row.kind !== 'gate' && row.kind !== 'phase' ? `${target.kind}:${target.id}` : ''
  }
  function isSelected(row: TimetableRow, index: number): boolean {
    if (own && own === selectedId.value && cursor.value >= 0) return index === cursor.value
    return selectedId.value !== '' && nameOfTarget(row) === selectedId.value
  }

  /** Selects the thing of a row; the map flies to it. */
  function pick(index: number, fly = true): void {
    const row = pages.row(index)
    if (!row) return
    cursor.value = index
    const target = targetOf(row)
    own = target ? `${target.kind}:${target.id}` : ''
    if (target) select(target, { fly })
  }

  function toggle(index: number): void {
    const row = pages.row(index)
    if (row?.has_children) toggleRow(row)
  }

  function parentOf(index: number): number {
    const depth = pages.row(index)?.depth ?? 0
    for (let at = index - 1; at >= 0; at -= 1) {
      const row = pages.row(at)
      if (!row) return -1
      if (row.depth < depth) return at
    }
    return -1
  }

  async function go(to: number): Promise<void> {
    await pages.ensure(to, to)
    view.scrollTo(to)
    pick(to, false)
  }

  async function key(event: KeyboardEvent): Promise<void> {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const row = pages.row(cursor.value)
    const [first, last] = view.inSight()
    const to = moveTo(event.key, cursor.value, pages.total.value, Math.max(1, last - first - 1))
    const stop = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    if (to !== null) {
      stop()
      await go(to)
    } else if (event.key === 'Enter' && row) {
      stop()
      pick(cursor.value)
    } else if (event.key === ' ' && row) {
      stop()
      toggle(cursor.value)
    } else if (event.key === 'ArrowRight' && row && (row.has_children || row.subtasks)) {
      stop()
      if (row.has_children && !isOpen(row)) toggleRow(row)
      else if (row.subtasks && !showsSubtasks(row)) toggleSubtasks(row)
      else await go(cursor.value + 1)
    } else if (event.key === 'ArrowLeft' && row) {
      stop()
      if (row.subtasks && showsSubtasks(row)) toggleSubtasks(row)
      else if (row.has_children && isOpen(row)) toggleRow(row)
      else if (parentOf(cursor.value) >= 0) await go(parentOf(cursor.value))
    }
  }

  /** Finds the row of what was selected on the map or in a list and brings it into sight. */
  async function follow(): Promise<void> {
    const target = selectedId.value
    if (!target || own === target) return
    own = ''
    const fits = (row: TimetableRow) => nameOfTarget(row) === target
    let at = pages.find(fits)
    for (let page = 0; at < 0 && page < SEARCHED_PAGES && page * PAGE_SIZE < pages.total.value; page += 1) {
      await pages.ensure(page * PAGE_SIZE, page * PAGE_SIZE)
      if (selectedId.value !== target) return
      at = pages.find(fits)
    }
    cursor.value = at
    if (at >= 0) view.scrollTo(at)
  }

  async function reload(): Promise<void> {
    if (!atlas.value) return
    const at = pages.row(cursor.value)?.key
    await pages.reset(...view.inSight())
    cursor.value = at === undefined ? -1 : pages.find((row) => row.key === at)
    if (cursor.value < 0) own = ''
    await follow()
  }

  watch([filter, changesOf('timetable'), grouping, folded, opened, asOf], reload, {
    deep: true,
    immediate: true,
  })
  watch(selected, follow)
  watch([pages.version, selected, cursor], view.changed)
  return { pages, whole, cursor, isSelected, pick, toggle, key, reload }
}

export type Timetable = ReturnType<typeof useTimetable>
