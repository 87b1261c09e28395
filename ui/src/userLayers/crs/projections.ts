/** Projections of layers that OpenLayers does not know: degrees of CGCS2000, shifted Web Mercators, and the pixels of a pinned
 * picture. A layer in one of them is brought into place by OpenLayers' own reprojection of rasters. */
import {
  addCoordinateTransforms,
  addEquivalentProjections,
  addProjection,
  fromLonLat,
  get,
  Projection,
  toLonLat,
} from 'ol/proj'
import { bd09ToWgs84, gcj02ToWgs84, type LonLat, wgs84ToBd09, wgs84ToGcj02 } from './chinaShift'

export const CGCS2000 = 'EPSG:4490'
export const GCJ02_MERCATOR = 'zhentu:gcj02-mercator'
export const BD09_MERCATOR = 'zhentu:bd09-mercator'
export const GCJ02_DEGREES = 'zhentu:gcj02-degrees'
export const BD09_DEGREES = 'zhentu:bd09-degrees'

const WORLD = [-180, -90, 180, 90]

function lonLat(at: number[]): LonLat {
  return [at[0] ?? 0, at[1] ?? 0]
}

/** A Web Mercator whose degrees were shifted first. */
function shiftedMercator(code: string, shift: (at: LonLat) => LonLat, back: (at: LonLat) => LonLat): void {
  const mercator = get('EPSG:3857')
  const there = (at: number[]) => fromLonLat(shift(lonLat(at)))
  const home = (at: number[]) => back(lonLat(toLonLat(at)))
  addProjection(
    new Projection({
      code,
      units: 'm',
      extent: mercator?.getExtent(),
      worldExtent: [-180, -85, 180, 85],
      getPointResolution: mercator?.getPointResolutionFunc(),
    }),
  )
  addCoordinateTransforms('EPSG:4326', code, there, home)
  addCoordinateTransforms(
    'EPSG:3857',
    code,
    (at) => there(toLonLat(at)),
    (at) => fromLonLat(home(at)),
  )
}

/** Degrees that were shifted. */
function shiftedDegrees(code: string, shift: (at: LonLat) => LonLat, back: (at: LonLat) => LonLat): void {
  addProjection(new Projection({ code, units: 'degrees', extent: WORLD, worldExtent: WORLD }))
  addCoordinateTransforms(
    'EPSG:4326',
    code,
    (at) => shift(lonLat(at)),
    (at) => back(lonLat(at)),
  )
  addCoordinateTransforms(
    'EPSG:3857',
    code,
    (at) => shift(lonLat(toLonLat(at))),
    (at) => fromLonLat(back(lonLat(at))),
  )
}

/** Makes them known; once is enough, again does nothing. */
export function registerProjections(): void {
  if (get(CGCS2000)) return
  const degrees = new Projection({
    code: CGCS2000,
    units: 'degrees',
    extent: WORLD,
    worldExtent: WORLD,
    global: true,
  })
  addProjection(degrees)
  const wgs84 = get('EPSG:4326')
  // CGCS2000 and WGS84 differ by centimetres
  if (wgs84) addEquivalentProjections([wgs84, degrees])
  addCoordinateTransforms(
    CGCS2000,
    'EPSG:3857',
    (at) => fromLonLat(at),
    (at) => toLonLat(at),
  )
  shiftedMercator(GCJ02_MERCATOR, wgs84ToGcj02, gcj02ToWgs84)
  shiftedMercator(BD09_MERCATOR, wgs84ToBd09, bd09ToWgs84)
  shiftedDegrees(GCJ02_DEGREES, wgs84ToGcj02, gcj02ToWgs84)
  shiftedDegrees(BD09_DEGREES, wgs84ToBd09, bd09ToWgs84)
}
