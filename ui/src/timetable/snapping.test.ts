import { describe, expect, test } from 'vitest'
import type { RowLink } from '@/ipc'
import { dayOf, firstDayOf, lastDayOf } from './days'
import { inSight, linkAt, path } from './links'
import { dateAfter, daysOf, type Grip, moved, snapOf, unitsIn } from './snapping'
import { PER_DAY } from './timeScale'

const grip = (part: Grip['part'], starts: string | null, ends: string | null): Grip => ({
  index: 0,
  kind: 'project',
  id: 'p',
  name: '环乡路',
  part,
  starts,
  ends,
})

describe('moved dates', () => {
  test('are as exact as the zoom tells apart', () => {
    expect([PER_DAY.week, PER_DAY.month, PER_DAY.quarter, PER_DAY.year].map(snapOf)).toEqual([
      'day',
      'month',
      'quarter',
      'year',
    ])
    expect([14, 16, 46, -46].map((days) => unitsIn(days, 'month'))).toEqual([0, 1, 2, -2])
  })
  test('keep their length in units, over the end of a year too', () => {
    const whole = grip('move', '2025-11', '2026-01')
    expect(moved(whole, 2, 'month')).toMatchObject({ starts: '2026-01', ends: '2026-03' })
    expect(moved(whole, -1, 'quarter')).toMatchObject({ starts: '2025-Q3', ends: '2025-Q4' })
    expect(moved(grip('move', '2024-02-28', '2024-02-29'), 1, 'day')).toMatchObject({
      starts: '2024-02-29',
      ends: '2024-03-01',
    })
    expect(moved(whole, 0, 'month')).toBeNull()
  })
  test('of an end alone leave the other as it was given', () => {
    expect(moved(grip('end', '2025-H1', '2026-01-15'), 1, 'month')).toMatchObject({
      starts: '2025-H1',
      ends: '2026-02',
    })
    expect(moved(grip('start', '2025-03', '2025-06'), -2, 'month')).toMatchObject({
      starts: '2025-01',
      ends: '2025-06',
    })
    expect(moved(grip('end', '2025-03', '2025-06'), -4, 'month')).toBeNull()
  })
  test('of a gate are its day alone', () => {
    const to = moved(grip('move', null, '2025-06-18'), 1, 'month')
    expect(to).toMatchObject({ starts: null, ends: '2025-07' })
    expect(to && daysOf(to)).toEqual([dayOf(2025, 7, 1), dayOf(2025, 7, 31)])
  })
  test('the first and last days of a date are those it can mean', () => {
    expect([firstDayOf('2025-H2'), lastDayOf('2025-H2')]).toEqual([dayOf(2025, 7, 1), dayOf(2025, 12, 31)])
    expect(dateAfter(dayOf(2025, 12, 31), 1, 'month')).toBe('2026-01')
    expect(firstDayOf('不详')).toBeNull()
  })
})

describe('lines of dependencies', () => {
  const scale = { left: 0, perDay: 2 }
  const link = (part: Partial<RowLink>): RowLink => ({
    id: 'd',
    from: 0,
    to: 3,
    from_day: 9,
    to_day: 20,
    kind: 'FS',
    lag_days: 0,
    critical: false,
    broken: false,
    predecessor: '',
    successor: '',
    ...part,
  })
  test('go from the end of one bar to the start of the other', () => {
    const corners = path(link({}), scale, 0, 48)
    expect(corners[0]).toEqual([20, 62])
    expect(corners.at(-1)).toEqual([40, 62 + 3 * 28])
    for (const kind of ['FS', 'SS', 'FF', 'SF'] as const)
      for (const to_day of [2, 9, 40]) {
        const line = path(link({ kind, to_day }), scale, 0, 48)
        // every part is level or upright, and it meets the bar level
        for (const [i, [x, y]] of line.entries()) {
          const [x0, y0] = line[i - 1] ?? [x, y]
          expect(x === x0 || y === y0).toBe(true)
        }
        expect(line.at(-1)?.[1]).toBe(line.at(-2)?.[1])
      }
  })
  test('are hit on the line, and left out when they are out of sight', () => {
    const links = [link({})]
    expect(linkAt(links, scale, 0, 48, [29, 100])?.id).toBe('d')
    expect(linkAt(links, scale, 0, 48, [60, 100])).toBeNull()
    expect(inSight(links, [4, 9], scale, 300)).toEqual([])
    expect(inSight(links, [1, 2], scale, 300)).toEqual(links)
    expect(inSight(links, [0, 9], { left: 200, perDay: 2 }, 300)).toEqual([])
  })
})
