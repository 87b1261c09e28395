import { afterEach, describe, expect, test } from 'vitest'
import { i18n } from '@/i18n'
import * as format from './format'

function check<A extends unknown[]>(f: (...args: A) => unknown, cases: [A, unknown][]): void {
  for (const [args, expected] of cases) expect(f(...args), JSON.stringify(args)).toBe(expected)
}

afterEach(() => {
  i18n.global.locale.value = 'zh-CN'
})

describe('in Chinese', () => {
  test('money is written in 万元 with two decimals', () => {
    check(format.wanYuan, [
      [[246_000_000], '246.00'],
      [[123_456_789_012], '123,456.79'],
      [[0], '0.00'],
      [[-1], '-0.000001'],
      [[1000], '0.001'],
      [[null], '—'],
    ])
    expect(format.money(112_000_000_0)).toBe('1,120.00 万元')
  })
  test('typed amounts become whole 分 and nonsense does not', () => {
    check(format.parseWanYuan, [
      [['320'], 320_000_000],
      [['1,234.56'], 1_234_560_000],
      [['１２．５ 万元'], 12_500_000],
      [['abc'], null],
      [[''], null],
      [['1e5'], null],
    ])
  })
  test('a 亩 is 2000/3 square metres', () => {
    check(format.mu, [
      [[121_600], '182.4 亩'],
      [[2000 / 3], '1.00 亩'],
      [[0], '0.00 亩'],
    ])
    expect(format.areaLine(121_600)).toBe('182.4 亩 · 12.16 公顷 · 0.122 平方公里')
  })
  test('lengths go over to 公里 at one thousand metres', () => {
    check(format.length, [
      [[85.34], '85.3 米'],
      [[917.4], '917 米'],
      [[999.6], '1.00 公里'],
      [[1486.2], '1.49 公里'],
      [[5200], '5.20 公里'],
    ])
  })
  test('a date is never written more exactly than it is known', () => {
    check(format.date, [
      [['2025'], '2025年'],
      [['2025-H1'], '2025年上半年'],
      [['2025-H2'], '2025年下半年'],
      [['2025-06'], '2025年6月'],
      [['2026-11-21'], '2026年11月21日'],
      [[null], '—'],
    ])
    check(format.dateSpan, [
      [['2023', '2025'], '2023年—2025年'],
      [['2023', '2023'], '2023年'],
      [[null, '2025-06'], '—2025年6月'],
    ])
  })
  test('a quantity in a measured unit has the decimals of a measure, and never loses what was entered', () => {
    check(format.quantity, [
      [[6.2, '公里'], '6.20 公里'],
      [[6.205, '公里'], '6.205 公里'],
      [[12, '亩'], '12.0 亩'],
      [[8.5, '亩'], '8.50 亩'],
      [[850.25, '米'], '850.25 米'],
      [[1486, '米'], '1,486 米'],
      [[20, '座'], '20 座'],
      [[20, null], '20'],
      [[null, '公里'], '—'],
    ])
  })
  test('a scale is read with two figures', () => {
    check(format.scaleText, [
      [[904_231], '1:900,000'],
      [[8042], '1:8,000'],
      [[15_400], '1:15,000'],
      [[0], ''],
    ])
  })
  test('words of the wire have Chinese labels', () => {
    expect(format.wordLabel('ProjectKind', 'road')).toBe('道路交通')
    expect(format.wordLabel('ProjectKind', null)).toBe('—')
  })
})

test('in English the same values are written in English', () => {
  i18n.global.locale.value = 'en'
  expect(format.date('2026-11-21')).toBe('21 Nov 2026')
  expect(format.date('2025-H1')).toBe('H1 2025')
  expect(format.mu(121_600)).toBe('182.4 mu')
  expect(format.wordLabel('ProjectKind', 'road')).toBe('Road and transport')
  expect(format.wordLabel('ProjectStage', 'building')).toBe('Building')
  expect(format.wordWithin('ProjectKind', 'road')).toBe('road and transport')
  expect(format.wordOptions('ProjectKind').find((o) => o.value === 'road')?.label).toBe('Road and transport')
})

test('a title follows its number without a second gap', () => {
  expect(format.numbered('三（四）', '强化国土空间规划引领')).toBe('三（四）强化国土空间规划引领')
  expect(format.numbered('二1', '促进产业集聚发展')).toBe('二1 促进产业集聚发展')
  expect(format.numbered('', '总体要求')).toBe('总体要求')
})

test('a unit of measure is in the language of the window, another word as it was written', () => {
  expect(format.quantity(7.9, '亩')).toBe('7.90 亩')
  i18n.global.locale.value = 'en'
  expect(format.quantity(7.9, '亩')).toBe('7.90 mu')
  expect(format.quantity(1, '座')).toBe('1 座')
  expect(format.quantity(null, '亩')).toBe('—')
  expect([format.listed(['甲', '乙']), format.clauses(['a', 'b']), format.labelled('a', 'b')]).toEqual([
    '甲, 乙',
    'a; b',
    'a: b',
  ])
})
