// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { crowdRadius, shortCount } from './projectTiles'

test('a crowd is counted in 万 from ten thousand on', () => {
  expect([1, 358, 9999, 10_000, 12_345, 99_600, 356_000].map(shortCount)).toEqual([
    '1',
    '358',
    '9999',
    '1万',
    '1.2万',
    '10万',
    '36万',
  ])
})

test('a larger crowd has a larger circle that still fits a cell of the tile', () => {
  const radii = [2, 50, 1000, 1_000_000].map(crowdRadius)
  expect([...radii].sort((a, b) => a - b)).toEqual(radii)
  expect(Math.max(...radii)).toBeLessThan(32)
})
