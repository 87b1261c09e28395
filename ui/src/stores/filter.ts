/** The filter that rules map, table and export alike, and what it adds up to. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { DateSpan, Filter, Totals } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from './atlas'
import { changesOf } from './changes'

export function emptyFilter(): Filter {
  return {
    plans: [],
    towns: [],
    kinds: [],
    stages: [],
    units: [],
    years: [],
    sources: [],
    lacks: [],
    precisions: [],
    controls: [],
    lights: [],
    overdue: false,
    overdue_gates: false,
    percent_below: null,
    starts: { from: null, to: null },
    ends: { from: null, to: null },
    due: { from: null, to: null },
    mapped: null,
    text: '',
    bbox: null,
    any: false,
  }
}

/** Fields of the filter that are lists of choices. */
export type ListField =
  | 'plans'
  | 'towns'
  | 'kinds'
  | 'stages'
  | 'units'
  | 'years'
  | 'sources'
  | 'lacks'
  | 'precisions'
  | 'controls'
  | 'lights'
export const listFields: ListField[] = [
  'plans',
  'towns',
  'kinds',
  'stages',
  'units',
  'years',
  'sources',
  'lacks',
  'precisions',
  'controls',
  'lights',
]

/** Fields of the filter that are spans of dates. */
export type SpanField = 'starts' | 'ends' | 'due'
export const spanFields: SpanField[] = ['starts', 'ends', 'due']

/** Whether a span lets everything through. */
export const isOpenSpan = (span: DateSpan): boolean => span.from === null && span.to === null

export const filter = ref<Filter>(emptyFilter())
export const totals = shallowRef<Totals | null>(null)

/** How many conditions are set. */
export const conditions = computed(() => {
  const f = filter.value
  return (
    listFields.reduce((n, field) => n + f[field].length, 0) +
    spanFields.filter((field) => !isOpenSpan(f[field])).length +
    (f.overdue ? 1 : 0) +
    (f.overdue_gates ? 1 : 0) +
    (f.percent_below === null ? 0 : 1) +
    (f.mapped === null ? 0 : 1) +
    (f.text ? 1 : 0) +
    (f.bbox ? 1 : 0)
  )
})

/** Sets some fields of the filter. */
export function setFilter(part: Partial<Filter>): void {
  filter.value = { ...filter.value, ...part }
}

/** Puts a choice into a list of the filter, or takes it out. */
export function toggle(field: ListField, value: string | number): void {
  const list = filter.value[field] as (string | number)[]
  const next = list.includes(value) ? list.filter((v) => v !== value) : [...list, value]
  filter.value = { ...filter.value, [field]: next }
}

export function clearFilter(): void {
  filter.value = emptyFilter()
}

let asked = 0
async function refreshTotals(): Promise<void> {
  asked += 1
  const mine = asked
  if (!atlas.value) {
    totals.value = null
    return
  }
  const answer = await ask('totals', { filter: filter.value }).catch(() => null)
  if (mine === asked) totals.value = answer
}

watch([filter, changesOf('totals')], refreshTotals, { deep: true })
