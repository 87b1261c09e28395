import { expect, test } from 'vitest'
import type { Shape } from '@/ipc'
import { deleteVertex } from './deleteVertex'

const shell = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
]
const hole = [
  [2, 2],
  [4, 2],
  [3, 4],
  [2, 2],
]

test('a vertex of a line goes, the last two stay', () => {
  const line: Shape = {
    type: 'LineString',
    coordinates: [
      [0, 0],
      [5, 5],
      [9, 9],
    ],
  }
  const shorter = deleteVertex(line, [5.1, 5], 0.5)
  expect(shorter).toEqual({
    shape: {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [9, 9],
      ],
    },
  })
  if (!shorter || !('shape' in shorter)) throw new Error('refused')
  expect(deleteVertex(shorter.shape, [0, 0], 0.5)).toEqual({ refused: 'line', needed: 2 })
})

test('deleting the first vertex of a ring keeps it closed and keeps its hole', () => {
  const left = deleteVertex({ type: 'Polygon', coordinates: [shell, hole] }, [0, 0], 0.5)
  expect(left).toEqual({
    shape: {
      type: 'Polygon',
      coordinates: [
        [
          [10, 0],
          [10, 10],
          [0, 10],
          [10, 0],
        ],
        hole,
      ],
    },
  })
})

test('a triangle refuses, also as a hole of one part of many', () => {
  const shape: Shape = {
    type: 'MultiPolygon',
    coordinates: [[shell.map(([x = 0, y = 0]) => [x + 50, y])], [shell, hole]],
  }
  expect(deleteVertex(shape, [3, 4], 0.5)).toEqual({ refused: 'ring', needed: 3 })
  const left = deleteVertex(shape, [60, 10], 0.5)
  if (!left || !('shape' in left) || left.shape.type !== 'MultiPolygon') throw new Error('refused')
  expect(left.shape.coordinates[0]?.[0]).toHaveLength(4)
  expect(left.shape.coordinates[1]).toEqual([shell, hole])
})

test('nothing happens where no vertex is', () => {
  expect(deleteVertex({ type: 'Polygon', coordinates: [shell] }, [5, 5], 0.5)).toBeNull()
  expect(deleteVertex({ type: 'Point', coordinates: [5, 5] }, [5, 5], 0.5)).toBeNull()
})
