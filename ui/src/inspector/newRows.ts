/** The steps that make plans, towns and the parts of plans. Builders are pure; {@link regionRows} asks the gazetteer. */
import { listed } from '@/format'
import { t } from '@/i18n'
import {
  type Assignment,
  type Category,
  type Choice,
  type Criterion,
  call,
  type Designation,
  type EditRequest,
  type FundingRule,
  type Indicator,
  type Phase,
  type PilotLevel,
  type PilotStatus,
  type Plan,
  type Region,
  type Role,
  type Roster,
  type SearchHit,
  type Section,
  type Site,
  type Task,
  type Unit,
} from '@/ipc'
import { newId, put, type Step } from './edits'

export type MadeStep = Step & { id: string }

/** What a new row is ordered by: the moment it was made, so that it stands after all that is there. */
export function moment(): number {
  return Math.floor(Date.now() / 1000)
}

const putRow = (table: string, row: object): EditRequest => ({ op: 'put', table, row })
const regionEdits = (rows: readonly Region[]): EditRequest[] => rows.map((row) => putRow('regions', row))

/** The hits of a search that are regions: those of the atlas, then those of the gazetteer, first what lies in the
 * counties of the atlas (`near`, their codes). `towns` leaves out the provinces, prefectures and counties of the
 * gazetteer, whose codes have at most six digits. */
export function regionHits(
  hits: readonly SearchHit[],
  towns: boolean,
  near: readonly string[] = [],
): SearchHit[] {
  const rank = (h: SearchHit) => (h.kind === 'town' ? 0 : near.some((code) => h.id.startsWith(code)) ? 1 : 2)
  return hits
    .filter((h) => h.kind === 'town' || (h.kind === 'place' && (!towns || h.id.length > 6)))
    .sort((a, b) => rank(a) - rank(b))
}

/** Where a hit lies, without its own name at the end. */
export function whereIs(hit: SearchHit): string {
  return hit.subtitle.endsWith(hit.title) ? hit.subtitle.slice(0, -hit.title.length) : hit.subtitle
}

/** The rows an atlas lacks for a region that was found: none for one it has. */
export async function regionRows(hit: SearchHit): Promise<Region[]> {
  return hit.kind === 'place' ? call('place_rows', { code: hit.id }) : []
}

export type NewPlan = Pick<
  Plan,
  'title' | 'short_title' | 'document_number' | 'issuer' | 'issued_on' | 'region'
>

/** A new plan with the regions it needs that the atlas lacks. */
export function newPlan(wanted: NewPlan, missing: readonly Region[]): MadeStep {
  const id = newId('plans')
  const row: Plan = {
    id,
    ordinal: moment(),
    starts: null,
    ends: null,
    goal: null,
    source: null,
    licence: null,
    note: null,
    published_on: null,
    index_number: null,
    ...wanted,
  }
  return {
    id,
    name: t('making.step.plan', { who: wanted.short_title }),
    edits: [...regionEdits(missing), putRow('plans', row)],
  }
}

/** A short title for a plan that was given none: what follows 关于印发 and the like, at most 16 characters. */
export function shortTitle(title: string): string {
  const core = /《(.+?)》/.exec(title)?.[1] ?? title
  return [...core].slice(0, 16).join('')
}

export interface Pilot {
  plan: string
  category: Category
  level: PilotLevel | null
  status: PilotStatus
}

function designation(region: string, pilot: Pilot): Designation {
  return {
    id: newId('designations'),
    region,
    starts: null,
    ends: null,
    read_at: null,
    assessment_round: null,
    ...pilot,
  }
}

/** A town taken over from the gazetteer with the regions above it, and what it is a pilot of; null when the atlas has
 * it already and nothing is added. */
export function takeTown(hit: SearchHit, missing: readonly Region[], pilot: Pilot | null): MadeStep | null {
  const edits = regionEdits(missing)
  if (pilot) edits.push(putRow('designations', designation(hit.id, pilot)))
  if (edits.length === 0) return null
  return { id: hit.id, name: t('making.step.town', { who: hit.title }), edits }
}

/** Names a town a pilot. */
export function designate(town: { id: string; name: string }, pilot: Pilot): Step {
  return put(t('making.step.designate', { who: town.name }), 'designations', designation(town.id, pilot))
}

export function newSection(plan: string, wanted: Pick<Section, 'number' | 'title' | 'parent'>): Step {
  const row: Section = { id: newId('sections'), plan, ordinal: moment(), read_at: null, ...wanted }
  return put(t('making.step.section', { who: wanted.title }), 'sections', row)
}

export function newPhase(plan: string, wanted: Pick<Phase, 'name' | 'starts' | 'ends' | 'goal'>): Step {
  const row: Phase = { id: newId('phases'), plan, ordinal: moment(), read_at: null, ...wanted }
  return put(t('making.step.phase', { who: wanted.name }), 'phases', row)
}

export function newIndicator(
  at: { plan: string; task: string | null },
  wanted: Pick<Indicator, 'name' | 'operator' | 'value' | 'unit' | 'deadline' | 'scope'>,
): Step {
  const row: Indicator = {
    id: newId('indicators'),
    ...at,
    ordinal: moment(),
    upper: null,
    recurrence: 'once',
    read_at: null,
    note: null,
    baseline: null,
    baseline_on: null,
    scope_class: null,
    wording: null,
    measure: null,
    counted: null,
    quota_category: null,
    quota_lowest: null,
    quota_highest: null,
    part_of: null,
    atlas_measure: null,
    project_kind: null,
    lowest_stage: null,
    site_kind: null,
    within_m: null,
    ...wanted,
  }
  return put(t('inspector.step.addTarget', { who: wanted.name }), 'indicators', row)
}

export function newRule(
  plan: string,
  wanted: Pick<FundingRule, 'title' | 'source' | 'share' | 'amount' | 'per' | 'condition' | 'basis'>,
): Step {
  const row: FundingRule = {
    id: newId('funding_rules'),
    plan,
    ordinal: moment(),
    threshold: null,
    read_at: null,
    ...wanted,
  }
  return put(t('making.step.rule', { who: wanted.title }), 'funding_rules', row)
}

/** A pinned place that is no project; without a position it waits in the 未上图 list. */
export function newSite(wanted: Pick<Site, 'name' | 'kind' | 'town' | 'plan' | 'note'>): MadeStep {
  const id = newId('sites')
  const row: Site = {
    id,
    precision: 'none',
    geometry: null,
    source: null,
    confidence: null,
    read_at: null,
    ...wanted,
  }
  return { id, name: t('making.step.site', { who: wanted.name }), edits: [putRow('sites', row)] }
}

/** A line of a roster: who from which unit sits in a body, and how many. */
export function newRosterRow(plan: string, wanted: Pick<Roster, 'body' | 'role' | 'unit' | 'count'>): Step {
  const row: Roster = { id: newId('rosters'), plan, ordinal: moment(), read_at: null, ...wanted }
  return put(t('making.step.roster', { who: wanted.body }), 'rosters', row)
}

export function newCriterion(plan: string, wanted: Pick<Criterion, 'name' | 'weight'>): Step {
  const scoring = { parent: null, scored_by: null, indicator: null, method: null }
  const row: Criterion = {
    id: newId('criteria'),
    plan,
    ordinal: moment(),
    read_at: null,
    ...scoring,
    ...wanted,
  }
  return put(t('making.step.criterion', { who: wanted.name }), 'criteria', row)
}

/** Names of units as they are typed or pasted from a plan: 县发改局、县财政局. */
export function unitNames(text: string | null): string[] {
  const names = (text ?? '').split(/[、，,；;\n]+/).map((name) => name.trim())
  return [...new Set(names.filter(Boolean))]
}

/** Where new units belong, and the units that are there already. */
export interface Home {
  region: string
  /** Name of that region, by which the choices tell namesakes apart. */
  name: string
  units: readonly Choice[]
}

/** Assigns units by name to a task; those that are not there yet are made as bodies of the plan's region. */
export function assignEdits(
  task: string,
  named: readonly { names: readonly string[]; role: Role }[],
  home: Home,
  after = 0,
): EditRequest[] {
  const edits: EditRequest[] = []
  const made = new Map<string, string>()
  let ordinal = after
  for (const { names, role } of named)
    for (const name of names) {
      const known = home.units.find((u) => u.label === name && u.hint === home.name)?.value ?? made.get(name)
      const unit = known ?? newId('units')
      if (known === undefined) {
        const row: Unit = {
          id: unit,
          region: home.region,
          name,
          is_group: false,
          expands_to: null,
          aliases: null,
          note: null,
        }
        made.set(name, unit)
        edits.push(putRow('units', row))
      }
      ordinal += 1
      const row: Assignment = { id: newId('assignments'), task, unit, role, ordinal, read_at: null }
      edits.push(putRow('assignments', row))
    }
  return edits
}

export type NewTask = Pick<Task, 'number' | 'title' | 'section' | 'phase' | 'due' | 'status' | 'summary'>

/** A new task of a plan with the units that lead it and are responsible for it. */
export function newTask(
  plan: string,
  wanted: NewTask,
  units: { lead: readonly string[]; responsible: readonly string[] },
  home: Home,
): MadeStep {
  const id = newId('tasks')
  const row: Task = {
    id,
    plan,
    ordinal: moment(),
    kind: 'task',
    read_at: null,
    note: null,
    parent: null,
    starts: null,
    ...wanted,
  }
  const assigned = assignEdits(
    id,
    [
      { names: units.lead, role: 'lead' },
      { names: units.responsible, role: 'responsible' },
    ],
    home,
  )
  return {
    id,
    name: t('making.step.task', { who: wanted.title }),
    edits: [putRow('tasks', row), ...assigned],
  }
}

/** Adds units by name to a task that is there. */
export function addUnits(
  task: { id: string; title: string },
  names: readonly string[],
  role: Role,
  home: Home,
  after: number,
): Step {
  return {
    name: t('inspector.step.addUnit', { unit: listed(names), who: task.title }),
    edits: assignEdits(task.id, [{ names, role }], home, after),
  }
}
