import { describe, expect, test } from 'vitest'
import type { DatedItem, TimetableRow } from '@/ipc'
import { bandsOf, barOf, diamondsOf, extentOf, hits, phaseAt, ROW, rowAt, timesOf } from './bars'
import { dayOf } from './days'
import { gateState, owedText, spanText, targetOf } from './rowText'
import { xOf } from './timeScale'

const none: DatedItem = {
  starts: null,
  ends: null,
  actual_start: null,
  actual_end: null,
  first: null,
  last: null,
  start_open: 0,
  end_open: 0,
}
const row = (part: Partial<TimetableRow>): TimetableRow => ({
  key: 'k',
  kind: 'project',
  id: 'p',
  above: 't',
  depth: 1,
  has_children: false,
  subtasks: 0,
  number: '',
  title: '环乡路',
  step: null,
  project_kind: 'road',
  unit: '',
  phases: [],
  gates: [],
  owed: null,
  recurrence: null,
  times: [],
  dates: none,
  baseline: null,
  percent: null,
  light: null,
  reason: null,
  ...part,
})
const scale = { left: dayOf(2025, 1), perDay: 2 }
const months: DatedItem = {
  ...none,
  starts: '2025-02',
  ends: '2025-04',
  first: dayOf(2025, 2, 1),
  last: dayOf(2025, 4, 30),
  start_open: 27,
  end_open: 29,
}

describe('bars', () => {
  test('reach over all days, with open ends of whole months', () => {
    expect(barOf(row({ dates: months, percent: 50 }), scale)).toEqual({
      x: 62,
      width: (28 + 31 + 30) * 2,
      open: [56, 60],
      done: 89,
    })
  })
  test('a day that is known has no open end', () => {
    const day = dayOf(2025, 3, 5)
    const dates = { ...none, starts: '2025-03-05', ends: '2025-03-05', first: day, last: day }
    expect(barOf(row({ dates }), scale)).toMatchObject({ width: 2, open: [0, 0] })
  })
  test('what has no date has no bar and is not hit', () => {
    expect(barOf(row({}), scale)).toBeNull()
    expect(hits(row({}), scale, 100)).toBe(false)
  })
  test('gates are marks in the middle of what their date can mean', () => {
    const first = dayOf(2025, 6, 1)
    const gates = [
      {
        id: 'g1',
        step: 'start' as const,
        confirmed: true,
        dates: { ...none, ends: '2025-01-01', actual_end: '2025-01-01', first: scale.left, last: scale.left },
      },
      {
        id: 'g2',
        step: 'completion' as const,
        confirmed: false,
        dates: { ...none, ends: '2025-06', first, last: first + 29 },
      },
      { id: 'g3', step: 'acceptance' as const, confirmed: false, dates: none },
    ]
    const marks = diamondsOf(row({ gates }), scale)
    expect(marks).toEqual([
      { id: 'g1', x: 1, span: null, state: 'confirmed' },
      {
        id: 'g2',
        x: (first - scale.left + 15) * 2,
        span: [(first - scale.left) * 2, (first + 30 - scale.left) * 2],
        state: 'planned',
      },
    ])
    expect(extentOf(row({ gates }), scale)).toEqual([-5, (first + 30 - scale.left) * 2])
  })
  test('phases are a band in the row of their plan, and the later one is meant where two meet', () => {
    const phases = [
      { id: 'a', name: '动员部署', dates: months },
      { id: 'b', name: '集中建设', dates: { ...months, first: dayOf(2025, 4, 1), last: dayOf(2025, 6, 30) } },
      { id: 'c', name: '无日期', dates: none },
    ]
    const plan = row({ kind: 'plan', phases })
    expect(bandsOf(plan, scale).map(({ id, x, width }) => [id, x, width])).toEqual([
      ['a', 62, 178],
      ['b', 180, 182],
    ])
    expect([61, 100, 200, 370].map((x) => phaseAt(plan, scale, x))).toEqual([null, 'a', 'b', null])
  })
  test('a point hits the bar, and near it', () => {
    const bar = row({ dates: months })
    expect([50, 58, 62, 240, 244, 246].map((x) => hits(bar, scale, x))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ])
    expect([0, ROW - 1, ROW].map((y) => rowAt(y, 0))).toEqual([0, 0, 1])
    expect(rowAt(3, 10 * ROW)).toBe(10)
  })
})

describe('what rows say', () => {
  test('dates are never more exact than they were given', () => {
    expect(spanText(row({ dates: months }))).toBe('2025年2月—2025年4月')
    expect(spanText(row({}))).toBe('未定时间')
    expect(spanText(row({ kind: 'gate', dates: { ...none, ends: '2025-Q2' } }))).toBe('2025年第二季度')
    expect(spanText(row({ kind: 'town' }))).toBe('')
  })
  test('a gate is selected as its project, a phase as its plan', () => {
    expect(targetOf(row({ kind: 'gate', id: 'g', above: 'p1' }))).toEqual({ kind: 'project', id: 'p1' })
    expect(targetOf(row({ kind: 'phase', above: 'plan1' }))).toEqual({ kind: 'plan', id: 'plan1' })
    expect(targetOf(row({ kind: 'phase', above: '' }))).toBeNull()
    expect(targetOf(row({ kind: 'ungrouped', id: '' }))).toBeNull()
  })
  test('a gate is confirmed only when its actual date is', () => {
    const gate = (confirmed: boolean, actual: string | null) =>
      row({
        kind: 'gate',
        gates: [{ id: 'g', step: 'start', confirmed, dates: { ...none, actual_end: actual } }],
      })
    expect(gateState(gate(false, null))).toBe('计划')
    expect(gateState(gate(false, '2025-05'))).toBe('已报，待确认')
    expect(gateState(gate(true, '2025-05'))).toBe('已确认')
  })
})

test('what has to be handed in is a mark at the last day of its due date, and says how far it is', () => {
  const due: DatedItem = {
    ...none,
    ends: '2025-02',
    first: dayOf(2025, 2, 1),
    last: dayOf(2025, 2, 28),
    end_open: 27,
  }
  const owing = (owed: number, handed: number, late: number) =>
    row({ kind: 'deliverable', dates: due, owed: { owed, handed, late } })
  const [mark] = diamondsOf(owing(14, 3, 0), scale)
  expect(mark).toMatchObject({ state: 'reported', x: xOf(scale, dayOf(2025, 3, 1)) })
  expect(barOf(owing(14, 3, 0), scale)).toBeNull()
  expect(diamondsOf(owing(14, 14, 0), scale)[0]?.state).toBe('confirmed')
  expect(diamondsOf(owing(14, 0, 0), scale)[0]?.state).toBe('planned')
  expect(diamondsOf(owing(14, 12, 2), scale)[0]?.state).toBe('late')
  expect(owedText({ owed: 14, handed: 12, late: 2 })).toContain('12/14')
})

test('what recurs has a mark at each of its times', () => {
  const days: [number, number][] = [
    [dayOf(2025, 1, 10), dayOf(2025, 1, 10)],
    [dayOf(2025, 2, 1), dayOf(2025, 2, 28)],
  ]
  const meeting = row({ kind: 'cadence', times: days, recurrence: 'monthly' })
  expect(timesOf(meeting, scale).map((time) => time.width)).toEqual([2, 56])
  expect(extentOf(meeting, scale)).toEqual([
    xOf(scale, days[0]?.[0] ?? 0) - 2,
    xOf(scale, dayOf(2025, 3, 1)) + 2,
  ])
})

test('a deliverable is selected as what it stands under', () => {
  const at = (key: string) => targetOf(row({ kind: 'deliverable', key, above: 't1' }))
  expect(at('Plan:p/Task:t1/Deliverable:d')).toEqual({ kind: 'task', id: 't1' })
  expect(at('Unit:t1/Deliverable:d')).toEqual({ kind: 'unit', id: 't1' })
})
