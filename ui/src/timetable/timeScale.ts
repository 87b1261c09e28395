/** The scale of time: days and where they stand, zoom from a week to decades, and the ticks of the head. */
import { civil, dayOf, mondayOf } from './days'

export interface TimeScale {
  /** The day at the left edge; parts of a day too. */
  left: number
  /** Pixels a day. */
  perDay: number
}

export type Unit = 'week' | 'month' | 'quarter' | 'year'
export const units: readonly Unit[] = ['week', 'month', 'quarter', 'year']

/** Pixels a day that a choice of unit gives. */
export const PER_DAY: Record<Unit, number> = { week: 22, month: 1.7, quarter: 0.62, year: 0.17 }
const LIMITS = [0.04, 60] as const

export const xOf = (scale: TimeScale, day: number): number => (day - scale.left) * scale.perDay
export const dayAt = (scale: TimeScale, x: number): number => scale.left + x / scale.perDay

/** The unit that a zoom comes nearest to. */
export function unitOf(perDay: number): Unit {
  const off = (unit: Unit) => Math.abs(Math.log(perDay / PER_DAY[unit]))
  return units.reduce((best, unit) => (off(unit) < off(best) ? unit : best))
}

/** Zooms so that the day under x stays there. */
export function zoomed(scale: TimeScale, x: number, perDay: number): TimeScale {
  const within = Math.min(LIMITS[1], Math.max(LIMITS[0], perDay))
  return { left: dayAt(scale, x) - x / within, perDay: within }
}

/** The scale in which the days from first to last fill a width, with a little room at both ends. */
export function fitted(first: number, last: number, width: number): TimeScale {
  const days = Math.max(7, last - first + 1)
  const perDay = Math.min(LIMITS[1], Math.max(LIMITS[0], (width * 0.88) / days))
  return { left: first - (width / perDay - days) / 2, perDay }
}

/** A scale with a day at a third of the width. */
export function centred(scale: TimeScale, day: number, width: number): TimeScale {
  return { ...scale, left: day - width / scale.perDay / 3 }
}

/**
 * The scale after a width changed: what was shown as a whole stays so; else the zoom stays, and a day that was in sight
 * stays as far along the width.
 */
export function resized(
  scale: TimeScale,
  from: number,
  to: number,
  day: number,
  whole: [number, number] | null,
): TimeScale {
  const inSight = (first: number, last: number) => first >= scale.left && last <= dayAt(scale, from)
  if (whole && inSight(...whole)) return { ...scale, perDay: (scale.perDay * to) / from }
  if (!inSight(day, day)) return scale
  return { ...scale, left: day - ((day - scale.left) * to) / from }
}

export interface Tick {
  /** Its first day. */
  from: number
  /** The first day after it. */
  to: number
  year: number
  /** Which of its kind within the year: month 1 to 12, quarter 1 to 4; of weeks and days the day of the month. */
  part: number
  month: number
}

export type TickKind = 'decade' | 'year' | 'quarter' | 'month' | 'week' | 'day'

/** The two lines of the head: the upper one the coarser. */
export function tiers(perDay: number): [TickKind, TickKind] {
  if (perDay >= 18) return ['month', 'day']
  if (perDay >= 4.5) return ['month', 'week']
  if (perDay >= 0.72) return ['year', 'month']
  if (perDay >= 0.29) return ['year', 'quarter']
  return ['decade', 'year']
}

function starts(kind: TickKind, day: number): { from: number; next: (from: number) => number } {
  const { year, month } = civil(day)
  const months = (length: number, first: number) => ({
    from: dayOf(year, first),
    next: (from: number) => {
      const at = civil(from)
      return dayOf(at.year, at.month + length)
    },
  })
  switch (kind) {
    case 'decade':
      return { from: dayOf(Math.floor(year / 10) * 10, 1), next: (from) => dayOf(civil(from).year + 10, 1) }
    case 'year':
      return { from: dayOf(year, 1), next: (from) => dayOf(civil(from).year + 1, 1) }
    case 'quarter':
      return months(3, Math.floor((month - 1) / 3) * 3 + 1)
    case 'month':
      return months(1, month)
    case 'week':
      return { from: mondayOf(day), next: (from) => from + 7 }
    case 'day':
      return { from: day, next: (from) => from + 1 }
  }
}

/** The ticks of a kind that are seen in a width, from the left. */
export function ticks(scale: TimeScale, width: number, kind: TickKind): Tick[] {
  const { from, next } = starts(kind, Math.floor(scale.left))
  const end = dayAt(scale, width)
  const out: Tick[] = []
  for (let at = from; at < end; at = next(at)) {
    const { year, month, day } = civil(at)
    const part = { decade: year, year, quarter: Math.ceil(month / 3), month, week: day, day }[kind]
    out.push({ from: at, to: next(at), year, month, part })
  }
  return out
}
