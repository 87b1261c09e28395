import { describe, expect, it } from 'vitest'
import type { EditRequest, PlanDetail, ProjectTask, TaskDetail, TownDetail } from '@/ipc'
import {
  inWords,
  obstacle,
  removeIndicator,
  removePhase,
  removePlan,
  removeSection,
  removeSite,
  removeTask,
  removeTown,
  removeUnit,
  warning,
} from './removals'

/** Edits as short words: `-tasks/t` removes, `tasks/t section=null` sets. */
function short(edits: EditRequest[]): string[] {
  return edits.map((e) => {
    if (e.op === 'remove') return `-${e.table}/${e.id}`
    if (e.op === 'put') return `+${e.table}`
    const [[column, to] = []] = Object.entries(e.columns)
    return `${e.table}/${e.id} ${column}=${to}`
  })
}

const brief = (id: string, seen: string[]) => ({
  indicator: { id },
  observations: seen.map((o) => ({ id: o })),
})
const task = {
  task: { id: 't', title: '改善供水' },
  units: [{ assignment: { id: 'a1' } }, { assignment: { id: 'a2' } }],
  indicators: [brief('i1', ['o1'])],
  budget: [{ id: 'b1' }],
  progress: [{ id: 'r1' }],
  projects: [],
} as unknown as TaskDetail
const links = [
  { id: 'l1', project: 'x', task: 't' },
  { id: 'l2', project: 'x', task: 'other' },
] as ProjectTask[]

describe('deleting a task', () => {
  const removal = removeTask(task, links)
  it('takes all that refers to it and leaves the projects and their other links', () => {
    expect(short(removal.edits)).toEqual([
      '-assignments/a1',
      '-assignments/a2',
      '-observations/o1',
      '-indicators/i1',
      '-budget_lines/b1',
      '-progress/r1',
      '-project_tasks/l1',
      '-tasks/t',
    ])
  })
  it('says what goes with it', () => {
    expect(removal.name).toBe('删除任务：改善供水')
    expect(inWords(removal.goes)).toBe('2 条分工、1 次指标填报、1 项指标、1 笔资金、1 次调度、1 条项目对应')
  })
})

describe('deleting a plan', () => {
  const detail = {
    plan: { id: 'p', short_title: '平度小城镇' },
    phases: [{ id: 'ph' }],
    indicators: [brief('i1', ['o1']), brief('i2', [])],
    designations: [{ designation: { id: 'd' } }],
    funding_rules: [{ id: 'f' }],
    rosters: [{ id: 'ro' }],
    criteria: [{ id: 'c' }],
    assessments: [{ id: 'as' }],
    budget: [{ id: 'b2' }],
    progress: [{ id: 'r2' }],
  } as unknown as PlanDetail
  const removal = removePlan({ detail, sections: ['s'], tasks: [task], links, projects: ['x'], sites: ['v'] })

  it('takes every table that refers to it, each row once, and keeps projects and sites', () => {
    const edits = short(removal.edits)
    expect(new Set(edits).size).toBe(edits.length)
    expect(edits.at(-1)).toBe('-plans/p')
    const rows = [
      'a1',
      'a2',
      'o1',
      'i1',
      'i2',
      'b1',
      'b2',
      'r1',
      'r2',
      'l1',
      't',
      's',
      'ph',
      'd',
      'f',
      'ro',
      'c',
      'as',
      'p',
    ]
    const gone = edits.filter((e) => e.startsWith('-')).map((e) => e.split('/')[1])
    expect(gone.sort()).toEqual(rows.sort())
    expect(edits.filter((e) => !e.startsWith('-'))).toEqual(['projects/x plan=null', 'sites/v plan=null'])
  })
  it('tells apart what goes and what is kept', () => {
    const text = warning(removal)
    expect(text).toContain('1 项任务、1 个章节')
    expect(text).toContain('1 个项目、1 个点位保留')
    expect(text).not.toMatch(/一并删除[^。]*个项目[、。]/)
  })
})

describe('deleting a town', () => {
  const detail = {
    region: { id: 'r', name: '南村镇' },
    designations: [{ designation: { id: 'd' } }],
    budget: [{ id: 'b' }],
    progress: [{ id: 'r3' }],
    observations: [{ id: 'o' }],
    sites: [
      { id: 'own', town: 'r' },
      { id: 'deeper', town: 'village' },
    ],
  } as unknown as TownDetail

  it('takes its designations, money, reports and results, and keeps its sites', () => {
    expect(short(removeTown({ detail, blockers: new Map(), assessments: ['as'] }).edits)).toEqual([
      '-designations/d',
      '-budget_lines/b',
      '-progress/r3',
      '-observations/o',
      '-assessments/as',
      'sites/own town=null',
      '-regions/r',
    ])
  })
  it('is refused with what to move first', () => {
    const none: [string, string[]][] = [
      ['plans', []],
      ['units', []],
    ]
    expect(obstacle(new Map(none))).toBe('')
    const text = obstacle(new Map([...none, ['projects', ['甲', '乙', '丙', '丁']]]))
    expect(text).toBe('还不能删除：4 个项目（甲、乙、丙…）。请先改到别处或删除。')
  })
})

describe('deleting smaller things', () => {
  it('a unit is taken off its tasks and the projects it leads stay', () => {
    expect(short(removeUnit({ id: 'u', name: '县水务局' }, ['a1'], ['x']).edits)).toEqual([
      '-assignments/a1',
      'projects/x lead_unit=null',
      '-units/u',
    ])
  })
  it('what stands under a heading moves to the heading above', () => {
    const removal = removeSection(
      { id: 's', title: '重点任务', parent: 'top' },
      { sections: ['s2'], tasks: ['t'] },
    )
    expect(short(removal.edits)).toEqual(['sections/s2 parent=top', 'tasks/t section=top', '-sections/s'])
  })
  it('the tasks of a phase stay, the reports of a target go', () => {
    expect(short(removePhase({ id: 'ph', name: '动员' }, ['t']).edits)).toEqual([
      'tasks/t phase=null',
      '-phases/ph',
    ])
    expect(short(removeIndicator({ id: 'i', name: '绿化率' }, ['o']).edits)).toEqual([
      '-observations/o',
      '-indicators/i',
    ])
  })
  it('a site goes alone and is said to', () => {
    const removal = removeSite({ id: 'v', name: '张庄村' })
    expect(short(removal.edits)).toEqual(['-sites/v'])
    expect(warning(removal)).toContain('没有别的内容挂在它下面')
  })
})
