import { describe, expect, it, vi } from 'vitest'

vi.mock('@/ipc', async (original) => ({ ...(await original<object>()), call: vi.fn(async () => []) }))

import { type FormField, readForm } from '@/forms/rowForm'
import { type Choice, call, type EditRequest, type Node, type Region, type SearchHit } from '@/ipc'
import {
  addUnits,
  designate,
  newCriterion,
  newIndicator,
  newPhase,
  newPlan,
  newRosterRow,
  newRule,
  newSection,
  newSite,
  newTask,
  regionHits,
  regionRows,
  shortTitle,
  takeTown,
  unitNames,
  whereIs,
} from './newRows'
import { pilotFields, readPilot } from './pilotFields'
import { sectionLines } from './sectionLines'

const county = { id: '370283', name: '平度市', parent: null } as unknown as Region
const town = { id: '370283105', name: '南村镇', parent: '370283' } as unknown as Region
const hit: SearchHit = {
  kind: 'place',
  id: '370283105',
  title: '南村镇',
  subtitle: '山东省青岛市平度市南村镇',
  at: null,
  part: null,
}
const pilot = { plan: 'p1', category: 'satellite', level: 'city', status: 'active' } as const

/** The tables that are put, in order. */
const tables = (edits: EditRequest[]) => edits.map((e) => (e.op === 'put' ? e.table : e.op))
const rowsOf = (edits: EditRequest[], table: string) =>
  edits.flatMap((e) => (e.op === 'put' && e.table === table ? [e.row as Record<string, unknown>] : []))

describe('a new plan', () => {
  const wanted = {
    title: '平度市小城镇建设方案',
    short_title: '平度小城镇',
    document_number: null,
    issuer: '平度市人民政府',
    issued_on: '2026-03',
    region: '370283',
  }

  it('comes with the regions the atlas lacks, in one step', () => {
    const step = newPlan(wanted, [county])
    expect(step.name).toBe('新建方案：平度小城镇')
    expect(tables(step.edits)).toEqual(['regions', 'plans'])
    expect(rowsOf(step.edits, 'plans')[0]).toMatchObject({ ...wanted, id: step.id, goal: null, starts: null })
    expect(step.id).toMatch(/^plans-[0-9a-f-]{36}$/)
  })

  it('brings no region that is there', () => {
    expect(tables(newPlan(wanted, []).edits)).toEqual(['plans'])
  })

  it('is called by what stands in the book marks when it is given no short title', () => {
    expect(shortTitle('关于印发《平度市精致城镇方案》的通知')).toBe('平度市精致城镇方案')
    expect([...shortTitle('一'.repeat(40))]).toHaveLength(16)
  })
})

describe('a town of the gazetteer', () => {
  it('is taken over with what lies above it and what it is a pilot of, in one step', () => {
    const step = takeTown(hit, [county, town], pilot)
    expect(step?.name).toBe('新增镇街：南村镇')
    expect(tables(step?.edits ?? [])).toEqual(['regions', 'regions', 'designations'])
    expect(rowsOf(step?.edits ?? [], 'designations')[0]).toMatchObject({ ...pilot, region: '370283105' })
  })

  it('that is there already is no step unless it becomes a pilot', () => {
    const there = { ...hit, kind: 'town' as const }
    expect(takeTown(there, [], null)).toBeNull()
    expect(tables(takeTown(there, [], pilot)?.edits ?? [])).toEqual(['designations'])
  })

  it('is asked of the gazetteer only when the atlas lacks it', async () => {
    vi.mocked(call).mockClear()
    expect(await regionRows({ ...hit, kind: 'town' })).toEqual([])
    expect(call).not.toHaveBeenCalled()
    await regionRows(hit)
    expect(call).toHaveBeenCalledWith('place_rows', { code: '370283105' })
  })

  it('is found among other hits; counties are offered for plans only', () => {
    const other = { ...hit, kind: 'project' as const, id: 'x' }
    const above = { ...hit, id: '370283' }
    expect(regionHits([other, above, hit], true).map((h) => h.id)).toEqual(['370283105'])
    expect(regionHits([other, above, hit], false).map((h) => h.id)).toEqual(['370283', '370283105'])
  })

  it('in a county of the atlas stands before its namesakes elsewhere, and is told apart by where it lies', () => {
    const far = { ...hit, id: '130102003', subtitle: '河北省石家庄市长安区南村镇' }
    expect(regionHits([far, hit], true, ['370283']).map((h) => h.id)).toEqual(['370283105', '130102003'])
    expect(whereIs(far)).toBe('河北省石家庄市长安区')
  })

  it('is named a pilot by a form that may be left without a plan', () => {
    const read = (plan: string, required = false) => {
      const fields = pilotFields([{ value: 'p1', label: '方案', hint: null }], required)
      const typed = Object.fromEntries(
        fields.map((f) => [f.key, f.key === 'plan' ? plan : (f.initial ?? '')]),
      )
      const reading = readForm(fields, typed)
      return 'filled' in reading ? readPilot(reading.filled) : reading.at
    }
    expect(read('')).toBeNull()
    expect(read('', true)).toBe('plan')
    expect(read('p1')).toEqual({ plan: 'p1', category: 'demonstration', level: null, status: 'active' })
  })

  it('becomes a pilot later', () => {
    const step = designate({ id: 't', name: '南村镇' }, pilot)
    expect([step.name, tables(step.edits)]).toEqual(['列为试点：南村镇', ['designations']])
  })
})

describe('a new task', () => {
  const units: Choice[] = [
    { value: 'u1', label: '市水务局', hint: '平度市' },
    { value: 'u2', label: '市财政局', hint: '莱西市' },
  ]
  const home = { region: '370283', name: '平度市', units }
  const wanted = {
    number: '三（一）2',
    title: '改善供水',
    section: 's1',
    phase: null,
    due: '2026',
    status: 'ongoing',
    summary: null,
  } as const

  it('takes the units of its region, makes the others, and a namesake elsewhere is not mistaken for one', () => {
    const named = { lead: ['市水务局'], responsible: ['市财政局', '市教体局'] }
    const step = newTask('p1', wanted, named, home)
    expect(step.name).toBe('新增任务：改善供水')
    expect(rowsOf(step.edits, 'tasks')[0]).toMatchObject({ ...wanted, id: step.id, plan: 'p1', kind: 'task' })
    const made = rowsOf(step.edits, 'units')
    expect(made.map((u) => [u.name, u.region])).toEqual([
      ['市财政局', '370283'],
      ['市教体局', '370283'],
    ])
    expect(rowsOf(step.edits, 'assignments').map((a) => [a.task, a.unit, a.role, a.ordinal])).toEqual([
      [step.id, 'u1', 'lead', 1],
      [step.id, made[0]?.id, 'responsible', 2],
      [step.id, made[1]?.id, 'responsible', 3],
    ])
  })

  it('makes a unit that is named twice once', () => {
    const step = newTask('p1', wanted, { lead: ['镇规建办'], responsible: ['镇规建办'] }, home)
    expect(rowsOf(step.edits, 'units')).toHaveLength(1)
    expect(new Set(rowsOf(step.edits, 'assignments').map((a) => a.unit)).size).toBe(1)
  })

  it('is given more units behind those it has', () => {
    const step = addUnits({ id: 'k', title: '改善供水' }, ['市水务局', '镇规建办'], 'supporting', home, 4)
    expect(step.name).toBe('添加单位 市水务局、镇规建办：改善供水')
    expect(rowsOf(step.edits, 'assignments').map((a) => a.ordinal)).toEqual([5, 6])
  })

  it('reads units as they are pasted from a plan', () => {
    expect(unitNames(' 县发改局、县财政局，县水务局；县发改局 ')).toEqual([
      '县发改局',
      '县财政局',
      '县水务局',
    ])
    expect(unitNames(null)).toEqual([])
  })
})

describe('the parts of a plan', () => {
  it('are each one row and one step', () => {
    const steps = [
      newSection('p1', { number: '三', title: '重点任务', parent: null }),
      newPhase('p1', { name: '动员部署', starts: '2026-03', ends: null, goal: null }),
      newIndicator(
        { plan: 'p1', task: null },
        { name: '绿化率', operator: '≥', value: 35, unit: '%', deadline: '2027', scope: '试点镇' },
      ),
      newRule('p1', {
        title: '配套费返还',
        source: 'fee_return',
        share: 1,
        amount: null,
        per: null,
        condition: null,
        basis: null,
      }),
    ]
    expect(steps.map((s) => [s.name, tables(s.edits)])).toEqual([
      ['新增章节：重点任务', ['sections']],
      ['新增阶段：动员部署', ['phases']],
      ['添加指标：绿化率', ['indicators']],
      ['新增资金政策：配套费返还', ['funding_rules']],
    ])
    expect(rowsOf(steps[2]?.edits ?? [], 'indicators')[0]).toMatchObject({
      value: 35,
      scope: '试点镇',
      upper: null,
    })
  })

  it('show headings flat with the heading above each', () => {
    const node = (kind: Node['kind'], id: string, children: Node[] = []): Node => ({
      kind,
      id,
      number: '',
      title: id,
      hint: null,
      category: null,
      count: 0,
      children,
    })
    const plan = node('plan', 'p', [node('section', 'a', [node('section', 'b', [node('task', 't')])])])
    expect(sectionLines(plan).map((s) => [s.id, s.depth, s.parent])).toEqual([
      ['a', 0, null],
      ['b', 1, 'a'],
    ])
  })
})

describe('a form for a row', () => {
  const fields: FormField[] = [
    { key: 'name', label: '名称', kind: 'text', required: true },
    { key: 'due', label: '时限', kind: 'date' },
    { key: 'share', label: '比例', kind: 'number' },
    { key: 'amount', label: '标准', kind: 'money' },
  ]
  it('says which field is wrong', () => {
    expect(readForm(fields, {})).toMatchObject({ at: 'name', problem: expect.stringContaining('名称：') })
    expect(readForm(fields, { name: 'a', due: '明天' })).toMatchObject({ at: 'due' })
  })
  it('reads dates, numbers and money, and leaves open what was left open', () => {
    const reading = readForm(fields, { name: ' 供水 ', due: '2026年上半年', amount: '48.5' })
    const filled = 'filled' in reading ? reading.filled : null
    expect([
      filled?.text('name'),
      filled?.maybe('due'),
      filled?.number('share'),
      filled?.number('amount'),
    ]).toEqual(['供水', '2026-H1', null, 48_500_000])
  })
})

describe('sites, rosters and criteria', () => {
  it('are one named step each; a site waits for its place', () => {
    const site = newSite({ name: '西关小学', kind: 'school', town: '370283105', plan: null, note: null })
    expect(site.name).toBe('新增点位：西关小学')
    expect(rowsOf(site.edits, 'sites')).toMatchObject([
      { id: site.id, kind: 'school', geometry: null, precision: 'none' },
    ])
    const line = newRosterRow('p1', { body: '工作专班', role: '组长', unit: '县政府', count: 1 })
    expect(rowsOf(line.edits, 'rosters')).toMatchObject([{ plan: 'p1', body: '工作专班', count: 1 }])
    const criterion = newCriterion('p1', { name: '基础设施好', weight: 20 })
    expect(criterion.name).toBe('新增考核项：基础设施好')
    expect(rowsOf(criterion.edits, 'criteria')).toMatchObject([{ plan: 'p1', weight: 20 }])
  })
})
