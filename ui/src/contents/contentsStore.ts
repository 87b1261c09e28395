/** The contents of the atlas, and the totals of all of it beside those of the filter. */
import { computed, type ShallowRef, shallowRef, watch } from 'vue'
import type { Contents, Totals } from '@/ipc'
import { ask, type Question } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { emptyFilter } from '@/stores/filter'

export const contents = shallowRef<Contents | null>(null)
/** Totals of the whole atlas, whatever the filter is. */
export const whole = shallowRef<Totals | null>(null)
/** How many projects have no location. */
export const unmappedCount = computed(() => contents.value?.unmapped_projects ?? 0)
/** How many towns and sites have none; they stand in the same list. */
export const unmappedPlaces = computed(() => contents.value?.unmapped_places ?? 0)

/** Asks for a value again when that question's tables were touched; of answers that overtake each other the last asked holds. */
function follow<T>(question: Question, value: ShallowRef<T | null>, read: () => Promise<T>): void {
  let asked = 0
  watch(changesOf(question), async () => {
    asked += 1
    const mine = asked
    const answer = atlas.value ? await read().catch(() => null) : null
    if (mine === asked) value.value = answer
  })
}
follow('contents', contents, () => ask('contents', {}))
follow('totals', whole, () => ask('totals', { filter: emptyFilter() }))
