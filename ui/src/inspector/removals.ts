/** The steps that delete plans, tasks, towns, units and the parts of a plan: what goes with them, what is kept and
 * loosened, and what stands in the way. Pure; {@link ./gather} finds out what is there. */
import { i18n, t } from '@/i18n'
import type {
  EditRequest,
  Indicator,
  IndicatorBrief,
  Phase,
  PlanDetail,
  ProjectTask,
  Site,
  TaskDetail,
  TownDetail,
  Unit,
} from '@/ipc'
import type { Step } from './edits'

/** How a deletion is made and what must be said before it. */
export interface Removal extends Step {
  /** What goes with it, by table. */
  goes: Map<string, number>
  /** What is kept and only loosened from it, by table. */
  freed: Map<string, number>
}

/** A deletion being put together; each row is named once. */
class Sweep {
  readonly edits: EditRequest[] = []
  readonly goes = new Map<string, number>()
  readonly freed = new Map<string, number>()
  private readonly seen = new Set<string>()

  private once(table: string, id: string): boolean {
    const key = `${table}/${id}`
    if (this.seen.has(key)) return false
    this.seen.add(key)
    return true
  }
  take(table: string, ids: readonly string[]): this {
    for (const id of ids)
      if (this.once(table, id)) {
        this.edits.push({ op: 'remove', table, id })
        this.goes.set(table, (this.goes.get(table) ?? 0) + 1)
      }
    return this
  }
  loosen(table: string, ids: readonly string[], column: string, to: string | null = null): this {
    for (const id of ids)
      if (this.once(table, id)) {
        this.edits.push({ op: 'set', table, id, columns: { [column]: to } })
        this.freed.set(table, (this.freed.get(table) ?? 0) + 1)
      }
    return this
  }
  of(name: string, table: string, id: string): Removal {
    this.edits.push({ op: 'remove', table, id })
    return { name, edits: this.edits, goes: this.goes, freed: this.freed }
  }
}

const idsOf = (rows: readonly { id: string }[]) => rows.map((r) => r.id)

function takeIndicators(sweep: Sweep, indicators: readonly IndicatorBrief[]): void {
  for (const { indicator, observations } of indicators)
    sweep.take('observations', idsOf(observations)).take('indicators', [indicator.id])
}

/** What goes with a task: who does it, what it is measured by, its money and reports, and its links to projects. */
function takeTask(sweep: Sweep, detail: TaskDetail, links: readonly ProjectTask[]): void {
  sweep.take('assignments', idsOf(detail.units.map((u) => u.assignment)))
  takeIndicators(sweep, detail.indicators)
  sweep
    .take('budget_lines', idsOf(detail.budget))
    .take('progress', idsOf(detail.progress))
    .take('project_tasks', idsOf(links.filter((l) => l.task === detail.task.id)))
}

export function removeTask(detail: TaskDetail, links: readonly ProjectTask[]): Removal {
  const sweep = new Sweep()
  takeTask(sweep, detail, links)
  return sweep.of(t('making.step.removeTask', { who: detail.task.title }), 'tasks', detail.task.id)
}

/** What a plan holds beyond what its detail says. */
export interface PlanParts {
  detail: PlanDetail
  sections: readonly string[]
  /** Every task, measures too. */
  tasks: readonly TaskDetail[]
  /** Links of the projects that serve these tasks. */
  links: readonly ProjectTask[]
  /** Projects and sites it asked for: they are kept. */
  projects: readonly string[]
  sites: readonly string[]
}

/** Deletes a plan with all that is only in it; its projects and sites stay in the atlas without a plan. */
export function removePlan(parts: PlanParts): Removal {
  const { detail } = parts
  const sweep = new Sweep()
  for (const task of parts.tasks) takeTask(sweep, task, parts.links)
  takeIndicators(sweep, detail.indicators)
  sweep
    .take('tasks', idsOf(parts.tasks.map((p) => p.task)))
    .take('sections', parts.sections)
    .take('phases', idsOf(detail.phases))
    .take('designations', idsOf(detail.designations.map((d) => d.designation)))
    .take('funding_rules', idsOf(detail.funding_rules))
    .take('rosters', idsOf(detail.rosters))
    .take('criteria', idsOf(detail.criteria))
    .take('assessments', idsOf(detail.assessments))
    .take('budget_lines', idsOf(detail.budget))
    .take('progress', idsOf(detail.progress))
    .loosen('projects', parts.projects, 'plan')
    .loosen('sites', parts.sites, 'plan')
  return sweep.of(t('making.step.removePlan', { who: detail.plan.short_title }), 'plans', detail.plan.id)
}

/** What belongs to a region beyond what its detail says. */
export interface TownParts {
  detail: TownDetail
  /** Names of what must be moved before it can go, by table: projects, plans, units, regions below it. */
  blockers: Map<string, string[]>
  assessments: readonly string[]
}

/** Deletes a town: its designations, money, reports and results go; its sites stay without a town. */
export function removeTown(parts: TownParts): Removal {
  const { detail } = parts
  const own = (s: Site) => s.town === detail.region.id
  const sweep = new Sweep()
    .take('designations', idsOf(detail.designations.map((d) => d.designation)))
    .take('budget_lines', idsOf(detail.budget))
    .take('progress', idsOf(detail.progress))
    .take('observations', idsOf(detail.observations))
    .take('assessments', parts.assessments)
    .loosen('sites', idsOf(detail.sites.filter(own)), 'town')
  return sweep.of(t('making.step.removeTown', { who: detail.region.name }), 'regions', detail.region.id)
}

/** Deletes a unit: it is taken off its tasks; the projects it leads stay without a lead unit. */
export function removeUnit(
  unit: Pick<Unit, 'id' | 'name'>,
  assignments: readonly string[],
  led: readonly string[],
): Removal {
  const sweep = new Sweep().take('assignments', assignments).loosen('projects', led, 'lead_unit')
  return sweep.of(t('making.step.removeUnit', { who: unit.name }), 'units', unit.id)
}

export function removeSite(site: Pick<Site, 'id' | 'name'>): Removal {
  return new Sweep().of(t('making.step.removeSite', { who: site.name }), 'sites', site.id)
}

/** Deletes a heading; what stands under it moves to the heading above. */
export function removeSection(
  section: { id: string; title: string; parent: string | null },
  below: { sections: readonly string[]; tasks: readonly string[] },
): Removal {
  const sweep = new Sweep()
    .loosen('sections', below.sections, 'parent', section.parent)
    .loosen('tasks', below.tasks, 'section', section.parent)
  return sweep.of(t('making.step.removeSection', { who: section.title }), 'sections', section.id)
}

/** Deletes a phase; its tasks stay without one. */
export function removePhase(phase: Pick<Phase, 'id' | 'name'>, tasks: readonly string[]): Removal {
  const sweep = new Sweep().loosen('tasks', tasks, 'phase')
  return sweep.of(t('making.step.removePhase', { who: phase.name }), 'phases', phase.id)
}

export function removeIndicator(
  indicator: Pick<Indicator, 'id' | 'name'>,
  observations: readonly string[],
): Removal {
  const sweep = new Sweep().take('observations', observations)
  return sweep.of(t('making.step.removeIndicator', { who: indicator.name }), 'indicators', indicator.id)
}

/** Counts by table in words: “12 项任务、3 个章节”. */
export function inWords(counts: ReadonlyMap<string, number>): string {
  const parts = [...counts].map(([table, n]) => i18n.global.t(`making.holds.${table}`, { n }))
  return parts.join(t('inspector.list'))
}

/** What is said before a deletion. */
export function warning(removal: Pick<Removal, 'goes' | 'freed'>): string {
  const lines: string[] = []
  if (removal.goes.size) lines.push(t('making.goesWith', { what: inWords(removal.goes) }))
  if (removal.freed.size) lines.push(t('making.kept', { what: inWords(removal.freed) }))
  if (lines.length === 0) lines.push(t('making.alone'))
  return [...lines, t('making.oneStep')].join('\n')
}

/** Why something cannot be deleted yet, and what to move first; empty when nothing is in the way. */
export function obstacle(blockers: ReadonlyMap<string, readonly string[]>): string {
  const parts = [...blockers]
    .filter(([, names]) => names.length > 0)
    .map(([table, names]) => {
      const some = names.slice(0, 3).join(t('inspector.list'))
      const what = i18n.global.t(`making.holds.${table}`, { n: names.length })
      return t('making.named', { what, some: names.length > 3 ? `${some}…` : some })
    })
  return parts.length ? t('making.moveFirst', { what: parts.join('；') }) : ''
}
