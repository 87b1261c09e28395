import { expect, test } from 'vitest'
import type { MoneyPage, MoneyRow } from '@/ipc'
import { asTsv } from '@/tables/pageTable'
import { asTable } from './asTable'

const row = (key: string, name: string, cells: (number | null)[], rate: number | null): MoneyRow => ({
  group: { key, name, hint: '' },
  cells,
  total: 125_456_789,
  money: {
    planned: 125_456_789,
    estimated: 0,
    approved: 125_456_789,
    allocated: 100,
    spent: 0,
    gap: 125_456_689,
  },
  allocated_rate: rate,
  spent_rate: null,
  lines: 2,
  owner: null,
})

test('the table is pasted cell by cell; a name neither breaks a cell nor is a formula', () => {
  const page = {
    columns: [
      { key: 'county', name: '', hint: '' },
      { key: 'loan', name: '', hint: '' },
    ],
    rows: [row('t', '=清\t河镇', [123_456_789, null], 0.123456), row('', '', [null, 2_000_000], null)],
    sums: row('', '', [123_456_789, 2_000_000], 0.5),
  } as MoneyPage
  const lines = asTsv(asTable(page, 'town', 'source')).split('\n')
  expect(lines.map((line) => line.split('\t'))).toEqual([
    ['镇街（万元）', '县级财政', '银行贷款', '合计', '下达', '支付', '下达率', '支付率', '缺口'],
    ["'=清 河镇", '123.456789', '', '125.456789', '0.0001', '0', '12.3456%', '', '125.456689'],
    ['不属镇街', '', '2', '125.456789', '0.0001', '0', '', '', '125.456689'],
    ['合计', '123.456789', '2', '125.456789', '0.0001', '0', '50%', '', '125.456689'],
  ])
})
