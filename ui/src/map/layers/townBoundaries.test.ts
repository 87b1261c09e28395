import { expect, test } from 'vitest'
import { edgesOnce } from './townBoundaries'

const square = (x: number, y: number) => [
  [x, y],
  [x + 1, y],
  [x + 1, y + 1],
  [x, y + 1],
  [x, y],
]

test('a boundary that two towns share is drawn once', () => {
  const lines = edgesOnce([square(0, 0), square(1, 0)])
  const edges = lines.flatMap((line) => line.slice(1).map((p, i) => [line[i], p]))
  expect(edges).toHaveLength(7)
  expect(edges.filter(([a, b]) => a?.[0] === 1 && b?.[0] === 1)).toHaveLength(1)
})

test('a boundary that nobody shares is one line that closes', () => {
  const [line, ...rest] = edgesOnce([square(0, 0)])
  expect(rest).toEqual([])
  expect(line).toEqual(square(0, 0))
})
