/** What lies under the pointer. Symbols and names are asked for by their pixels, and only in layers that have something near;
 * footprints by their geometry, which is exact and needs no drawing. */
import { buffer, type Extent } from 'ol/extent'
import type Feature from 'ol/Feature'
import type VectorLayer from 'ol/layer/Vector'
import type { AtlasLayers } from './atlasLayers'
import type { LayerId } from './zOrder'

/** Pixels beside a drawn thing that still mean it. */
export const TOLERANCE = 4
/** Pixels from the place of a thing to the end of its symbol, shifted or not, and of its name to either side. The map's own
 * test looks no farther than 100 pixels. */
const SYMBOL_REACH = 44
const NAME_REACH = 104 + TOLERANCE
/** Half of the width of the widest edge of a footprint, pixels. */
const EDGE = 3

const SHAPES: readonly LayerId[] = ['project-lines', 'project-areas']
const NAMED: readonly LayerId[] = ['site-labels', 'project-labels', 'town-labels', 'town-dots']

/** The layers of symbols and names that have something so near to a place that it may be hit. */
export function layersNear(atlas: AtlasLayers, at: readonly number[], resolution: number): Set<unknown> {
  const [x = 0, y = 0] = at
  const near = new Set<unknown>()
  for (const layer of atlas.all) {
    const id = layer.get('id') as LayerId
    if (SHAPES.includes(id) || !layer.getVisible()) continue
    const aside = (NAMED.includes(id) ? NAME_REACH : SYMBOL_REACH) * resolution
    const above = SYMBOL_REACH * resolution
    if (hasAny(layer, [x - aside, y - above, x + aside, y + above])) near.add(layer)
  }
  return near
}

function hasAny(layer: VectorLayer, extent: Extent): boolean {
  const source = layer.getSource()
  return source !== null && source.getFeaturesInExtent(extent).length > 0
}

/** The footprint under a place: lines lie over areas, later ones over earlier ones; the nearest within the tolerance. */
export function shapeAt(
  atlas: AtlasLayers,
  at: readonly number[],
  resolution: number,
  isDrawn: (feature: Feature) => boolean,
): Feature | null {
  const [x = 0, y = 0] = at
  const reach = (TOLERANCE + EDGE) * resolution
  const found = atlas.sources.shapes
    .getFeaturesInExtent(buffer([x, y, x, y], reach))
    .filter((feature) => isDrawn(feature))
  let best: Feature | null = null
  let rank = Number.NEGATIVE_INFINITY
  for (const feature of found) {
    const geometry = feature.getGeometry()
    if (!geometry) continue
    const isArea = geometry.getType().includes('Polygon')
    if (!atlas.layer(isArea ? 'project-areas' : 'project-lines').getVisible()) continue
    const [nx = 0, ny = 0] = geometry.getClosestPoint([x, y])
    const away = isArea && geometry.intersectsCoordinate([x, y]) ? 0 : Math.hypot(nx - x, ny - y)
    if (away > reach) continue
    // hit outright before almost hit; then what is drawn later, and that is what was made later
    const outright = away <= EDGE * resolution
    const order = Number((feature as unknown as { ol_uid?: string }).ol_uid ?? 0)
    const now = (outright ? 1e12 : -away * 1e3) + (isArea ? 0 : 1e11) + order
    if (now > rank) {
      rank = now
      best = feature
    }
  }
  return best
}
