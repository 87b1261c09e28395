import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  isReversed,
  parsePartialDate,
  readDate,
  readMoney,
  readNumber,
  readPast,
  readText,
  typedDate,
  typedMoney,
} from './parseInput'

/** Held by the core as well, which reads the dates of files. */
const examples: [string, string | null][] = JSON.parse(readFileSync('../tests/dates_as_written.json', 'utf8'))

describe('a date known in part', () => {
  it('is read as the core reads it', () => {
    expect(examples.length).toBeGreaterThan(40)
    for (const [written, expected] of examples)
      expect([written, parsePartialDate(written)]).toEqual([written, expected])
  })

  it('comes back the same after it is shown for typing', () => {
    for (const stored of ['2025', '2025-H1', '2025-H2', '2025-Q1', '2025-Q4', '2025-06', '2025-06-30'])
      expect(parsePartialDate(typedDate(stored))).toBe(stored)
  })

  it('may be empty unless it must be there', () => {
    expect(readDate(' ', false)).toEqual({ value: null })
    expect(readDate(' ', true)).toHaveProperty('problem')
    expect(readDate('下周', false)).toHaveProperty('problem')
  })

  it('of a day that the calendar does not have is told apart from what is no date', () => {
    expect(readDate('2025年2月30日', false)).toEqual({ problem: '2025年2月没有30日' })
    expect(readDate('2025-13-01', false)).not.toEqual({ problem: '2025年13月没有1日' })
  })
})

describe('money typed in 万元', () => {
  it('is stored in whole 分', () => {
    expect(readMoney('1,120.5', true)).toEqual({ value: 1_120_500_000 })
    expect(readMoney('４８．５万元', true)).toEqual({ value: 48_500_000 })
    expect(readMoney('0.000001', true)).toEqual({ value: 1 })
  })
  it('takes the unit that stands there', () => {
    expect(readMoney('1.5亿', true)).toEqual({ value: 15_000_000_000 })
    expect(readMoney('１．２亿元', true)).toEqual({ value: 12_000_000_000 })
    expect(readMoney('5000元', true)).toEqual({ value: 500_000 })
    expect(readMoney('三百万', true)).toEqual({ value: 300_000_000 })
    expect(readMoney('一千二百零五万元', true)).toEqual({ value: 1_205_000_000 })
    expect(readMoney('两千万', true)).toEqual({ value: 2_000_000_000 })
    expect(readMoney('30百万元', true)).toEqual({ value: 3_000_000_000 })
    expect(readMoney('1.5亿5', true)).toHaveProperty('problem')
    expect(readMoney('20亿亿', true)).toHaveProperty('problem')
  })
  it('comes back the same after it is shown for typing', () => {
    for (const fen of [1, 123_456_789, 1_120_500_000, 0])
      expect(readMoney(typedMoney(fen), true, true)).toEqual({ value: fen })
  })
  it('is refused when it is 0, but for what was paid so far', () => {
    for (const zero of ['0', '0.00', '０', '0万元', '0元'])
      expect(readMoney(zero, false)).toEqual({ problem: expect.stringContaining('清空') })
    expect(readMoney('0', false, true)).toEqual({ value: 0 })
    expect(readMoney('', false)).toEqual({ value: null })
  })
  it('is refused below zero and when it is no amount', () => {
    expect(readMoney('-1', false)).toHaveProperty('problem')
    expect(readMoney('约五十', false)).toHaveProperty('problem')
  })
})

describe('a number', () => {
  it('takes separators and full-width digits', () => {
    expect(readNumber('１,２３４.5')).toEqual({ value: 1234.5 })
    expect(readNumber('62%', { min: 0, max: 100 })).toEqual({ value: 62 })
  })
  it('is refused outside its bounds', () => {
    expect(readNumber('101', { min: 0, max: 100 })).toHaveProperty('problem')
    expect(readNumber('-1', { min: 0 })).toHaveProperty('problem')
    expect(readNumber('2025.5', { whole: true })).toHaveProperty('problem')
    expect(readNumber('abc')).toHaveProperty('problem')
    expect(readNumber('', { required: true })).toHaveProperty('problem')
  })
})

it('an empty text is nothing, or a mistake where something must stand', () => {
  expect(readText('  ', false)).toEqual({ value: null })
  expect(readText('  ', true)).toHaveProperty('problem')
  expect(readText(' 环乡路 ', true)).toEqual({ value: '环乡路' })
})

describe('a span', () => {
  it('is reversed only when that is certain', () => {
    const certain: [string, string][] = [
      ['2026', '2025'],
      ['2025-06', '2025-03'],
      ['2025-H2', '2025-H1'],
      ['2025-07-01', '2025-06'],
      ['2025-06-30', '2025-06-29'],
    ]
    const open: [string | null, string | null][] = [
      ['2025-06', '2025'],
      ['2025', '2025-01-01'],
      ['2025-06', '2025-H1'],
      ['2025-06-30', '2025-06'],
      ['2025-06-30', '2025-06-30'],
      ['2025', null],
      [null, '2025'],
    ]
    expect(certain.filter(([a, b]) => !isReversed(a, b))).toEqual([])
    expect(open.filter(([a, b]) => isReversed(a, b))).toEqual([])
  })
  it('keeps each end on its side of the other', () => {
    expect(readDate('2024', false, { start: '2025' })).toEqual({
      problem: '不能早于开始时间（2025年），请先改开始时间',
    })
    expect(readDate('2026', false, { end: '2025-06' })).toEqual({
      problem: '不能晚于结束时间（2025年6月），请先改结束时间',
    })
    expect(readDate('2025', false, { start: '2025-06' })).toEqual({ value: '2025' })
  })
  it('what was seen lies not in the future', () => {
    expect(readPast('2099-01-01', '2026-11-22')).toEqual({ problem: '还没到这一天，请核对' })
    expect(readPast('2026', '2026-11-22')).toEqual({ value: '2026' })
    expect(readPast('2026-11', '2026-11-22')).toEqual({ value: '2026-11' })
  })
})

describe('a slip of the hand', () => {
  it('is no number of a plan', () => {
    expect(readNumber('9'.repeat(400))).toHaveProperty('problem')
    expect(readNumber('-1e3')).toHaveProperty('problem')
    expect(readMoney('99999999999', true)).toEqual({ problem: '不能大于 1,000,000,000' })
    expect(readMoney('三百', true)).toEqual({ problem: expect.stringContaining('请填金额') })
    expect(readMoney('-5 万元', true)).toEqual({ problem: '不能小于 0' })
    expect(readMoney('1,234.5 万', true)).toEqual({ value: 1_234_500_000 })
  })
})
