import { expect, test } from 'vitest'
import { emptyFilter } from '@/stores/filter'
import { asFilter, chips } from './filterChips'

test('every condition has a chip that takes it away', () => {
  const filter = {
    ...emptyFilter(),
    plans: ['a', 'b'],
    years: [2025],
    lacks: ['money' as const],
    overdue: true,
    ends: { from: null, to: '2025-06' },
    percent_below: 50,
    mapped: false,
    text: '路',
  }
  const made = chips(filter, (field, value) => `${field}:${value}`)
  expect(made.map((c) => [c.field, ...c.values])).toEqual([
    ['plans', 'plans:a', 'plans:b'],
    ['years', 'years:2025'],
    ['lacks', 'lacks:money'],
    ['overdue'],
    ['dates', '—2025年6月'],
    ['percent', '< 50%'],
    ['mapped', 'unmapped'],
    ['text', '路'],
  ])
  const cleared = emptyFilter()
  Object.assign(cleared, filter, ...made.map((chip) => chip.without))
  expect(cleared).toEqual(emptyFilter())
})

test('an empty filter has no chip', () => {
  expect(chips(emptyFilter(), String)).toEqual([])
})

test('a filter kept in an atlas comes back, and what is wrong in it does not', () => {
  const filter = {
    ...emptyFilter(),
    kinds: ['road' as const],
    years: [2024],
    overdue: true,
    due: { from: '2025-Q1', to: null },
    percent_below: 30,
    any: true,
  }
  expect(asFilter(JSON.parse(JSON.stringify(filter)))).toEqual(filter)
  expect(
    asFilter({
      plans: 'x',
      years: ['2024', 2025],
      bbox: [1, 2],
      mapped: 'yes',
      due: { from: '年底' },
      overdue: 1,
    }),
  ).toEqual({
    ...emptyFilter(),
    years: [2025],
  })
  expect(asFilter(null)).toEqual(emptyFilter())
})
