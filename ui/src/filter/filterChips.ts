/** The chips of the filter: one for every condition that is set. */
import { date, percent } from '@/format'
import { parsePartialDate } from '@/forms/parseInput'
import type { DateSpan, Filter } from '@/ipc'
import {
  emptyFilter,
  isOpenSpan,
  type ListField,
  listFields,
  type SpanField,
  spanFields,
} from '@/stores/filter'
import type { EditorField } from './filterEditorState'

export interface Chip {
  field: EditorField
  /** What it is called, when it is one of several that the editor shows together. */
  name?: SpanField | 'overdue_gates'
  /** Labels of the choices, in the order they were chosen. */
  values: string[]
  /** The filter without it. */
  without: Partial<Filter>
}

/** The chips of a filter; `label` names a choice. */
export function chips(filter: Filter, label: (field: ListField, value: string | number) => string): Chip[] {
  const none = emptyFilter()
  const lists = listFields
    .filter((field) => filter[field].length > 0)
    .map((field) => ({
      field,
      values: filter[field].map((value) => label(field, value)),
      without: { [field]: none[field] },
    }))
  const rest: Chip[] = []
  if (filter.overdue) rest.push({ field: 'overdue', values: [], without: { overdue: false } })
  if (filter.overdue_gates)
    rest.push({ field: 'overdue', name: 'overdue_gates', values: [], without: { overdue_gates: false } })
  for (const name of spanFields)
    if (!isOpenSpan(filter[name]))
      rest.push({ field: 'dates', name, values: [spanText(filter[name])], without: { [name]: none[name] } })
  if (filter.percent_below !== null)
    rest.push({
      field: 'percent',
      values: [`< ${percent(filter.percent_below)}`],
      without: { percent_below: null },
    })
  if (filter.mapped !== null)
    rest.push({ field: 'mapped', values: [filter.mapped ? 'mapped' : 'unmapped'], without: { mapped: null } })
  if (filter.text) rest.push({ field: 'text', values: [filter.text], without: { text: '' } })
  if (filter.bbox) rest.push({ field: 'text', values: [], without: { bbox: null } })
  return [...lists, ...rest]
}

/** 2025年1月—2025年6月; an open end stays empty. */
export function spanText(span: DateSpan): string {
  const [from, to] = [span.from, span.to].map((end) => (end ? date(end) : ''))
  return from === to ? (from ?? '') : `${from}—${to}`
}

function asSpan(kept: unknown): DateSpan {
  const from = (kept ?? {}) as Record<string, unknown>
  const end = (value: unknown) => (typeof value === 'string' ? parsePartialDate(value) : null)
  return { from: end(from.from), to: end(from.to) }
}

/** Reads a filter that was kept in an atlas, possibly by another version: what is missing or wrong is left empty. */
export function asFilter(kept: unknown): Filter {
  const filter = emptyFilter()
  if (typeof kept !== 'object' || kept === null) return filter
  const from = kept as Record<string, unknown>
  for (const field of listFields) {
    const list = from[field]
    const type = field === 'years' ? 'number' : 'string'
    if (Array.isArray(list)) Object.assign(filter, { [field]: list.filter((v) => typeof v === type) })
  }
  for (const field of spanFields) filter[field] = asSpan(from[field])
  if (typeof from.overdue === 'boolean') filter.overdue = from.overdue
  if (typeof from.overdue_gates === 'boolean') filter.overdue_gates = from.overdue_gates
  if (typeof from.percent_below === 'number') filter.percent_below = from.percent_below
  if (typeof from.mapped === 'boolean') filter.mapped = from.mapped
  if (typeof from.text === 'string') filter.text = from.text
  if (typeof from.any === 'boolean') filter.any = from.any
  const box = from.bbox
  if (Array.isArray(box) && box.length === 4 && box.every((n) => typeof n === 'number'))
    filter.bbox = box as [number, number, number, number]
  return filter
}
