import { expect, test } from 'vitest'
import { amount, asTsv, inPercent, inWan, percent, text } from './pageTable'

test('a table is pasted cell by cell: texts stay texts, numbers stay whole, nothing is an empty cell', () => {
  const table = {
    columns: [text('名称'), amount('计划'), percent('下达率')],
    rows: [
      ['=SUM(A1)\t一\n二', inWan(123_456_789), inPercent(0.123456789)],
      ['<=80', inWan(null), inPercent(null)],
      ['-3', 0, 0],
    ],
  }
  expect(
    asTsv(table)
      .split('\n')
      .map((line) => line.split('\t')),
  ).toEqual([
    ['名称', '计划', '下达率'],
    ["'=SUM(A1) 一 二", '123.456789', '12.3457%'],
    ["'<=80", '', ''],
    ["'-3", '0', '0%'],
  ])
})
