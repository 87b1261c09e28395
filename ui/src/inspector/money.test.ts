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
    scope: null,
  }
}

it('rows stand in the order of their sources', () => {
  const table = moneyTable([
    line('special_bond', 'estimated', null, 800),
    line('county', 'estimated', null, 320),
    line('county', 'spent', null, 48.5),
  ])
  expect(table.years[0]?.rows.map((r) => r.source)).toEqual(['county', 'special_bond'])
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

it('a part of nothing is no share', () => {
  expect(share(48.5, 1120)?.toFixed(1)).toBe('4.3')
  expect([share(0, null), share(0, 0)]).toEqual([null, null])
})
