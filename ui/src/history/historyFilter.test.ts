import { describe, expect, it } from 'vitest'
import type { JournalStep } from '@/ipc'
import { dayOf, filtered, isWithin, noHistoryFilter, people } from './historyFilter'

function step(seq: number, who: string, at: string, name: string, thing = ''): JournalStep {
  const things = thing ? [{ kind: 'project' as const, id: `p${seq}`, name: thing }] : []
  return { seq, who, at, name, note: null, action: 'do', lines: [], things }
}
const steps = [
  step(4, '李工', '2026-11-30T04:00:00Z', '改资金：环乡路', '环乡路'),
  step(3, '', '2026-11-29T04:00:00Z', '删除点位：学校'),
  step(2, '张三', '2026-06-30T04:00:00Z', '改 3 个项目的阶段', '污水处理站'),
  step(1, '张三', '2025-12-31T04:00:00Z', '画范围：环乡路', '环乡路'),
]
const seqs = (by: Partial<typeof noHistoryFilter>) =>
  filtered(steps, { ...noHistoryFilter, ...by }).map((s) => s.seq)

describe('the history', () => {
  it('shows all when nothing is looked for', () => {
    expect(seqs({})).toEqual([4, 3, 2, 1])
  })
  it('is narrowed to one person, and to those without a name', () => {
    expect(people(steps)).toEqual(['', '李工', '张三'])
    expect(seqs({ who: '张三' })).toEqual([2, 1])
    expect(seqs({ who: '' })).toEqual([3])
  })
  it('is narrowed to a time by the clock of the user', () => {
    expect(seqs({ period: dayOf('2026-11-29T04:00:00Z') })).toEqual([3])
    expect(seqs({ period: '2026-11' })).toEqual([4, 3])
    expect(seqs({ period: '2026' })).toEqual([4, 3, 2])
  })
  it('is narrowed to a thing by its name, by the words of the step and by pinyin', () => {
    expect(seqs({ text: '环乡路' })).toEqual([4, 1])
    expect(seqs({ text: '污水' })).toEqual([2])
    expect(seqs({ text: ' hxl ' })).toEqual([4, 1])
    expect(seqs({ text: '环乡路', who: '张三' })).toEqual([1])
  })
})

describe('a day in a period', () => {
  it('is in its month, quarter, half and year and in no other', () => {
    for (const period of ['2026-06-30', '2026-06', '2026-Q2', '2026-H1', '2026'])
      expect(isWithin('2026-06-30', period), period).toBe(true)
    for (const period of ['2026-06-3', '2026-07', '2026-Q3', '2026-Q1', '2026-H2', '2025-Q2', '2025'])
      expect(isWithin('2026-06-30', period), period).toBe(false)
  })
})
