import { describe, expect, it } from 'vitest'
import type { Gate, Progress } from '@/ipc'
import {
  addLine,
  addReport,
  checkStage,
  columnLabel,
  newProject,
  setColumn,
  setColumnOfAll,
  setGate,
} from './edits'

const project = { id: 'p1', name: '环乡路改造' }

function gate(part: Partial<Gate>): Gate {
  return {
    id: 'g1',
    project: 'p1',
    step: 'completion',
    planned: null,
    actual: null,
    confirmed: false,
    evidence: null,
    ...part,
  }
}

describe('a step of the inspector', () => {
  it('is named by what is changed and whose it is', () => {
    expect(setColumn({ table: 'projects', id: 'p1', title: '环乡路改造' }, 'starts', '2025-H1')).toEqual({
      name: '改开工时间：环乡路改造',
      edits: [{ op: 'set', table: 'projects', id: 'p1', columns: { starts: '2025-H1' } }],
    })
  })

  it('names a column by its table where the same word means another thing', () => {
    expect([
      columnLabel('projects', 'stage'),
      columnLabel('budget_lines', 'stage'),
      columnLabel('phases', 'starts'),
    ]).toEqual(['建设阶段', '资金阶段', '开始'])
  })

  it('changes many projects at once', () => {
    const step = setColumnOfAll('projects', ['p1', 'p2'], 'stage', 'building')
    expect(step.name).toBe('改建设阶段：2 个项目')
    expect(step.edits).toHaveLength(2)
  })
})

describe('a new project', () => {
  it('is made and linked to the task it was asked for in one step, with nothing invented', () => {
    const step = newProject({ name: '张庄排水沟', kind: 'sewage', town: 't1', plan: 'wenshang', task: 'k1' })
    expect(step.edits.map((e) => (e.op === 'put' ? e.table : e.op))).toEqual(['projects', 'project_tasks'])
    expect(step.edits[0]).toMatchObject({
      row: { id: step.id, stage: 'idea', precision: 'none', geometry: null, quantity: null, starts: null },
    })
    expect(step.edits[1]).toMatchObject({ row: { project: step.id, task: 'k1' } })
    expect(step.id).toMatch(/^projects-[0-9a-f-]{36}$/)
  })
})

describe('completion', () => {
  const stages = (gates: Gate[]) => () => checkStage('completed', gates)

  it('needs a date that is confirmed', () => {
    expect(stages([])).toThrow('确认')
    expect(stages([gate({ planned: '2025' })])).toThrow('确认')
    expect(stages([gate({ actual: '2025-06-30' })])).toThrow('确认')
    expect(stages([gate({ step: 'start', actual: '2025-06-30', confirmed: true })])).toThrow('确认')
    expect(stages([gate({ actual: '2025-06-30', confirmed: true })])).not.toThrow()
  })

  it('is not asked for by stages before it', () => {
    expect(() => checkStage('building', [])).not.toThrow()
  })
})

describe('a gate', () => {
  it('is made when its first date is filled in', () => {
    const step = setGate(project, 'start', undefined, { planned: '2025-03' })
    expect(step.name).toBe('改开工节点：环乡路改造')
    expect(step.edits[0]).toMatchObject({
      op: 'put',
      table: 'gates',
      row: { project: 'p1', step: 'start', planned: '2025-03' },
    })
  })

  it('is gone when nothing is left in it', () => {
    expect(setGate(project, 'completion', gate({ planned: '2025' }), { planned: null }).edits).toEqual([
      { op: 'remove', table: 'gates', id: 'g1' },
    ])
  })

  it('cannot be confirmed without a date, and is no longer confirmed when its date is taken out', () => {
    expect(() => setGate(project, 'completion', gate({ planned: '2025' }), { confirmed: true })).toThrow()
    const step = setGate(
      project,
      'completion',
      gate({ planned: '2025', actual: '2025-06', confirmed: true }),
      { actual: null },
    )
    expect(step.edits[0]).toMatchObject({ row: { confirmed: false, actual: null } })
  })
})

describe('a report', () => {
  const owner = { kind: 'project' as const, id: 'p1', title: '环乡路改造' }
  const report = {
    on_date: '2026-11-22',
    percent: 62,
    spent: null,
    problem: null,
    next_step: null,
    reported_by: null,
  }
  const earlier = [{ on_date: '2026-12-01' }] as unknown as Progress[]

  it('that is the newest says how far the project is', () => {
    expect(addReport(owner, report, []).edits[1]).toEqual({
      op: 'set',
      table: 'projects',
      id: 'p1',
      columns: { percent: 62 },
    })
  })

  it('that is older than another does not', () => {
    expect(addReport(owner, report, earlier).edits).toHaveLength(1)
  })

  it('on a task changes no project', () => {
    expect(addReport({ ...owner, kind: 'task' }, report, []).edits).toHaveLength(1)
  })
})

it('money is added to the thing it belongs to', () => {
  const step = addLine(
    { kind: 'town', id: 't1', title: '杨店镇' },
    { source: 'county', stage: 'allocated', year: 2025, amount: 48_500_000, note: null },
  )
  expect(step.edits[0]).toMatchObject({
    row: { owner_kind: 'town', owner: 't1', amount: 48_500_000, year: 2025 },
  })
})
