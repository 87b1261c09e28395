/** The changes the inspector makes, each one named undo step. Builders are pure; only {@link commit} talks to the core. */

import { wordLabel } from '@/format'
import { explain } from '@/forms/refusal'
import { t, textIfAny } from '@/i18n'
import {
  type Applied,
  type BudgetLine,
  call,
  type EditRequest,
  type GateColumn,
  type GateStep,
  type MoneySource,
  type MoneyStage,
  type NewReport,
  type OwnerKind,
  type Project,
  type ProjectKind,
} from '@/ipc'
import { apply, saving } from '@/stores/atlas'
import { notify } from '@/stores/notice'

/** A step: its name in the undo list and what it does. */
export interface Step {
  name: string
  edits: EditRequest[]
}

/** A row that can be changed: its table, its id, and what it is called in step names. */
export interface Row {
  table: string
  id: string
  title: string
}

/** An id for a new row. */
export function newId(table: string): string {
  return `${table}-${crypto.randomUUID()}`
}

/** The name of a column as it stands in step names and in the history. */
export function columnLabel(table: string, column: string): string {
  return (
    textIfAny(`inspector.columnOf.${table}.${column}`) ?? textIfAny(`inspector.column.${column}`) ?? column
  )
}

/** Sets one column: “改开工时间：环乡路改造”. */
export function setColumn(row: Row, column: string, value: unknown): Step {
  return {
    name: t('inspector.step.change', { what: columnLabel(row.table, column), who: row.title }),
    edits: [{ op: 'set', table: row.table, id: row.id, columns: { [column]: value } }],
  }
}

/** Sets one column of many rows of a table in one step. */
export function setColumnOfAll(table: string, ids: string[], column: string, value: unknown): Step {
  return {
    name: t('inspector.step.changeAll', { what: columnLabel(table, column), n: ids.length }),
    edits: ids.map((id) => ({ op: 'set', table, id, columns: { [column]: value } })),
  }
}

export function put(name: string, table: string, row: object): Step {
  return { name, edits: [{ op: 'put', table, row }] }
}

export function remove(name: string, table: string, ids: string[]): Step {
  return { name, edits: ids.map((id) => ({ op: 'remove', table, id })) }
}

/** Applies a step. */
export function commit(step: Step): Promise<Applied> {
  return apply(step.name, step.edits)
}

/** Applies a step that no field stands for; a refusal is shown as a notice. Resolves to whether it was applied. */
export async function attempt(step: Step): Promise<boolean> {
  try {
    await commit(step)
    return true
  } catch (error) {
    notify('error', explain(error))
    return false
  }
}

/** A function that sets a column of one row, for the fields. */
export function setter(row: Row): (column: string) => (value: unknown) => Promise<Applied> {
  return (column) => (value) => commit(setColumn(row, column, value))
}

export interface NewProject {
  name: string
  kind: ProjectKind
  town: string | null
  plan: string | null
  task: string | null
}

/** A new project and its link to the task it was made for; the rest of its facts can wait. */
export function newProject(wanted: NewProject): Step & { id: string } {
  const id = newId('projects')
  const row: Project = {
    id,
    plan: wanted.plan,
    // The moment it was made, so that new ones stand after all that came with the plans.
    ordinal: Math.floor(Date.now() / 1000),
    name: wanted.name,
    kind: wanted.kind,
    town: wanted.town,
    stage: 'idea',
    starts: null,
    ends: null,
    quantity: null,
    quantity_unit: null,
    content: null,
    lead_unit: null,
    percent: null,
    precision: 'none',
    alternative: false,
    geometry: null,
    source: null,
    read_at: null,
    note: null,
    project_code: null,
    nature: null,
    responsible_post: null,
    public_benefit: null,
    yearly_revenue: null,
    bond_years: null,
    bond_rate: null,
  }
  const edits: EditRequest[] = [{ op: 'put', table: 'projects', row }]
  if (wanted.task)
    edits.push({
      op: 'put',
      table: 'project_tasks',
      row: { id: newId('project_tasks'), project: id, task: wanted.task },
    })
  return { id, name: t('inspector.step.newProject', { who: wanted.name }), edits }
}

/** Sets a column of the gate of a step, or empties it; the core makes the gate, or takes it away when it is empty. */
export function setGate(
  project: { id: string; name: string },
  step: GateStep,
  column: GateColumn,
  value: string | null,
): Promise<Applied> {
  return saving(() =>
    call('set_gate', { name: gateStep(project, step), project: project.id, step, column, value }),
  )
}

/** Confirms the date of a gate, or says that it is confirmed no more. */
export function confirmGate(
  project: { id: string; name: string },
  step: GateStep,
  confirmed: boolean,
): Promise<Applied> {
  return saving(() =>
    call('confirm_gate', { name: gateStep(project, step), project: project.id, step, confirmed }),
  )
}

/** Says why a step is passed that a rule of the plan blocks; the core keeps the reason with the gate. */
export function overrideGate(
  project: { id: string; name: string },
  step: GateStep,
  reason: string,
): Promise<Applied> {
  const name = t('inspector.step.overrideGate', {
    what: wordLabel('GateStep', step),
    who: project.name,
  })
  return saving(() => call('override_gate', { name, project: project.id, step, reason }))
}

/** Plans the gates of a project by a template, counted from a day. */
export function applyTemplate(
  project: { id: string; name: string },
  template: string,
  begins: string,
): Promise<Applied> {
  const name = t('inspector.step.applyTemplate', { what: template, who: project.name })
  return saving(() => call('apply_template', { name, project: project.id, template, begins }))
}

function gateStep(project: { name: string }, step: GateStep): string {
  const what = wordLabel('GateStep', step)
  return t('inspector.step.gate', { what, who: project.name })
}

export interface NewLine {
  source: MoneySource
  stage: MoneyStage
  year: number | null
  amount: number
  note: string | null
}

/** Adds a line of money to a thing. */
export function addLine(owner: { kind: OwnerKind; id: string; title: string }, line: NewLine): Step {
  const row: BudgetLine = {
    id: newId('budget_lines'),
    owner_kind: owner.kind,
    owner: owner.id,
    read_at: null,
    scope: null,
    ...line,
  }
  return put(t('inspector.step.addMoney', { who: owner.title }), 'budget_lines', row)
}

/** Adds a report; the core sets how far the project is when it is the newest. */
export function addReport(
  owner: { kind: OwnerKind; id: string; title: string },
  report: Omit<NewReport, 'owner_kind' | 'owner'>,
): Promise<Applied> {
  const name = t('inspector.step.report', { who: owner.title })
  return saving(() =>
    call('report_progress', { name, report: { owner_kind: owner.kind, owner: owner.id, ...report } }),
  )
}
