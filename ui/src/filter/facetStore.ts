/** The choices of the filter with their counts, and how a choice is called. */
import { shallowRef, watch } from 'vue'
import { date, wordLabel } from '@/format'
import { call, type FacetCount, type Facets } from '@/ipc'
import { atlas, revision } from '@/stores/atlas'
import { emptyFilter, filter, type ListField } from '@/stores/filter'

/** Counts under the filter of now. */
export const facets = shallowRef<Facets | null>(null)
/** Every choice of the atlas, whatever the filter is: the labels of the chips come from here. */
const every = shallowRef<Facets | null>(null)

let asked = 0
async function refresh(): Promise<void> {
  asked += 1
  const mine = asked
  const answer = atlas.value ? await call('facets', { filter: filter.value }).catch(() => null) : null
  if (mine === asked) facets.value = answer
}
async function refreshEvery(): Promise<void> {
  every.value = atlas.value ? await call('facets', { filter: emptyFilter() }).catch(() => null) : null
}
watch([filter, revision], refresh, { deep: true })
watch(revision, refreshEvery)

const WORDS = { kinds: 'ProjectKind', stages: 'ProjectStage', sources: 'MoneySource' } as const

/** The label of a choice in the language of the window. */
export function facetLabel(field: ListField, value: string | number, known?: FacetCount): string {
  const text = String(value)
  if (field === 'kinds' || field === 'stages' || field === 'sources') return wordLabel(WORDS[field], text)
  if (field === 'years') return date(text)
  return known?.label ?? every.value?.[field].find((f) => f.value === text)?.label ?? text
}

/** Every choice of a list: all of the atlas with the counts of now, chosen ones first kept in their place. */
export function facetRows(field: ListField): FacetCount[] {
  const now = new Map((facets.value?.[field] ?? []).map((f) => [f.value, f]))
  const all = every.value?.[field] ?? facets.value?.[field] ?? []
  return all.map((f) => now.get(f.value) ?? { ...f, projects: 0, tasks: 0 })
}
