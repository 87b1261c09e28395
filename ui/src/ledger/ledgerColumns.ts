/** The columns of the three ledgers: what each shows, how wide it is, and what the core sorts it by. */
import { areaLine, date, int, length, muNumber, percent, quantity, wanYuan, wordLabel } from '@/format'
import { i18n, t } from '@/i18n'
import type { ProjectRow, TaskRow, TownRow } from '@/ipc'

export interface Column<T> {
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
  text: (row: T) => string
  /** What the pointer is told. */
  title?: (row: T) => string
}

export type Ledger = 'projects' | 'tasks' | 'towns'

/** Length of a line, area of a polygon; nothing for a pin. */
function extent(row: ProjectRow): string {
  const m = row.measures
  if (!m) return ''
  if (m.area_m2 > 0) return `${muNumber(m.area_m2)} ${t('frame.unit.mu')}`
  return m.length_m > 0 ? length(m.length_m) : ''
}

const money = (fen: number) => (fen === 0 ? '' : wanYuan(fen))
const count = (n: number) => (n === 0 ? '' : int(n))
const day = (value: string | null) => (value ? date(value) : '')

export const projectColumns: Column<ProjectRow>[] = [
  { key: 'name', width: 230, fixed: true, sortable: true, text: (r) => r.name },
  { key: 'kind', width: 80, english: 168, sortable: true, text: (r) => wordLabel('ProjectKind', r.kind) },
  { key: 'stage', width: 66, english: 108, sortable: true, text: (r) => wordLabel('ProjectStage', r.stage) },
  { key: 'town_name', width: 88, sortable: true, text: (r) => r.town_name ?? '' },
  {
    key: 'quantity',
    width: 92,
    right: true,
    sortable: true,
    text: (r) => (r.quantity === null ? '' : quantity(r.quantity, r.quantity_unit)),
  },
  {
    key: 'measures',
    width: 88,
    right: true,
    sortable: true,
    text: extent,
    title: (r) => (r.measures && r.measures.area_m2 > 0 ? areaLine(r.measures.area_m2) : ''),
  },
  { key: 'planned', width: 104, english: 132, right: true, sortable: true, text: (r) => money(r.planned) },
  {
    key: 'allocated',
    width: 96,
    english: 140,
    right: true,
    extra: true,
    sortable: true,
    text: (r) => money(r.allocated),
  },
  { key: 'spent', width: 96, english: 120, right: true, sortable: true, text: (r) => money(r.spent) },
  {
    key: 'percent',
    width: 60,
    right: true,
    sortable: true,
    text: (r) => (r.percent === null ? '' : percent(r.percent)),
  },
  { key: 'starts', width: 104, extra: true, sortable: true, text: (r) => day(r.starts) },
  { key: 'ends', width: 104, sortable: true, text: (r) => day(r.ends) },
  { key: 'plan_title', width: 120, sortable: true, text: (r) => r.plan_title ?? '' },
  { key: 'lead_unit', width: 140, sortable: true, text: (r) => r.lead_unit ?? '' },
  { key: 'tasks', width: 110, text: (r) => r.tasks.join('、') },
  {
    key: 'precision',
    width: 66,
    english: 96,
    sortable: true,
    text: (r) => wordLabel('Precision', r.precision),
  },
]

export const taskColumns: Column<TaskRow>[] = [
  { key: 'number', width: 92, text: (r) => r.number },
  { key: 'title', width: 280, fixed: true, sortable: true, text: (r) => r.title },
  { key: 'plan_title', width: 130, sortable: true, text: (r) => r.plan_title },
  { key: 'kind', width: 60, extra: true, sortable: true, text: (r) => wordLabel('TaskKind', r.kind) },
  { key: 'responsible', width: 240, sortable: true, text: (r) => r.responsible, title: (r) => r.responsible },
  { key: 'phase', width: 90, extra: true, sortable: true, text: (r) => r.phase ?? '' },
  { key: 'due', width: 108, sortable: true, text: (r) => day(r.due) },
  { key: 'status', width: 72, english: 96, sortable: true, text: (r) => wordLabel('TaskStatus', r.status) },
  { key: 'units', width: 60, right: true, sortable: true, text: (r) => count(r.units) },
  { key: 'indicators', width: 60, right: true, sortable: true, text: (r) => count(r.indicators) },
  { key: 'projects', width: 60, right: true, sortable: true, text: (r) => count(r.projects) },
]

export const townColumns: Column<TownRow>[] = [
  { key: 'name', width: 160, fixed: true, sortable: true, text: (r) => r.name },
  { key: 'county', width: 110, sortable: true, text: (r) => r.county },
  {
    key: 'category',
    width: 110,
    sortable: true,
    text: (r) => (r.category ? wordLabel('Category', r.category) : ''),
  },
  { key: 'level', width: 72, sortable: true, text: (r) => (r.level ? wordLabel('PilotLevel', r.level) : '') },
  { key: 'precision', width: 80, text: (r) => wordLabel('Precision', r.precision) },
  { key: 'projects', width: 72, right: true, sortable: true, text: (r) => int(r.projects) },
  { key: 'unmapped', width: 72, right: true, sortable: true, text: (r) => int(r.unmapped) },
  { key: 'planned', width: 116, right: true, sortable: true, text: (r) => money(r.planned) },
  { key: 'spent', width: 116, right: true, sortable: true, text: (r) => money(r.spent) },
]

/** The heading of a column. */
export function heading(key: string): string {
  return i18n.global.t(`dock.column.${key}`)
}

/** What the window remembers of a ledger's columns. */
export interface Kept {
  hidden: string[]
  /** Extra columns that were asked for. */
  shown: string[]
  widths: Record<string, number>
}

export const nothingKept: Kept = { hidden: [], shown: [], widths: {} }
const NARROWEST = 44
const WIDEST = 600

export function isShown<T>(column: Column<T>, kept: Kept): boolean {
  if (column.fixed) return true
  return column.extra ? kept.shown.includes(column.key) : !kept.hidden.includes(column.key)
}

/** Shows a column that is hidden and hides one that is shown. */
export function toggleColumn<T>(column: Column<T>, kept: Kept): Kept {
  if (column.fixed) return kept
  const flip = (list: string[]) =>
    list.includes(column.key) ? list.filter((key) => key !== column.key) : [...list, column.key]
  return column.extra ? { ...kept, shown: flip(kept.shown) } : { ...kept, hidden: flip(kept.hidden) }
}

export function widthOf<T>(column: Column<T>, kept: Kept): number {
  const usual = i18n.global.locale.value === 'en' ? (column.english ?? column.width) : column.width
  return kept.widths[column.key] ?? usual
}

export function setWidth(key: string, width: number, kept: Kept): Kept {
  const fitting = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))
  return { ...kept, widths: { ...kept.widths, [key]: fitting } }
}

/** The next sort after a click on a heading: up, down, then the plan's own order. */
export function nextSort(
  sort: { column: string; descending: boolean },
  key: string,
): { column: string; descending: boolean } {
  if (sort.column !== key) return { column: key, descending: false }
  return sort.descending ? { column: '', descending: false } : { column: key, descending: true }
}
