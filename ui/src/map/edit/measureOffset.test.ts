import { expect, test } from 'vitest'
import { clearOf } from './measureOffset'

test('measures stand below the tags they would cover, however many there are', () => {
  const measure = { x: 400, y: 300 }
  expect(clearOf(measure, [])).toBe(0)
  expect(clearOf(measure, [{ x: 400, y: 500 }])).toBe(0)
  expect(clearOf(measure, [{ x: 900, y: 300 }])).toBe(0)
  const down = clearOf(measure, [
    { x: 420, y: 330 },
    { x: 380, y: 300 },
  ])
  expect(measure.y + down - 26).toBeGreaterThan(330 + 14)
})
