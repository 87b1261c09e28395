/** The timetable at work: its pages of rows, what is selected in it, and how clicks and keys move that. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { ItemKind, TimetablePage, TimetableRequest, TimetableRow } from '@/ipc'
import { ask } from '@/ipc/questions'
import { createPages } from '@/ledger/pagedRows'
import { moveTo } from '@/ledger/rowSelection'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { select, selected } from '@/stores/selection'
import { asOf, todayIs } from '@/stores/statusDate'
import { baseline, readBaselines } from './baselineState'
import { readOverlay } from './overlayState'
import { targetOf } from './rowText'
import {
  folded,
  grouping,
  isOpen,
  opened,
  phase,
  showsSubtasks,
  toggleRow,
  toggleSubtasks,
  unfold,
} from './timetableState'

/** The rows in which a selected thing stands. */
const ROWS: Partial<Record<string, ItemKind>> = {
  plan: 'plan',
  task: 'task',
  project: 'project',
  town: 'town',
  unit: 'unit',
}

export interface TimetableView {
  /** First and last row in sight. */
  inSight: () => [number, number]
  scrollTo: (index: number) => void
  /** Whether a key moved dates or joined things, and means nothing else. */
  moves: (event: KeyboardEvent) => boolean
  /** Something new is to be drawn. */
  changed: () => void
}

export function useTimetable(view: TimetableView) {
  /** What the last page said of the whole. */
  const whole = shallowRef<Omit<TimetablePage, 'rows'> | null>(null)
  const cursor = ref(-1)
  /** What a click here selected; it stands where it was clicked. */
  let own = ''
  /** Whether what is selected was looked for once. */
  let followed = false

  const request = (): TimetableRequest => ({
    filter: filter.value,
    grouping: grouping.value,
    folded: [...folded.value],
    opened: [...opened.value],
    as_of: asOf.value,
    baseline: baseline.value,
  })
  const pages = createPages<TimetableRow>(async (offset, limit) => {
    const page = await ask('timetable', { request: request(), offset, limit })
    whole.value = page
    if (asOf.value === null) todayIs.value = page.as_of
    return page
  })
  const selectedId = computed(() => (selected.value ? `${selected.value.kind}:${selected.value.id}` : ''))
  const nameOfTarget = (row: TimetableRow): string => {
    const target = targetOf(row)
    return target && !['gate', 'phase', 'deliverable', 'cadence'].includes(row.kind)
      ? `${target.kind}:${target.id}`
      : ''
  }
  function isSelected(row: TimetableRow, index: number): boolean {
    if (own && own === selectedId.value && cursor.value >= 0) return index === cursor.value
    return selectedId.value !== '' && nameOfTarget(row) === selectedId.value
  }

  /** Selects the thing of a row; the map flies to it. */
  function pick(index: number, fly = true, part: string | null = null): void {
    const row = pages.row(index)
    if (!row) return
    cursor.value = index
    phase.value = part
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
    if (view.moves(event)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
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
    } else if (event.key === ']' || event.key === '[') {
      stop()
      stepPhase(event.key === ']' ? 1 : -1)
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

  /** Chooses the next phase of the plan at the cursor, or the one before. */
  function stepPhase(by: 1 | -1): void {
    const phases = pages.row(cursor.value)?.phases ?? []
    if (phases.length === 0) return
    const at = phases.findIndex(({ id }) => id === phase.value)
    const to = at < 0 ? (by > 0 ? 0 : phases.length - 1) : at + by
    phase.value = phases[to]?.id ?? null
  }

  /** Finds the row of what was selected on the map or in a list and brings it into sight. */
  async function follow(mayUnfold: boolean): Promise<void> {
    const target = selectedId.value
    if (!target || own === target) return
    own = ''
    const kind = selected.value ? ROWS[selected.value.kind] : undefined
    if (!kind || !selected.value) {
      cursor.value = -1
      return
    }
    const place = await ask('timetable_place', { request: request(), kind, id: selected.value.id })
    if (selectedId.value !== target) return
    const isHidden = place ? place.unfold.length + place.open.length > 0 : true
    if (place && isHidden && mayUnfold) {
      // what is unfolded is read again, and this is asked once more
      unfold(place.unfold, place.open)
      return
    }
    cursor.value = place && !isHidden ? place.index : -1
    if (!place || isHidden) return
    await pages.ensure(place.index, place.index)
    if (selectedId.value === target) view.scrollTo(place.index)
  }

  async function reload(): Promise<void> {
    if (!atlas.value) return
    void readOverlay(request())
    const at = pages.row(cursor.value)?.key
    await pages.reset(...view.inSight())
    cursor.value = at === undefined ? -1 : pages.find((row) => row.key === at)
    if (cursor.value < 0) own = ''
    // what the user folds stays folded, but what was selected before the page was opened comes into sight
    await follow(!followed)
    followed = true
  }

  watch(changesOf('baselines'), readBaselines, { immediate: true })
  watch([filter, changesOf('timetable'), grouping, folded, opened, asOf, baseline], reload, {
    deep: true,
    immediate: true,
  })
  watch(changesOf('schedule_overlay'), () => {
    if (atlas.value) void readOverlay(request())
  })
  watch(selected, () => follow(true))
  watch([pages.version, selected, cursor, phase], view.changed)
  return { pages, whole, cursor, isSelected, pick, toggle, key, go, reload, request }
}

export type Timetable = ReturnType<typeof useTimetable>
