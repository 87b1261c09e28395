/** What the timetable remembers: how it is grouped, what is folded, and the stretch of time in sight. */
import { ref, shallowRef } from 'vue'
import type { Grouping } from '@/ipc'
import { remembered } from '@/stores/prefs'
import type { TimeScale } from './timeScale'

export const groupings: readonly Grouping[] = ['plan', 'phase', 'town', 'unit']

export const grouping = remembered<Grouping>('timetable.grouping', 'plan')
/** Keys of the rows that are folded; of projects, and of tasks with single works, those that are open. For as long as the window runs. */
export const folded = ref<ReadonlySet<string>>(new Set())
export const opened = ref<ReadonlySet<string>>(new Set())
/** Width of the list beside the chart, in px, by how wide the page is; null for what the page thinks best. */
export const listWidths = remembered<{ wide: number | null; narrow: number | null }>('timetable.list', {
  wide: null,
  narrow: null,
})
/** The phase that was chosen in the band of its plan; null if none was. */
export const phase = ref<string | null>(null)
/** The time in sight; null before anything was shown. */
export const scale = shallowRef<TimeScale | null>(null)
/** The width that time was shown in last, px; 0 before. */
export const shownWidth = shallowRef(0)

function flip(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}

interface Foldable {
  key: string
  kind: string
  has_children: boolean
}

/** Whether the rows below a row are shown. */
export function isOpen(row: Foldable): boolean {
  return row.kind === 'project' ? opened.value.has(row.key) : !folded.value.has(row.key)
}

export function toggleRow(row: Foldable): void {
  if (!row.has_children) return
  if (row.kind === 'project') opened.value = flip(opened.value, row.key)
  else folded.value = flip(folded.value, row.key)
}

/** Whether the single works of a task are shown. */
export function showsSubtasks(row: { key: string }): boolean {
  return opened.value.has(row.key)
}

export function toggleSubtasks(row: { key: string }): void {
  opened.value = flip(opened.value, row.key)
}

/** Shows what these rows hide: `unfolded` are folded, `open` not yet open. */
export function unfold(unfolded: readonly string[], open: readonly string[]): void {
  if (unfolded.length > 0) folded.value = new Set([...folded.value].filter((key) => !unfolded.includes(key)))
  if (open.length > 0) opened.value = new Set([...opened.value, ...open])
}

/** Shows every row but those of gates and of single works. */
export function unfoldAll(): void {
  folded.value = new Set()
}
