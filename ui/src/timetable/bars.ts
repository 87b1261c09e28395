/** What of a row is drawn, in pixels, and which row and mark lie under a point. */
import type { DatedItem, TimetableRow } from '@/ipc'
import { type TimeScale, xOf } from './timeScale'

export const ROW = 28

export interface Bar {
  x: number
  width: number
  /** Pixels at its left on which it may begin, at its right on which it may end: drawn hatched. */
  open: [number, number]
  /** What is done, from the left. */
  done: number
}

export interface Diamond {
  id: string
  x: number
  /** The days of its date, when it is not known to the day. */
  span: [number, number] | null
  state: 'planned' | 'reported' | 'confirmed' | 'late'
}

/** A phase in the band of its plan's row. */
export interface Band {
  id: string
  name: string
  x: number
  width: number
  open: [number, number]
}

/** Height of the band of phases, in the middle of its row. */
export const BAND = 18

/** What is the bar of a group: a bracket over what stands below. */
export const isBracket = (row: TimetableRow): boolean => row.kind === 'plan' || row.kind === 'phase'

/** What has marks and no bar. */
const MARKED: readonly string[] = ['gate', 'deliverable', 'cadence']

/** The bar of a row; null without dates, and for what has marks. */
export function barOf(row: TimetableRow, scale: TimeScale): Bar | null {
  const stretch = MARKED.includes(row.kind) ? null : stretchOf(row.dates, scale)
  if (!stretch) return null
  const done = row.percent === null ? 0 : (stretch.width * Math.min(100, Math.max(0, row.percent))) / 100
  return { ...stretch, done }
}

/** The pixels that dates cover; null without any. */
function stretchOf(dates: DatedItem, scale: TimeScale): Omit<Bar, 'done'> | null {
  const { first, last, start_open, end_open } = dates
  if (first === null || last === null) return null
  const days = last - first + 1
  // an open end of one that is not known to the day has all days of its span
  const open = (n: number) => (n > 0 ? Math.min(days, n + 1) * scale.perDay : 0)
  return { x: xOf(scale, first), width: days * scale.perDay, open: [open(start_open), open(end_open)] }
}

/** The days of a row in the baseline, drawn beneath; null if it has none there. */
export function frozenOf(row: TimetableRow, scale: TimeScale): { x: number; width: number } | null {
  const stretch = row.baseline && row.kind !== 'plan' ? stretchOf(row.baseline, scale) : null
  return stretch && { x: stretch.x, width: stretch.width }
}

/** The phases of a plan's row that have dates. */
export function bandsOf(row: TimetableRow, scale: TimeScale): Band[] {
  return row.phases.flatMap(({ id, name, dates }) => {
    const stretch = stretchOf(dates, scale)
    return stretch ? [{ id, name, ...stretch }] : []
  })
}

/** The phase under a point of a plan's row. */
export const phaseAt = (row: TimetableRow, scale: TimeScale, x: number): string | null =>
  bandsOf(row, scale).findLast((band) => x >= band.x && x <= band.x + band.width)?.id ?? null

/** The due date of what has to be handed in: full when all have handed it in, half when some have, red when one is late. */
function dueOf(row: TimetableRow, scale: TimeScale): Diamond[] {
  const { first, last } = row.dates
  if (!row.owed || first === null || last === null) return []
  const [from, to] = [xOf(scale, first), xOf(scale, last + 1)]
  const { owed, handed, late } = row.owed
  const state = late > 0 ? 'late' : handed === owed ? 'confirmed' : handed > 0 ? 'reported' : 'planned'
  // it may come as late as the last day
  return [
    { id: row.id, x: first === last ? (from + to) / 2 : to, span: first === last ? null : [from, to], state },
  ]
}

/** The times of what recurs: where each begins, and how wide it is, pixels. */
export function timesOf(row: TimetableRow, scale: TimeScale): { x: number; width: number; last: number }[] {
  return row.times.map(([first, last]) => ({
    x: xOf(scale, first),
    width: (last - first + 1) * scale.perDay,
    last,
  }))
}

/** The marks of a row's gates, or of what has to be handed in. */
export function diamondsOf(row: TimetableRow, scale: TimeScale): Diamond[] {
  if (row.kind === 'deliverable') return dueOf(row, scale)
  return row.gates.flatMap(({ id, dates, confirmed }) => {
    const { first, last } = dates
    if (first === null || last === null) return []
    const exact = first === last
    const from = xOf(scale, first)
    const to = xOf(scale, last + 1)
    const state = dates.actual_end === null ? 'planned' : confirmed ? 'confirmed' : 'reported'
    return [{ id, x: (from + to) / 2, span: exact ? null : ([from, to] as [number, number]), state }]
  })
}

/** What a row covers of the chart; null when nothing. */
export function extentOf(row: TimetableRow, scale: TimeScale): [number, number] | null {
  const bar = barOf(row, scale)
  const marks = diamondsOf(row, scale).map(({ x, span }) => span ?? [x - 6, x + 6])
  const bands = bandsOf(row, scale).map((band) => [band.x, band.x + band.width])
  const times = timesOf(row, scale).map(({ x, width }) => [x - 2, x + width + 2])
  const ends = [...marks, ...bands, ...times, ...(bar ? [[bar.x, bar.x + bar.width]] : [])]
  if (ends.length === 0) return null
  return [Math.min(...ends.map(([from = 0]) => from)), Math.max(...ends.map(([, to = 0]) => to))]
}

/** The row that lies at a height, by its place; -1 above the first. `top` is what is scrolled away. */
export const rowAt = (y: number, top: number): number => Math.floor((y + top) / ROW)

/** Whether a point of the chart lies on what a row draws, or near enough to be meant. */
export function hits(row: TimetableRow, scale: TimeScale, x: number, near = 5): boolean {
  const extent = extentOf(row, scale)
  return extent !== null && x >= extent[0] - near && x <= extent[1] + near
}
