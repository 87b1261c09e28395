import { expect, it } from 'vitest'
import type { BudgetLine, MoneySource, MoneyStage } from '@/ipc'
import { moneyTable, share } from './money'

let n = 0
function line(source: MoneySource, stage: MoneyStage, year: number | null, wan: number): BudgetLine {
  n += 1
  const amount = wan * 1_000_000
  return {
    id: `l${n}`,
    owner_kind: 'project',
    owner: 'p',
    source,
    stage,
    year,
    amount,
    read_at: null,
    note: null,
  }
}

it('the sums, the shares and the gap are those of the lines', () => {
  const table = moneyTable([
    line('special_bond', 'estimated', null, 800),
    line('county', 'estimated', null, 320),
    line('county', 'allocated', null, 200),
    line('county', 'spent', null, 48.5),
  ])
  expect(table.planned).toBe(1_120_000_000)
  expect(table.gap).toBe(920_000_000)
  expect(share(table.spent, table.planned)?.toFixed(1)).toBe('4.3')
  expect(share(table.allocated, table.planned)?.toFixed(1)).toBe('17.9')
  expect(table.years[0]?.rows.map((r) => r.source)).toEqual(['county', 'special_bond'])
})

it('what is approved counts before what was estimated', () => {
  expect(
    moneyTable([line('city', 'estimated', 2024, 900), line('city', 'approved', 2024, 700)]).planned,
  ).toBe(700_000_000)
})

it('years stand in order and what has no year stands last', () => {
  const table = moneyTable([
    line('city', 'estimated', null, 1),
    line('city', 'estimated', 2025, 2),
    line('city', 'estimated', 2024, 3),
  ])
  expect(table.years.map((y) => y.year)).toEqual([2024, 2025, null])
})

it('several lines of one kind stand in one cell', () => {
  const cell = moneyTable([line('loan', 'spent', 2024, 1), line('loan', 'spent', 2024, 2)]).years[0]?.rows[0]
    ?.cells[3]
  expect([cell?.amount, cell?.lines.length]).toEqual([3_000_000, 2])
})

it('nothing planned leaves no gap and no share', () => {
  const table = moneyTable([])
  expect([table.planned, table.gap, share(table.spent, table.planned)]).toEqual([null, 0, null])
})
