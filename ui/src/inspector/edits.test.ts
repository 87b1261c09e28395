import { describe, expect, it, vi } from 'vitest'

vi.mock('@/ipc', async (original) => ({
  ...(await original<object>()),
  call: vi.fn(async () => ({ atlas: null, name: '', touched: [] })),
}))

import { call } from '@/ipc'
import { addLine, addReport, columnLabel, newProject, setColumn, setColumnOfAll, setGate } from './edits'

const project = { id: 'p1', name: '环乡路改造' }

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

describe('what the core makes the change of', () => {
  it('a gate is asked for by its column', async () => {
    await setGate(project, 'start', 'planned', '2025-03')
    expect(call).toHaveBeenLastCalledWith('set_gate', {
      name: '改开工节点：环乡路改造',
      project: 'p1',
      step: 'start',
      column: 'planned',
      value: '2025-03',
    })
  })
  it('a report is asked for with whose it is', async () => {
    const report = {
      on_date: '2026-11-22',
      percent: 62,
      spent: null,
      problem: null,
      next_step: null,
      reported_by: null,
      round: null,
      unchanged: null,
    }
    await addReport({ kind: 'project', id: 'p1', title: '环乡路改造' }, report)
    expect(call).toHaveBeenLastCalledWith('report_progress', {
      name: '填报调度：环乡路改造',
      report: { owner_kind: 'project', owner: 'p1', ...report },
    })
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
