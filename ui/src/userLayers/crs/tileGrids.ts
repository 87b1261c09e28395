/** The grid of a layer's tiles for OpenLayers, and the projection its coordinates are in. */
import OlTileGrid from 'ol/tilegrid/TileGrid'
import type { MapLayer, TileGrid } from '@/ipc'
import {
  BD09_DEGREES,
  BD09_MERCATOR,
  CGCS2000,
  GCJ02_DEGREES,
  GCJ02_MERCATOR,
  registerProjections,
} from './projections'

/** Metres of the equator to a degree: what a pixel of degrees is in the view. */
const METRES_PER_DEGREE = (Math.PI * 6_378_137) / 180
/** Degrees that a shifted layer may lie beside its bounds. */
const SHIFT_ROOM = 0.02

function inDegrees(projection: string): boolean {
  return projection === CGCS2000 || projection === 'EPSG:4326' || projection === 'CRS:84'
}

/** The projection of a layer's tiles: that of its grid, shifted when its system is. */
export function projectionOf(layer: Pick<MapLayer, 'system' | 'grid'>): string {
  registerProjections()
  const own = layer.grid?.projection ?? 'EPSG:3857'
  const degrees = inDegrees(own)
  switch (layer.system) {
    case 'gcj02':
      return degrees ? GCJ02_DEGREES : GCJ02_MERCATOR
    case 'bd09':
      return degrees ? BD09_DEGREES : BD09_MERCATOR
    default:
      return degrees ? CGCS2000 : 'EPSG:3857'
  }
}

/** The grid up to the last level that has tiles; closer views enlarge that one. */
export function gridOf(layer: Pick<MapLayer, 'grid' | 'min_zoom' | 'max_zoom'>): OlTileGrid | null {
  const grid = layer.grid
  if (!grid || grid.resolutions.length === 0) return null
  const levels = Math.min(grid.resolutions.length, layer.max_zoom + 1)
  const cut = <T>(list: T[]) => list.slice(0, levels)
  return new OlTileGrid({
    minZoom: Math.min(layer.min_zoom, levels - 1),
    resolutions: cut(grid.resolutions),
    origins: cut(grid.origins),
    tileSizes: cut(grid.tile_sizes),
    sizes: cut(grid.sizes),
  })
}

/** Units of the view a pixel of a level covers. */
function viewResolution(grid: TileGrid, level: number): number {
  const resolution = grid.resolutions[level] ?? grid.resolutions[0] ?? 0
  return inDegrees(grid.projection) ? resolution * METRES_PER_DEGREE : resolution
}

/** The resolution of the view from which on there are tiles; twice the coarsest level is still drawn, small. */
export function coarsestOf(layer: Pick<MapLayer, 'grid' | 'min_zoom'>): number | null {
  if (!layer.grid || layer.min_zoom === 0) return null
  const last = layer.grid.resolutions.length - 1
  return viewResolution(layer.grid, Math.min(layer.min_zoom, last)) * 2
}

/** Zoom of the view from which on a layer has tiles; null when it always has. */
export function zoomFrom(layer: Pick<MapLayer, 'grid' | 'min_zoom'>): number | null {
  const coarsest = coarsestOf(layer)
  return coarsest === null ? null : Math.log2((METRES_PER_DEGREE * 360) / 256 / coarsest)
}

/** West, south, east, north in degrees within which the layer is asked for; null when it says nothing. */
export function boundsOf(
  layer: Pick<MapLayer, 'bounds' | 'system'>,
): [number, number, number, number] | null {
  if (!layer.bounds) return null
  const [w, s, e, n] = layer.bounds
  const room = layer.system === 'wgs84' ? 0 : SHIFT_ROOM
  return [w - room, Math.max(-85, s - room), e + room, Math.min(85, n + room)]
}
