/** Finds out from the core what a thing holds, so that deleting it leaves nothing behind that refers to it. */
import {
  call,
  type Detail,
  type Filter,
  type Node,
  type NodeKind,
  type PlanDetail,
  type ProjectTask,
  type TaskDetail,
  type TownDetail,
  type UnitDetail,
} from '@/ipc'
import { emptyFilter } from '@/stores/filter'
import { choices } from './choices'
import type { PlanParts, TownParts } from './removals'

type Of<K extends Detail['kind']> = Extract<Detail, { kind: K }>

async function details<K extends Detail['kind'] & NodeKind>(
  kind: K,
  ids: readonly string[],
): Promise<Of<K>[]> {
  const found = await Promise.all(ids.map((id) => call('detail', { kind, id })))
  return found.filter((d): d is Of<K> => d.kind === kind)
}

const all = { sort: { column: '', descending: false }, offset: 0, limit: 100_000 }
async function projectIds(part: Partial<Filter>): Promise<string[]> {
  const page = await call('project_page', { filter: { ...emptyFilter(), ...part }, ...all })
  return page.rows.map((r) => r.id)
}

/** Ids of a kind anywhere under a node. */
export function idsBelow(node: Node, kind: NodeKind): string[] {
  return node.children.flatMap((c) => [...(c.kind === kind ? [c.id] : []), ...idsBelow(c, kind)])
}

/** The links to tasks of the projects that serve these tasks. */
export async function linksOf(tasks: readonly TaskDetail[]): Promise<ProjectTask[]> {
  const ids = [...new Set(tasks.flatMap((d) => d.projects.map((p) => p.id)))]
  return (await details('project', ids)).flatMap((d) => d.links)
}

async function sitesOfPlan(plan: string): Promise<string[]> {
  const [tree, map] = await Promise.all([
    call('contents', {}),
    call('map_features', { filter: emptyFilter() }),
  ])
  const unmapped = tree.unmapped.filter((i) => i.kind === 'site').map((i) => i.id)
  const ids = [...new Set([...map.sites.map((s) => s.id), ...unmapped])]
  return (await details('site', ids)).filter((d) => d.site.plan === plan).map((d) => d.site.id)
}

export async function planParts(detail: PlanDetail): Promise<PlanParts> {
  const id = detail.plan.id
  const [tree, projects, sites] = await Promise.all([
    call('contents', {}),
    projectIds({ plans: [id] }),
    sitesOfPlan(id),
  ])
  const node = tree.plans.find((n) => n.id === id)
  const tasks = await details('task', node ? idsBelow(node, 'task') : [])
  const sections = node ? idsBelow(node, 'section') : []
  return { detail, sections, tasks, links: await linksOf(tasks), projects, sites }
}

export async function townParts(detail: TownDetail): Promise<TownParts> {
  const { id, name } = detail.region
  const known = choices.value ?? (await call('choices', {}))
  const plans = await details(
    'plan',
    known.plans.map((c) => c.value),
  )
  const near = (list: { value: string; hint: string | null }[]) =>
    list.filter((c) => c.hint === name && c.value !== id).map((c) => c.value)
  const [units, below] = await Promise.all([
    details('unit', near(known.units)),
    details('town', near(known.towns)),
  ])
  const blockers = new Map([
    ['projects', detail.projects.map((p) => p.name)],
    ['plans', plans.filter((d) => d.plan.region === id).map((d) => d.plan.short_title)],
    ['units', units.filter((d) => d.unit.region === id).map((d) => d.unit.name)],
    ['regions', below.filter((d) => d.region.parent === id).map((d) => d.region.name)],
  ])
  const results = plans.flatMap((d) => d.assessments.filter((a) => a.region === id).map((a) => a.id))
  return { detail, blockers, assessments: results }
}

export async function unitHeld(detail: UnitDetail): Promise<{ assignments: string[]; led: string[] }> {
  const id = detail.unit.id
  const ids = [...new Set(detail.tasks.map((r) => r.brief.task.id))]
  const [tasks, projects] = await Promise.all([
    details('task', ids),
    details('project', await projectIds({ units: [id] })),
  ])
  return {
    assignments: tasks.flatMap((d) => d.units.filter((u) => u.unit.id === id).map((u) => u.assignment.id)),
    led: projects.filter((d) => d.project.lead_unit === id).map((d) => d.project.id),
  }
}

/** The name of a region. */
export async function regionName(id: string): Promise<string> {
  const [found] = await details('town', [id])
  return found?.region.name ?? ''
}

/** Tasks of a plan, measures too, that stand in a phase. */
export async function tasksInPhase(plan: string, phase: string): Promise<string[]> {
  const tree = await call('contents', {})
  const node = tree.plans.find((n) => n.id === plan)
  const tasks = await details('task', node ? idsBelow(node, 'task') : [])
  return tasks.filter((d) => d.task.phase === phase).map((d) => d.task.id)
}
