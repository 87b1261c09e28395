/** Tiles of the base map with the sea as a feature of each: what is not here yet has the colour of land, and no tile comes in
 * as a blue square that turns into land. */
import type { Tile } from 'ol'
import type { Extent } from 'ol/extent'
import type Projection from 'ol/proj/Projection'
import RenderFeature from 'ol/render/Feature'
import type VectorTile from 'ol/VectorTile'

/** How far the sea reaches beyond its tile, in parts of its width, so that no seam shows. */
const BEYOND = 0.02

/** The sea under all that a tile shows. */
export function seaOf([west = 0, south = 0, east = 0, north = 0]: Extent): RenderFeature {
  const margin = (east - west) * BEYOND
  const [w, s, e, n] = [west - margin, south - margin, east + margin, north + margin]
  const ring = [w, s, e, s, e, n, w, n, w, s]
  return new RenderFeature('Polygon', ring, [ring.length], 2, { layer: 'sea' }, undefined)
}

/** Loads a tile; an empty one is all sea. */
export function loadGround(given: Tile, src: string): void {
  const tile = given as VectorTile<RenderFeature>
  tile.setLoader((extent, _resolution, projection) => {
    void load(extent, projection)
  })
  async function load(extent: Extent, projection: Projection): Promise<void> {
    try {
      const answer = await fetch(src)
      if (!answer.ok) throw new Error(`${answer.status}`)
      const bytes = answer.status === 204 ? new ArrayBuffer(0) : await answer.arrayBuffer()
      const read = { extent, featureProjection: projection }
      const found = bytes.byteLength ? tile.getFormat().readFeatures(bytes, read) : []
      tile.setFeatures([seaOf(extent), ...found])
    } catch {
      tile.onError()
    }
  }
}
