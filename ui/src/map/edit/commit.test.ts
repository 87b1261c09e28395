import { expect, test } from 'vitest'
import { precisionAfter } from './commit'

test('a hand that changes a surveyed or approved footprint leaves a sketch', () => {
  for (const step of ['edit', 'move', 'cut', 'merge', 'simplify'] as const) {
    expect(precisionAfter(step, 'surveyed')).toBe('sketched')
    expect(precisionAfter(step, 'approved')).toBe('sketched')
  }
})

test('what was known to the town only stays so until it is drawn', () => {
  expect(precisionAfter('move', 'town')).toBe('town')
  expect(precisionAfter('draw', 'town')).toBe('sketched')
  expect(precisionAfter('place', 'none')).toBe('sketched')
})
