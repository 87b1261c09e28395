import { expect, test } from 'vitest'
import type { MoneySum } from '@/ipc'
import { moneySums } from './moneySums'

const sum = (
  source: MoneySum['source'],
  stage: MoneySum['stage'],
  year: number | null,
  amount: number,
): MoneySum => ({
  source,
  stage,
  year,
  amount,
})

test('sums are laid out by stage, source and year', () => {
  const tables = moneySums([
    sum('own', 'spent', null, 5),
    sum('county', 'estimated', null, 30),
    sum('central', 'estimated', 2026, 20),
    sum('central', 'estimated', 2025, 7),
    sum('central', 'estimated', null, 1),
  ])
  expect(tables.map((table) => table.stage)).toEqual(['estimated', 'spent'])
  expect(tables[0]?.years).toEqual([2025, 2026, null])
  expect(tables[0]?.rows).toEqual([
    { source: 'central', amounts: [7, 20, 1], total: 28 },
    { source: 'county', amounts: [null, null, 30], total: 30 },
  ])
  expect(tables[0]?.totals).toEqual([7, 20, 31])
  expect(tables.map((table) => table.total)).toEqual([58, 5])
  expect(moneySums([])).toEqual([])
})
