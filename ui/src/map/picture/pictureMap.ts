/** The map of which pictures are taken; null while none is open. */
import { shallowRef } from 'vue'
import type { MapCore } from '../mapCore'

export const pictured = shallowRef<MapCore | null>(null)

/** Pixels a map must have each way for a picture of it. */
const LEAST = 120

/** Whether there is a map to take a picture of. */
export function canPicture(): boolean {
  const [width = 0, height = 0] = pictured.value?.map.getSize() ?? []
  return width >= LEAST && height >= LEAST
}
