/** Something dragged from a list and let go over the map is put where it fell. */
import { toLonLat } from 'ol/proj'
import { placeAt } from '../edit/drawActions'
import type { MapCore } from '../mapCore'

export const PROJECT_TYPE = 'application/x-zhentu-project'

/** Puts a dropped project where it fell; whether the drop carried one. */
export function dropped(event: DragEvent, core: MapCore): boolean {
  const id = event.dataTransfer?.getData(PROJECT_TYPE)
  const at = core.map.getEventCoordinate(event)
  if (!id || !at) return false
  const [lon = 0, lat = 0] = toLonLat(at)
  void placeAt(id, lon, lat)
  return true
}
