import { expect, test } from 'vitest'
import { asTsv } from './asTsv'

test('a table of money is pasted cell by cell, blank where there is none', () => {
  const text = asTsv({
    years: [2025, null],
    stages: [
      {
        stage: 'approved',
        sources: [
          { source: 'county', cells: [123_456_789, null], total: 123_456_789 },
          { source: 'loan', cells: [null, 2_000_000], total: 2_000_000 },
        ],
        sums: [123_456_789, 2_000_000],
        total: 125_456_789,
      },
    ],
  })
  expect(text.split('\n').map((line) => line.split('\t'))).toEqual([
    ['阶段', '资金来源', '2025', '未分年度', '合计'],
    ['批复', '县级财政', '123.456789', '', '123.456789'],
    ['批复', '银行贷款', '', '2', '2'],
    ['批复', '合计', '123.456789', '2', '125.456789'],
  ])
})
