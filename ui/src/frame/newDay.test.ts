import { afterEach, expect, test, vi } from 'vitest'
import { on } from '@/ipc/events'
import { atlas } from '@/stores/atlas'
import { dayInChina, watchDay } from './newDay'

afterEach(() => vi.useRealTimers())

test('the day begins at 16 o\u2019clock UTC', () => {
  const day = (text: string) => dayInChina(Date.parse(text))
  expect(day('2026-11-30T15:59:59Z')).toBe(day('2026-11-29T16:00:00Z'))
  expect(day('2026-11-30T16:00:00Z')).toBe(day('2026-11-30T15:59:59Z') + 1)
})

test('over midnight all questions are asked again, once', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-30T15:58:30Z') })
  let asked = 0
  const off = on('atlas:changed', ({ touched }) => {
    if (touched === null) asked += 1
  })
  atlas.value = { title: 'a' } as never
  const end = watchDay()
  vi.advanceTimersByTime(60_000)
  expect(asked).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(asked).toBe(1)
  vi.advanceTimersByTime(600_000)
  expect(asked).toBe(1)
  end()
  vi.advanceTimersByTime(86_400_000)
  expect(asked).toBe(1)
  off()
})
