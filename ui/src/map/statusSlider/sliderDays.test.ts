import { expect, test } from 'vitest'
import { dayText, placeOf, sliderDays } from './sliderDays'

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000

test('a slider stands on the ends of months, and on today', () => {
  const days = sliderDays(day('2025-11-10'), day('2026-02-03'), '2026-01-15')
  expect(days).toEqual(['2025-11-30', '2025-12-31', '2026-01-15', '2026-01-31', '2026-02-28'])
  expect(sliderDays(day('2026-11-30'), day('2026-11-30'), '2026-11-30')).toEqual(['2026-11-30'])
  expect(sliderDays(day('2024-02-01'), day('2024-02-29'), '2030-01-01')).toEqual(['2024-02-29', '2030-01-01'])
})

test('a day between two places stands at the one before', () => {
  const days = ['2025-11-30', '2025-12-31', '2026-01-31']
  expect(placeOf('2025-12-31', days)).toBe(1)
  expect(placeOf('2026-01-30', days)).toBe(1)
  expect(placeOf('2020-01-01', days)).toBe(0)
  expect(placeOf('2030-01-01', days)).toBe(2)
  expect(dayText(day('2025-12-31'))).toBe('2025-12-31')
})
