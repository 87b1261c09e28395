/** Classes of money by town. */
import type { MoneyRow } from '@/ipc'

export const MONEY_MEASURES = [
  'planned',
  'allocated',
  'spent',
  'gap',
  'allocated_rate',
  'spent_rate',
] as const
export type MoneyMeasure = (typeof MONEY_MEASURES)[number]

export interface TownValue {
  /** Its code. */
  id: string
  /** Fen, or a part of 1. */
  value: number
}

/** From `from` up to `to`, which belongs to the next class but in the last. */
export interface MoneyClass {
  from: number
  to: number
  holds(value: number): boolean
}

export const isRate = (measure: MoneyMeasure): boolean => measure.endsWith('_rate')

/** What the rows say of a measure; those of no town and without a value are left out. */
export function townValues(rows: readonly MoneyRow[], measure: MoneyMeasure): TownValue[] {
  return rows.flatMap((row) => {
    const value = measure === 'allocated_rate' || measure === 'spent_rate' ? row[measure] : row.money[measure]
    return row.group.key && value ? [{ id: row.group.key, value }] : []
  })
}

const RATES = [0, 0.2, 0.4, 0.6, 0.8, 1]
const CLASSES = 5

function between(from: number, to: number, last: boolean): MoneyClass {
  return { from, to, holds: (value) => value >= from && (value < to || (last && value <= to)) }
}

/** Classes of a measure: for rates every fifth, and what is above 1; for amounts as many towns in each as can be. */
export function moneyClasses(values: readonly TownValue[], measure: MoneyMeasure): MoneyClass[] {
  const sorted = values.map((town) => town.value).sort((a, b) => a - b)
  const largest = sorted.at(-1)
  if (largest === undefined) return []
  if (isRate(measure)) {
    const ends = largest > 1 ? [...RATES, largest] : RATES
    return ends.slice(1).map((to, at) => between(ends[at] ?? 0, to, at === ends.length - 2))
  }
  const edges = new Set<number>()
  for (let at = 0; at < CLASSES; at += 1) edges.add(sorted[Math.floor((at * sorted.length) / CLASSES)] ?? 0)
  const from = [...edges]
  return from.map((edge, at) => between(edge, from[at + 1] ?? largest, at === from.length - 1))
}
