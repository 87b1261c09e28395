/** The choices of the filter with their counts, and how a choice is called. */
import { computed, shallowRef, watch } from 'vue'
import { date, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { FacetCount, Facets, Filter, LightState } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { conditions, emptyFilter, filter, type ListField } from '@/stores/filter'
import { filterEditor } from './filterEditorState'

/** Counts under the filter of now. */
export const facets = shallowRef<Facets | null>(null)
/** Every choice of the atlas, whatever the filter is: the labels of the chips come from here. */
const every = shallowRef<Facets | null>(null)

let asked = 0
/** Whether what is shown of the counts may be old. */
let stale = true
async function refresh(): Promise<void> {
  asked += 1
  const mine = asked
  stale = false
  const read = (of: Filter) => ask('facets', { filter: of }).catch(() => null)
  const [now, all] = atlas.value ? await Promise.all([read(filter.value), read(emptyFilter())]) : [null, null]
  if (mine !== asked) return
  facets.value = now
  every.value = all
}

/** Whether the counts, or the labels of chips, can be seen. */
const isShown = computed(() => filterEditor.open.value || conditions.value > 0)
watch(
  [filter, changesOf('facets'), () => atlas.value?.path] as const,
  ([, , file], [, , before]) => {
    stale = true
    if (isShown.value || file !== before) void refresh()
  },
  { deep: true },
)
watch(isShown, (shown) => {
  if (shown && stale) void refresh()
})

const WORDS = {
  kinds: 'ProjectKind',
  stages: 'ProjectStage',
  sources: 'MoneySource',
  lacks: 'Lack',
  precisions: 'Precision',
  controls: 'ControlKind',
} as const

/** The label of a choice in the language of the window. */
export function facetLabel(field: ListField, value: string | number, known?: FacetCount): string {
  const text = String(value)
  if (field in WORDS) return wordLabel(WORDS[field as keyof typeof WORDS], text)
  if (field === 'lights') return t(`timetable.light.${text as LightState}`)
  if (field === 'years') return date(text)
  return known?.label ?? every.value?.[field].find((f) => f.value === text)?.label ?? text
}

/** Every choice of a list: all of the atlas with the counts of now, chosen ones first kept in their place. */
export function facetRows(field: ListField): FacetCount[] {
  const now = new Map((facets.value?.[field] ?? []).map((f) => [f.value, f]))
  const all = every.value?.[field] ?? facets.value?.[field] ?? []
  return all.map((f) => now.get(f.value) ?? { ...f, projects: 0, tasks: 0 })
}
