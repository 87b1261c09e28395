import { describe, expect, test } from 'vitest'
import { civil, dayOf, lastDayOf, mondayOf } from './days'
import { dayAt, fitted, PER_DAY, resized, ticks, tiers, unitOf, xOf, zoomed } from './timeScale'

describe('days', () => {
  test('are those of the Gregorian calendar', () => {
    expect(dayOf(1970, 1, 1)).toBe(0)
    expect(dayOf(2026, 11, 30)).toBe(56 * 365 + 14 + 333)
    expect(dayOf(2024, 3, 1) - dayOf(2024, 2, 28)).toBe(2)
    expect(dayOf(2100, 3, 1) - dayOf(2100, 2, 28)).toBe(1)
    expect(dayOf(2025, 13, 1)).toBe(dayOf(2026, 1, 1))
  })
  test('a number is the day it came from, as the clock of the system counts', () => {
    const wrong: number[] = []
    for (let n = dayOf(1890, 1); n <= dayOf(2210, 1); n += 1) {
      const { year, month, day } = civil(n)
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      if (dayOf(year, month, day) !== n || new Date(n * 86_400_000).toISOString().slice(0, 10) !== text)
        wrong.push(n)
    }
    expect(wrong).toEqual([])
  })
  test('the last day of a date is the last it can mean', () => {
    const last = (text: string) => civil(lastDayOf(text) ?? 0)
    expect(last('2024')).toEqual({ year: 2024, month: 12, day: 31 })
    expect(last('2024-H1')).toEqual({ year: 2024, month: 6, day: 30 })
    expect(last('2025-Q3')).toEqual({ year: 2025, month: 9, day: 30 })
    expect(last('2024-02')).toEqual({ year: 2024, month: 2, day: 29 })
    expect(last('2024-12')).toEqual({ year: 2024, month: 12, day: 31 })
    expect(last('2026-11-30')).toEqual({ year: 2026, month: 11, day: 30 })
    expect(lastDayOf('五年内')).toBeNull()
  })
  test('weeks begin on Monday', () => {
    // 2026-11-30 is a Monday
    const monday = dayOf(2026, 11, 30)
    for (let n = 0; n < 7; n += 1) expect(mondayOf(monday + n)).toBe(monday)
    expect(mondayOf(monday - 1)).toBe(monday - 7)
    expect(mondayOf(-1)).toBe(-3)
  })
})

describe('the scale', () => {
  const scale = { left: dayOf(2025, 1), perDay: 2 }
  test('days and pixels are turned into each other', () => {
    expect(xOf(scale, dayOf(2025, 1, 11))).toBe(20)
    expect(dayAt(scale, xOf(scale, 20_000))).toBe(20_000)
  })
  test('zoom keeps the day under the pointer, and stays within its limits', () => {
    const day = dayAt(scale, 300)
    expect(dayAt(zoomed(scale, 300, 7), 300)).toBeCloseTo(day, 9)
    expect(zoomed(scale, 0, 1e9).perDay).toBe(60)
    expect(zoomed(scale, 0, 0).perDay).toBe(0.04)
  })
  test('all of the time has room', () => {
    const all = fitted(100, 1099, 1000)
    expect(xOf(all, 100)).toBeCloseTo(60, 6)
    expect(xOf(all, 1100)).toBeCloseTo(940, 6)
  })
  test('the units are told by their zoom', () => {
    for (const unit of ['week', 'month', 'quarter', 'year'] as const) expect(unitOf(PER_DAY[unit])).toBe(unit)
  })
})

describe('another width', () => {
  test('what was seen as a whole stays whole', () => {
    const all = fitted(100, 1099, 1000)
    const half = resized(all, 1000, 500, 700, [100, 1100])
    expect([half.left, dayAt(half, 500)]).toEqual([all.left, dayAt(all, 1000)])
  })
  test('else today stays as far along, at the same zoom', () => {
    const near = { left: 100, perDay: 2 }
    const half = resized(near, 1000, 500, 500, [0, 5000])
    expect(half.perDay).toBe(2)
    expect(xOf(half, 500)).toBe(400)
    expect(resized(near, 1000, 500, 700, [0, 5000])).toBe(near)
  })
})

describe('ticks', () => {
  test('of every kind follow each other without a gap and cover the width', () => {
    for (const perDay of [25, 8, 1.7, 0.5, 0.1]) {
      const scale = { left: dayOf(2023, 11, 17) + 0.4, perDay }
      for (const kind of tiers(perDay)) {
        const seen = ticks(scale, 800, kind)
        expect(seen[0]?.from).toBeLessThanOrEqual(scale.left)
        expect(seen.at(-1)?.to).toBeGreaterThanOrEqual(dayAt(scale, 800))
        for (const [n, tick] of seen.entries()) if (n > 0) expect(tick.from).toBe(seen[n - 1]?.to)
      }
    }
  })
  test('of months and quarters are those of the calendar', () => {
    const scale = { left: dayOf(2024, 2, 10), perDay: 1 }
    expect(ticks(scale, 60, 'month').map((m) => [m.year, m.part, m.to - m.from])).toEqual([
      [2024, 2, 29],
      [2024, 3, 31],
      [2024, 4, 30],
    ])
    expect(ticks(scale, 200, 'quarter').map((q) => q.part)).toEqual([1, 2, 3])
    expect(ticks(scale, 4000, 'decade').map((d) => d.part)).toEqual([2020, 2030])
  })
})
