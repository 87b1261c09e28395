/** The contents of the atlas, and the totals of all of it beside those of the filter. */
import { computed, shallowRef, watch } from 'vue'
import { type Contents, call, type Totals } from '@/ipc'
import { atlas, revision } from '@/stores/atlas'
import { emptyFilter } from '@/stores/filter'

export const contents = shallowRef<Contents | null>(null)
/** Totals of the whole atlas, whatever the filter is. */
export const whole = shallowRef<Totals | null>(null)
/** How many projects have no location. */
export const unmappedCount = computed(() => contents.value?.unmapped_projects ?? 0)
/** How many towns and sites have none; they stand in the same list. */
export const unmappedPlaces = computed(() => contents.value?.unmapped_places ?? 0)

let asked = 0
watch(revision, async () => {
  asked += 1
  const mine = asked
  if (!atlas.value) {
    contents.value = null
    whole.value = null
    return
  }
  const [tree, sums] = await Promise.all([
    call('contents', {}).catch(() => null),
    call('totals', { filter: emptyFilter() }).catch(() => null),
  ])
  if (mine !== asked) return
  contents.value = tree
  whole.value = sums
})
