/** Where dates go when they are moved: by days, months, quarters or years, as the zoom tells them apart. */
import type { DateMove, ScheduledKind } from '@/ipc'
import { civil, dayOf, firstDayOf, lastDayOf } from './days'

export type Snap = 'day' | 'month' | 'quarter' | 'year'

/** The unit that can be told apart at a zoom. */
export function snapOf(perDay: number): Snap {
  if (perDay >= 4.5) return 'day'
  if (perDay >= 0.72) return 'month'
  if (perDay >= 0.29) return 'quarter'
  return 'year'
}

const MONTHS: Record<Exclude<Snap, 'day'>, number> = { month: 1, quarter: 3, year: 12 }
const DAYS: Record<Snap, number> = { day: 1, month: 365.2425 / 12, quarter: 365.2425 / 4, year: 365.2425 }

/** How many units a stretch of days comes nearest to. */
export const unitsIn = (days: number, snap: Snap): number => Math.round(days / DAYS[snap])

const two = (n: number) => String(n).padStart(2, '0')

/** The date that holds a day, as exact as a unit. */
export function dateAt(day: number, snap: Snap): string {
  const { year, month, day: d } = civil(day)
  const y = String(year).padStart(4, '0')
  if (snap === 'year') return y
  if (snap === 'quarter') return `${y}-Q${Math.ceil(month / 3)}`
  return snap === 'month' ? `${y}-${two(month)}` : `${y}-${two(month)}-${two(d)}`
}

/** The date that holds the day so many units later. */
export function dateAfter(day: number, units: number, snap: Snap): string {
  if (snap === 'day') return dateAt(day + units, snap)
  const { year, month } = civil(day)
  return dateAt(dayOf(year, month + units * MONTHS[snap]), snap)
}

/** What is held of a bar: the whole of it, or an end. */
export type Part = 'move' | 'start' | 'end'

/** Something on the chart that can be moved. */
export interface Grip {
  index: number
  kind: ScheduledKind
  id: string
  name: string
  part: Part
  starts: string | null
  ends: string | null
}

/** The dates that a grip gives when it is moved by some units; null if it would end before it starts, or stay. */
export function moved(grip: Grip, units: number, snap: Snap): DateMove | null {
  if (units === 0) return null
  const start = grip.starts ? firstDayOf(grip.starts) : null
  const end = grip.ends ? lastDayOf(grip.ends) : null
  const starts = start !== null && grip.part !== 'end' ? dateAfter(start, units, snap) : grip.starts
  const ends = end !== null && grip.part !== 'start' ? dateAfter(end, units, snap) : grip.ends
  const [from, to] = [starts ? firstDayOf(starts) : null, ends ? lastDayOf(ends) : null]
  if (from !== null && to !== null && from > to) return null
  return { kind: grip.kind, id: grip.id, starts, ends }
}

/** The days that moved dates cover. */
export function daysOf(move: DateMove): [number, number] | null {
  const first = firstDayOf(move.starts ?? move.ends ?? '')
  const last = lastDayOf(move.ends ?? move.starts ?? '')
  return first === null || last === null ? null : [first, last]
}
