/** The shifted systems of Chinese web maps, GCJ-02 (高德, 腾讯) and BD-09 (百度), as geodata/src/crs/china_shift.rs has them.
 * They are here too because a raster is shifted triangle by triangle while it is drawn, which cannot wait for the core. */
import { withinOutline } from './chinaShiftArea'

/** Longitude and latitude in degrees. */
export type LonLat = [number, number]

/** Semi-major axis and first eccentricity squared of the Krasovsky 1940 ellipsoid, as GCJ-02 uses them. */
const A = 6_378_245
const EE = 0.006_693_421_622_965_943
const BD_ANGLE = (Math.PI * 3000) / 180

/** Whether the shift applies there: within the outline of China and its margin. */
export function isShifted([lon, lat]: LonLat): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271 && withinOutline(lon, lat)
}

function offset([lon, lat]: LonLat): LonLat {
  const { sin, abs, sqrt, PI } = Math
  const x = lon - 105
  const y = lat - 35
  const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * sqrt(abs(x)) +
    wave +
    ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 +
    ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * sqrt(abs(x)) +
    wave +
    ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 +
    ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3
  const phi = (lat * PI) / 180
  const magic = 1 - EE * sin(phi) ** 2
  return [
    (east * 180) / ((A / sqrt(magic)) * Math.cos(phi) * PI),
    (north * 180) / (((A * (1 - EE)) / (magic * sqrt(magic))) * PI),
  ]
}

/** Finds what a conversion turns into `wanted`, beginning at a guess. */
function invert(wanted: LonLat, guess: LonLat, forward: (at: LonLat) => LonLat): LonLat {
  let [x, y] = guess
  for (let turn = 0; turn < 30; turn += 1) {
    const [fx, fy] = forward([x, y])
    const missX = fx - wanted[0]
    const missY = fy - wanted[1]
    x -= missX
    y -= missY
    if (Math.max(Math.abs(missX), Math.abs(missY)) < 1e-13) break
  }
  return [x, y]
}

/** The GCJ-02 position of a WGS84 one; outside China the same. */
export function wgs84ToGcj02(at: LonLat): LonLat {
  if (!isShifted(at)) return at
  const [dx, dy] = offset(at)
  return [at[0] + dx, at[1] + dy]
}

/** The WGS84 position of a GCJ-02 one; outside China the same. */
export function gcj02ToWgs84(at: LonLat): LonLat {
  const [dx, dy] = offset(at)
  const guess: LonLat = [at[0] - dx, at[1] - dy]
  if (!isShifted(guess) && !isShifted(at)) return at
  const found = invert(at, guess, (p) => {
    const [x, y] = offset(p)
    return [p[0] + x, p[1] + y]
  })
  return isShifted(found) ? found : at
}

function gcj02ToBd09([x, y]: LonLat): LonLat {
  const z = Math.hypot(x, y) + 0.00002 * Math.sin(y * BD_ANGLE)
  const theta = Math.atan2(y, x) + 0.000003 * Math.cos(x * BD_ANGLE)
  return [z * Math.cos(theta) + 0.0065, z * Math.sin(theta) + 0.006]
}

/** The BD-09 position of a WGS84 one; outside China the same. */
export function wgs84ToBd09(at: LonLat): LonLat {
  return isShifted(at) ? gcj02ToBd09(wgs84ToGcj02(at)) : at
}

/** The WGS84 position of a BD-09 one; outside China the same. */
export function bd09ToWgs84(at: LonLat): LonLat {
  const gcj = invert(at, [at[0] - 0.0065, at[1] - 0.006], gcj02ToBd09)
  const wgs = gcj02ToWgs84(gcj)
  const moved = wgs[0] !== gcj[0] || wgs[1] !== gcj[1]
  return moved && isShifted(wgs) ? wgs : at
}
