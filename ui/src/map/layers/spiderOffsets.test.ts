import { expect, test } from 'vitest'
import { spread } from './spiderOffsets'

const distance = (a: [number, number], b: [number, number]) => Math.hypot(a[0] - b[0], a[1] - b[1])

test('pins that are spread out do not touch each other or the middle', () => {
  for (const count of [2, 5, 9, 10, 18, 36]) {
    const offsets = spread(count)
    expect(offsets).toHaveLength(count)
    for (const [i, a] of offsets.entries()) {
      expect(distance(a, [0, 0])).toBeGreaterThan(30)
      for (const b of offsets.slice(i + 1)) expect(distance(a, b)).toBeGreaterThan(27)
    }
  }
})

test('nothing is spread when there is nothing', () => {
  expect(spread(0)).toEqual([])
})
