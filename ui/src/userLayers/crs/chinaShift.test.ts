import { readFileSync } from 'node:fs'
import { get, transform } from 'ol/proj'
import { expect, test } from 'vitest'
import { bd09ToWgs84, gcj02ToWgs84, isShifted, type LonLat, wgs84ToBd09, wgs84ToGcj02 } from './chinaShift'
import { outlineCorners } from './chinaShiftArea'
import { BD09_MERCATOR, CGCS2000, GCJ02_DEGREES, GCJ02_MERCATOR, registerProjections } from './projections'

/** Places across the country, from the far west to the far east and out to sea. */
const PLACES: LonLat[] = [
  [116.489, 35.735],
  [120.355, 36.082],
  [129.508, 42.907],
  [87.617, 43.793],
  [91.132, 29.66],
  [110.331, 20.031],
  [121.565, 25.038],
  [105, 35],
]
/** Metres between two places a few metres apart. */
function metres(a: LonLat, b: LonLat): number {
  const north = (a[1] - b[1]) * 111_320
  const east = (a[0] - b[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180)
  return Math.hypot(north, east)
}

test('there and back closes to a tenth of a millimetre, and the shift is some hundred metres', () => {
  for (const place of PLACES) {
    expect(metres(gcj02ToWgs84(wgs84ToGcj02(place)), place)).toBeLessThan(1e-4)
    expect(metres(bd09ToWgs84(wgs84ToBd09(place)), place)).toBeLessThan(1e-4)
    const shift = metres(wgs84ToGcj02(place), place)
    expect(shift).toBeGreaterThan(100)
    expect(shift).toBeLessThan(900)
  }
})

test('outside China nothing is shifted', () => {
  const abroad: LonLat[] = [
    [126.978, 37.566],
    [105.834, 21.028],
    [77.209, 28.614],
    [2.352, 48.857],
    [139.691, 35.69],
  ]
  for (const place of abroad) {
    expect(isShifted(place)).toBe(false)
    expect(wgs84ToGcj02(place)).toEqual(place)
    expect(gcj02ToWgs84(place)).toEqual(place)
    expect(bd09ToWgs84(wgs84ToBd09(place))).toEqual(place)
  }
})

test('the outline is the one of the core', () => {
  const rust = readFileSync('../geodata/src/crs/china_shift/outline.rs', 'utf8')
  const table = rust.slice(rust.indexOf('static OUTLINE'), rust.indexOf('];'))
  const corners = [...table.matchAll(/\(([\d.]+), ([\d.]+)\)/g)].flatMap((m) => [Number(m[1]), Number(m[2])])
  expect(corners.length).toBe(304)
  expect(outlineCorners).toEqual(corners)
})

/** What `zhentu export --crs GCJ-02` and `--crs BD-09` wrote for these places. */
const BY_THE_CORE: [LonLat, LonLat, LonLat][] = [
  [
    [116.489, 35.735],
    [116.4945717729176, 35.734961254443306],
    [116.50102787573202, 35.74103844776759],
  ],
  [
    [129.508, 42.907],
    [129.5149367335162, 42.909467885108306],
    [129.5214606078885, 42.91536557409331],
  ],
  [
    [87.617, 43.793],
    [87.6198484993447, 43.794223871360934],
    [87.62627657896971, 43.800354439443716],
  ],
  [
    [110.331, 20.031],
    [110.33537039281059, 20.028953367141245],
    [110.34191796456635, 20.034630085634433],
  ],
]

test('places are shifted as the core shifts them', () => {
  for (const [place, gcj02, bd09] of BY_THE_CORE) {
    expect(metres(wgs84ToGcj02(place), gcj02)).toBeLessThan(1e-6)
    expect(metres(wgs84ToBd09(place), bd09)).toBeLessThan(1e-6)
  }
})

test('shifted projections come back to the view within a centimetre', () => {
  registerProjections()
  for (const code of [GCJ02_MERCATOR, BD09_MERCATOR, GCJ02_DEGREES, CGCS2000]) {
    for (const place of PLACES) {
      const at = transform(place, 'EPSG:4326', 'EPSG:3857')
      const there = transform(at, 'EPSG:3857', code)
      const back = transform(there, code, 'EPSG:3857')
      expect(Math.hypot((at[0] ?? 0) - (back[0] ?? 0), (at[1] ?? 0) - (back[1] ?? 0))).toBeLessThan(0.01)
      const degrees = transform(there, code, 'EPSG:4326')
      expect(metres(degrees as LonLat, place)).toBeLessThan(0.01)
    }
  }
})

test('a shifted tile pixel lies where GCJ-02 says', () => {
  registerProjections()
  const place: LonLat = [116.489, 35.735]
  const inTiles = transform(place, 'EPSG:4326', GCJ02_MERCATOR)
  const plain = transform(wgs84ToGcj02(place), 'EPSG:4326', 'EPSG:3857')
  expect(inTiles[0]).toBeCloseTo(plain[0] ?? 0, 4)
  expect(inTiles[1]).toBeCloseTo(plain[1] ?? 0, 4)
})

test('degrees of CGCS2000 are those of WGS84', () => {
  registerProjections()
  expect(get(CGCS2000)?.getUnits()).toBe('degrees')
  expect(transform([116.5, 35.7], CGCS2000, 'EPSG:4326')).toEqual([116.5, 35.7])
})
