import { expect, test } from 'vitest'
import { lost } from './commit'

test('a shape that is changed says when the place is known less well by it, one drawn anew does not', () => {
  expect(lost('edit', 'surveyed', 'sketched')).toBe(true)
  expect(lost('move', 'sketched', 'sketched')).toBe(false)
  expect(lost('draw', 'none', 'sketched')).toBe(false)
})
