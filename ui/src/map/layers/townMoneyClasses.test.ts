import { expect, test } from 'vitest'
import type { MoneyRow } from '@/ipc'
import { moneyClasses, townValues } from './townMoneyClasses'

const values = (...all: number[]) => all.map((value, n) => ({ id: `t${n}`, value }))
const counts = (all: number[], measure: 'planned' | 'spent_rate') => {
  const given = values(...all)
  return moneyClasses(given, measure).map((one) => given.filter((town) => one.holds(town.value)).length)
}

test('each town is in one class, and the classes hold as many as can be', () => {
  expect(counts([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 'planned')).toEqual([2, 2, 2, 2, 2])
  expect(counts([5, 5, 5, 5, 9], 'planned')).toEqual([4, 1])
  expect(counts([7], 'planned')).toEqual([1])
  expect(moneyClasses([], 'planned')).toEqual([])
})

test('rates have classes of a fifth, and one for what is above 1', () => {
  expect(counts([0.1, 0.2, 0.99, 1], 'spent_rate')).toEqual([1, 1, 0, 0, 2])
  expect(counts([0.1, 1, 1.4], 'spent_rate')).toEqual([1, 0, 0, 0, 0, 2])
})

test('what belongs to no town and what has no value is not on the map', () => {
  const row = (key: string, planned: number, rate: number | null) =>
    ({ group: { key }, money: { planned }, spent_rate: rate }) as MoneyRow
  const rows = [row('370783', 5, null), row('', 9, 0.5), row('370784', 0, 0.25)]
  expect(townValues(rows, 'planned')).toEqual([{ id: '370783', value: 5 }])
  expect(townValues(rows, 'spent_rate')).toEqual([{ id: '370784', value: 0.25 }])
})
