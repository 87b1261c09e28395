/** The coordinates under the pointer in the chosen system; asks the core at most once at a time. */
import { ref, watch } from 'vue'
import { type CrsChoice, call } from '@/ipc'
import { throttle } from '@/lists/throttle'
import { atlas } from '@/stores/atlas'
import { camera, pointer } from '@/stores/map'
import { prefs } from '@/stores/prefs'
import { systemName } from './systemName'

export const coordinates = ref('')
export const crsChoices = ref<CrsChoice[]>([])

/** Figures that change faster than this many milliseconds cannot be read. */
const READABLE_MS = 100

let busy = false
let again = false
async function refresh(): Promise<void> {
  const at = pointer.value
  if (!at) return
  if (busy) {
    again = true
    return
  }
  busy = true
  coordinates.value = await call('format_coordinates', { ...at, crs: prefs.value.crs }).catch(() => '')
  busy = false
  if (again) {
    again = false
    await refresh()
  }
}
watch(pointer, throttle(refresh, READABLE_MS))
watch(prefs, refresh)

/** Asks which systems suit the place the map stands at. */
export async function loadCrsChoices(): Promise<void> {
  const lon = camera.value?.lon ?? 118
  crsChoices.value = await call('crs_choices', { lon }).catch(() => crsChoices.value)
}
watch(atlas, (now, before) => {
  if (now?.path !== before?.path) void loadCrsChoices()
})

export function crsLabel(): string {
  const chosen = crsChoices.value.find((c) => c.id === prefs.value.crs)
  return chosen ? systemName(chosen.label) : prefs.value.crs
}
