import { expect, test } from 'vitest'
import { boxOf, drawn, fitted, shownBox } from './smallMap'

const road = {
  type: 'LineString' as const,
  coordinates: [
    [116, 35],
    [116.4, 35.2],
  ],
}

test('the box of a geometry holds all its points; an empty one has none', () => {
  expect(boxOf(road)).toEqual({ west: 116, south: 35, east: 116.4, north: 35.2 })
  expect(boxOf({ type: 'MultiPoint', coordinates: [] })).toBeNull()
  expect(
    boxOf({ type: 'GeometryCollection', geometries: [road, { type: 'Point', coordinates: [117, 34] }] }),
  ).toEqual({
    west: 116,
    south: 34,
    east: 117,
    north: 35.2,
  })
})

test('a footprint stands in the middle, north up, and within the picture', () => {
  const box = boxOf(road)
  if (!box) throw new Error('a road has a box')
  const at = fitted(box, 200, 80)
  expect(at([116.2, 35.1]).map(Math.round)).toEqual([100, 40])
  const [west, east] = [at([116, 35]), at([116.4, 35.2])]
  expect(west[0]).toBeLessThan(east[0])
  expect(west[1]).toBeGreaterThan(east[1])
  for (const [x, y] of [west, east]) {
    expect(x >= 0 && x <= 200 && y >= 0 && y <= 80).toBe(true)
  }
})

test('a single point is shown with land around it, not as the whole picture', () => {
  const box = { west: 116, south: 35, east: 116, north: 35 }
  const [west, south, east, north] = shownBox(box, 200, 80)
  expect(east - west).toBeGreaterThan(0.01)
  expect(north - south).toBeGreaterThan(0.01)
  const at = fitted(box, 200, 80)
  const corners = [...at([west, north]), ...at([east, south])]
  for (const [n, expected] of [0, 0, 200, 80].entries()) expect(corners[n]).toBeCloseTo(expected, 6)
})

test('lines, areas with their holes and points become paths and dots', () => {
  const at = ([x = 0, y = 0]: readonly number[]): [number, number] => [x, y]
  expect(drawn(road, at).line).toBe('M116 35L116.4 35.2')
  const ring = [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 0],
  ]
  const hole = [
    [1, 1],
    [2, 1],
    [2, 2],
    [1, 1],
  ]
  expect(drawn({ type: 'Polygon', coordinates: [ring, hole] }, at).area).toBe(
    'M0 0L4 0L4 4L0 0ZM1 1L2 1L2 2L1 1Z',
  )
  expect(drawn({ type: 'Point', coordinates: [3, 5] }, at).dots).toEqual([[3, 5]])
})
