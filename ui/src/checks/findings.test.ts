import { expect, test } from 'vitest'
import type { CheckReport, ControlOverlap } from '@/ipc'
import { amountOf, countGroups, findingsOf, overlapText, shareOf } from './findings'

const overlap: ControlOverlap = {
  project: 'p1',
  project_name: '污水处理厂',
  control: 'c1',
  kind: 'farmland',
  concern: true,
  control_name: '北片',
  source: '导入：农田.shp',
  dated: '2023',
  area_m2: 822.67,
  area_mu: 1.234,
  length_m: 0,
  percent: 5.6,
  at: [116.5, 35.7],
  common: null,
}
const report: CheckReport = {
  checked: 3,
  control_lines: 1,
  overlaps: [overlap, { ...overlap, project: 'p2', kind: 'urban', concern: false }],
  invalid: [{ table: 'control_lines', id: 'c1', name: '北片', code: 'validity.self-crossing', at: [1, 2] }],
  duplicates: [
    { projects: ['p1', 'p2'], names: ['甲', '甲二'], distance_m: 12.4, likeness: 0.9, at: [1, 2] },
  ],
  outside: [{ project: 'p1', name: '甲', county: '汶上县', lies_in: null, distance_m: null, at: [1, 2] }],
  dates: [
    {
      table: 'tasks',
      id: 't2',
      name: '修路',
      words: { code: 'dates.end_before_start', zh: '结束早于开始', en: 'it ends before it starts' },
    },
  ],
  unread: [
    {
      table: 'projects',
      id: 'p3',
      name: '乙',
      column: 'kind',
      value: '公路',
      reason: { code: 'value.unknown_word', zh: '不认识“公路”', en: '“公路” is not known' },
    },
    {
      table: 'tasks',
      id: 't1',
      name: '',
      column: 'note',
      value: '3 字节',
      reason: { code: 'value.not_text', zh: '应为文本', en: 'should be text' },
    },
  ],
}

test('an overlap is told with its kind, area and share', () => {
  expect(overlapText(overlap)).toBe('压占永久基本农田 1.23 亩（5.6%）')
  expect(overlapText({ ...overlap, kind: 'urban', concern: false, percent: 100 })).toBe(
    '位于城镇开发边界内 1.23 亩（100.0%）',
  )
})

test('lines are told by length, points by themselves, small shares are not rounded away', () => {
  expect(amountOf({ area_m2: 0, length_m: 0 })).toBe('点')
  expect(amountOf({ area_m2: 0, length_m: 250 })).toContain('250')
  expect([0.004, 0.25, 12.34].map((percent) => shareOf({ percent }))).toEqual(['<0.01%', '0.25%', '12.3%'])
})

test('every finding becomes a line of its group, what lies in the growth boundary apart', () => {
  const lines = findingsOf(report)
  expect(countGroups(lines)).toEqual({
    concern: 1,
    within: 1,
    invalid: 1,
    duplicate: 1,
    outside: 1,
    dates: 1,
    unread: 2,
  })
  expect(new Set(lines.map((l) => l.key)).size).toBe(lines.length)
  expect(lines[0]?.detail).toBe('永久基本农田“北片”')
  // a control line cannot be selected, but it can be flown to
  expect(lines.find((l) => l.group === 'invalid')?.target).toBeNull()
  // a value that cannot be read is mended in the card of its row, which has no place
  expect(lines.find((l) => l.group === 'unread')).toMatchObject({
    target: { kind: 'project', id: 'p3' },
    name: '乙',
    detail: 'kind：“公路”读不懂，不认识“公路”。原样保留，改过后才替换',
    at: null,
  })
})

test('an area has the digits it has in the rest of the window, and a sliver is not told as nothing', () => {
  const told = (area_m2: number) => amountOf({ area_m2, length_m: 0 })
  expect([0.3, 822.67, 9000, 5_000_000].map(told)).toEqual(['<0.01 亩', '1.23 亩', '13.5 亩', '7,500.0 亩'])
})
