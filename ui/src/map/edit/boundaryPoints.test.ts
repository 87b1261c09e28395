import { expect, test } from 'vitest'
import { type LonLat, neededPoints, shapeFrom } from './boundaryPoints'

const square = (x: number, y: number, size: number): LonLat[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]

test('a ring closes itself, whether or not the table repeats the first point', () => {
  const open = square(0, 0, 1)
  const closed: LonLat[] = [...open, [0, 0]]
  expect(shapeFrom([open], 'polygon')).toEqual({ type: 'Polygon', coordinates: [closed] })
  expect(shapeFrom([closed], 'polygon')).toEqual({ type: 'Polygon', coordinates: [closed] })
})

test('a ring inside another is its hole, one outside is another part', () => {
  const shape = shapeFrom([square(0, 0, 10), square(2, 2, 3), square(20, 0, 5)], 'polygon')
  if (shape?.type !== 'MultiPolygon') throw new Error('not two parts')
  expect(shape.coordinates.map((part) => part.length)).toEqual([2, 1])
})

test('too few points make nothing', () => {
  expect(shapeFrom([square(0, 0, 1).slice(0, 2)], 'polygon')).toBeNull()
  expect(shapeFrom([[[0, 0]]], 'line')).toBeNull()
  expect(shapeFrom([], 'point')).toBeNull()
  expect(neededPoints('polygon')).toBe(3)
})

test('points and lines may be several', () => {
  expect(shapeFrom([[[1, 2]]], 'point')).toEqual({ type: 'Point', coordinates: [1, 2] })
  expect(shapeFrom([square(0, 0, 1)], 'point')?.type).toBe('MultiPoint')
  expect(shapeFrom([square(0, 0, 1), square(3, 0, 1)], 'line')?.type).toBe('MultiLineString')
})
