import { expect, it } from 'vitest'
import type { Observation } from '@/ipc'
import { shared } from './sharedValue'
import { met, newest } from './targets'

const seen = (on_date: string, value: number) => ({ on_date, value }) as unknown as Observation

it('the newest report counts, of two on one day the later one', () => {
  expect(newest([seen('2024-06', 1), seen('2025-01', 2), seen('2024-12', 3)])?.value).toBe(2)
  expect(newest([seen('2025', 1), seen('2025', 2)])?.value).toBe(2)
  expect(newest([])).toBe(null)
})

it('a target is met by its own comparison', () => {
  expect(met({ operator: '≥', value: 70 }, { value: 70 })).toBe(true)
  expect(met({ operator: '≥', value: 70 }, { value: 69 })).toBe(false)
  expect(met({ operator: '≤', value: 5 }, { value: 6 })).toBe(false)
  expect(met({ operator: '≈', value: 100 }, { value: 96 })).toBe(true)
  expect(met({ operator: '≈', value: 100 }, { value: 94 })).toBe(false)
  expect(met({ operator: '≥', value: 0 }, null)).toBe(false)
})

it('several things share a value or differ; nothing shared is not the same as differing', () => {
  expect(shared(['road', 'road'])).toEqual({ mixed: false, value: 'road' })
  expect(shared(['road', 'water'])).toEqual({ mixed: true })
  expect(shared([null, null])).toEqual({ mixed: false, value: null })
  expect(shared(['t1', null])).toEqual({ mixed: true })
})
