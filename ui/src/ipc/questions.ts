/** Questions to the core: commands that change nothing, each with the tables its answer depends on. */
import { call } from '.'
import { on } from './events'
import type { Commands } from './types.gen'

/** Every table of an atlas; a change of one that is not in the list is taken to touch all questions. */
export const TABLES = [
  'atlas',
  'regions',
  'plans',
  'phases',
  'sections',
  'units',
  'tasks',
  'assignments',
  'designations',
  'sites',
  'projects',
  'project_tasks',
  'budget_lines',
  'funding_rules',
  'rosters',
  'gates',
  'indicators',
  'observations',
  'progress',
  'control_lines',
  'criteria',
  'assessments',
  'documents',
  'citations',
  'standards',
  'standard_items',
  'deliverables',
  'cadences',
  'town_observations',
  'investment_plans',
  'investment_reports',
  'eligibility_rules',
  'land_rules',
  'gate_rules',
  'gate_templates',
  'indicator_regions',
  'problems',
  'assessment_rules',
  'dependencies',
  'baselines',
  'baseline_items',
  'light_rules',
  'reporting_rounds',
  'attachments',
  'assessment_rounds',
  'criterion_scores',
  'views',
] as const
export type Table = (typeof TABLES)[number]

/** What decides which projects, tasks and towns pass a filter, and what they add up to. */
const FILTERED: readonly Table[] = [
  'regions',
  'plans',
  'units',
  'tasks',
  'assignments',
  'designations',
  'projects',
  'project_tasks',
  'budget_lines',
  'control_lines',
  // by their lights
  'gates',
  'progress',
  'light_rules',
]

/** What the map draws when no filter is set. */
export const ON_MAP: readonly Table[] = [
  'regions',
  'plans',
  'designations',
  'sites',
  'projects',
  // by their lights
  'gates',
  'progress',
  'light_rules',
]

/** What targets and where they stand are made of; projects and sites for what the atlas itself gives. */
const OF_TARGETS: readonly Table[] = [
  ...FILTERED,
  'sites',
  'indicators',
  'observations',
  'indicator_regions',
  'town_observations',
]

/** What a task book is made of. */
const IN_BOOKS: readonly Table[] = [
  ...FILTERED,
  'gates',
  'progress',
  'indicators',
  'observations',
  'indicator_regions',
  'town_observations',
  'deliverables',
  'problems',
  'light_rules',
]

const BESIDE_VIEWS = TABLES.filter((table) => table !== 'views')

/** The tables the answer of each question depends on. */
export const DEPENDS_ON = {
  contents: [
    'regions',
    'plans',
    'sections',
    'units',
    'tasks',
    'assignments',
    'designations',
    'sites',
    'projects',
    'views',
  ],
  totals: FILTERED,
  facets: FILTERED,
  project_page: FILTERED,
  task_page: [...FILTERED, 'phases', 'indicators'],
  town_page: FILTERED,
  unit_page: FILTERED,
  money_table: FILTERED,
  money_page: FILTERED,
  money_behind: FILTERED,
  money_cell: FILTERED,
  ceilings_of: ['plans', 'tasks', 'regions', 'projects', 'project_tasks', 'budget_lines'],
  pasted_money: FILTERED,
  round_briefs: ['reporting_rounds', 'plans'],
  round_sheet: [...FILTERED, 'reporting_rounds'],
  meeting_lists: [...FILTERED, 'reporting_rounds'],
  todo_items: [...FILTERED, 'reporting_rounds', 'deliverables', 'problems'],
  usual_round: [],
  target_table: OF_TARGETS,
  target_sheet: OF_TARGETS,
  timetable: [...FILTERED, 'phases', 'gates', 'progress', 'baselines', 'baseline_items'],
  baselines: ['baselines'],
  light_limits: ['light_rules'],
  by_date: FILTERED,
  variance: [...FILTERED, 'phases', 'gates', 'deliverables', 'baselines', 'baseline_items'],
  schedule_overlay: [...FILTERED, 'phases', 'gates', 'deliverables', 'dependencies'],
  undated_items: [...FILTERED, 'phases', 'gates'],
  timetable_place: [...FILTERED, 'phases', 'gates'],
  task_book: IN_BOOKS,
  unit_spellings: BESIDE_VIEWS,
  duty_matrix: [...FILTERED, 'progress', 'light_rules'],
  book_owners: [...FILTERED, 'progress', 'light_rules'],
  templates_for: ['projects', 'gate_templates'],
  template_dates: ['projects', 'gates', 'gate_templates'],
  map_features: [...FILTERED, 'sites'],
  control_lines: ['control_lines'],
  town_outlines: ['regions'],
  choices: ['regions', 'plans', 'tasks', 'units'],
  detail: BESIDE_VIEWS,
  // the journal grows with every change; undone steps are in it too
  history: TABLES,
  imported_values: BESIDE_VIEWS,
  check: [
    'regions',
    'plans',
    'phases',
    'tasks',
    'project_tasks',
    'gates',
    'sites',
    'projects',
    'control_lines',
  ],
} satisfies Partial<Record<keyof Commands, readonly Table[]>>

export type Question = keyof typeof DEPENDS_ON

/** Counts changes: what is asked after one is not answered by what was asked before it. */
let generation = 0
on('atlas:changed', () => {
  generation += 1
})

const inFlight = new Map<string, Promise<unknown>>()

/** The same text for the same arguments, in whatever order their fields were set. */
function keyOf(args: unknown): string {
  return JSON.stringify(args, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** Asks the core; who asks the same while the answer is on its way gets that one. */
export function ask<K extends Question>(name: K, args: Commands[K]['args']): Promise<Commands[K]['result']> {
  const key = `${generation} ${name} ${keyOf(args)}`
  const there = inFlight.get(key)
  if (there) return there as Promise<Commands[K]['result']>
  const answer = call(name, args).finally(() => inFlight.delete(key))
  inFlight.set(key, answer)
  return answer
}
