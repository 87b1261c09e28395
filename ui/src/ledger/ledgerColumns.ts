/** Columns of a ledger: what each shows, how wide it is, what the core sorts it by, and which of them are shown. */
import { date, int, wanYuan } from '@/format'
import { i18n, textIfAny } from '@/i18n'
import type { Sort } from '@/ipc'

/** A column apart from what it shows of a row. */
export interface ColumnHead {
  /** The column of the row, by which the core sorts. */
  key: string
  width: number
  /** In English, where the words are longer. */
  english?: number
  right?: boolean
  /** Cannot be hidden. */
  fixed?: boolean
  /** Hidden until it is asked for. */
  extra?: boolean
  sortable?: boolean
}

export interface Column<T> extends ColumnHead {
  text: (row: T) => string
  /** What the pointer is told. */
  title?: (row: T) => string
}

export type Ledger = 'projects' | 'tasks' | 'towns' | 'units'

/** How a ledger is ordered. */
export type SortChoice = Pick<Sort, 'column' | 'descending'>

/** Cells that are empty where there is nothing: 万元, a count, a day. */
export const moneyCell = (fen: number) => (fen === 0 ? '' : wanYuan(fen))
export const countCell = (n: number) => (n === 0 ? '' : int(n))
export const dayCell = (value: string | null) => (value ? date(value) : '')

/** The heading of a column. */
export function heading(key: string): string {
  return textIfAny(`dock.column.${key}`) ?? key
}

/** What the window remembers of a ledger's columns. */
export interface ColumnChoice {
  hidden: string[]
  /** Extra columns that were asked for. */
  shown: string[]
  widths: Record<string, number>
}

export const usualColumns: ColumnChoice = { hidden: [], shown: [], widths: {} }
const NARROWEST = 44
const WIDEST = 600

export function isShown(column: ColumnHead, choice: ColumnChoice): boolean {
  if (column.fixed) return true
  return column.extra ? choice.shown.includes(column.key) : !choice.hidden.includes(column.key)
}

/** Shows a column that is hidden and hides one that is shown. */
export function toggleColumn(column: ColumnHead, choice: ColumnChoice): ColumnChoice {
  if (column.fixed) return choice
  const flip = (list: string[]) =>
    list.includes(column.key) ? list.filter((key) => key !== column.key) : [...list, column.key]
  return column.extra ? { ...choice, shown: flip(choice.shown) } : { ...choice, hidden: flip(choice.hidden) }
}

export function widthOf(column: ColumnHead, choice: ColumnChoice): number {
  const usual = i18n.global.locale.value === 'en' ? (column.english ?? column.width) : column.width
  return choice.widths[column.key] ?? usual
}

export function setWidth(key: string, width: number, choice: ColumnChoice): ColumnChoice {
  const fitting = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))
  return { ...choice, widths: { ...choice.widths, [key]: fitting } }
}

/** The next sort after a click on a heading: up, down, then the plan's own order. */
export function nextSort(sort: SortChoice, key: string): SortChoice {
  if (sort.column !== key) return { column: key, descending: false }
  return sort.descending ? { column: '', descending: false } : { column: key, descending: true }
}
