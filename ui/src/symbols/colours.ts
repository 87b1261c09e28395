/** One colour for each kind, stage and category, the same on map, table and timetable, in the light and the dark. */
import type { Category, ProjectKind, ProjectStage, SiteKind } from '@/ipc'
import { dark } from '@/stores/prefs'

type Pair = readonly [light: string, dark: string]

const KINDS: Record<ProjectKind, Pair> = {
  road: ['#a8641c', '#e0a15c'],
  water: ['#1f74c9', '#6fb0f5'],
  sewage: ['#0e7f8c', '#4fc0cc'],
  sanitation: ['#6b7f1e', '#adc25a'],
  utility: ['#b98300', '#e5b84a'],
  streetscape: ['#8a5a44', '#cb9a80'],
  greening: ['#2c8550', '#5cc28a'],
  education: ['#5a55c8', '#9d99f5'],
  health: ['#c9372c', '#ff7b70'],
  care: ['#c2528b', '#ee8fbd'],
  culture: ['#8f3fae', '#c98be4'],
  commerce: ['#b8467a', '#ec89b3'],
  industry: ['#4d5f78', '#97a9c2'],
  agriculture: ['#7d8a12', '#bccb4e'],
  housing: ['#9c6b2f', '#d6a869'],
  digital: ['#2f6f9f', '#7cb8e3'],
  other: ['#5c6878', '#a3adba'],
}

const STAGES: Record<ProjectStage, Pair> = {
  idea: ['#8b95a3', '#8d97a5'],
  preparing: ['#b98300', '#e5b84a'],
  building: ['#1f6fd1', '#6ea8ff'],
  completed: ['#2c8550', '#5cc28a'],
  accepted: ['#1c5f39', '#8fdcb0'],
  suspended: ['#c9372c', '#ff7b70'],
}

const CATEGORIES: Record<Category, Pair> = {
  satellite: ['#1f6fd1', '#6ea8ff'],
  subcentre: ['#b7651b', '#e29a4f'],
  speciality: ['#2c8550', '#5cc28a'],
  refined: ['#8f3fae', '#c98be4'],
  demonstration: ['#b3382e', '#ff8a7f'],
}

const SITES: Pair = ['#5c6878', '#a3adba']
const ORDINARY: Pair = ['#8b95a3', '#778291']

const pick = (pair: Pair, inDark: boolean): string => pair[inDark ? 1 : 0]

/** The colour of a kind of project. */
export function kindColour(kind: ProjectKind, inDark: boolean = dark.value): string {
  return pick(KINDS[kind] ?? KINDS.other, inDark)
}

/** The colour of a stage of a project. */
export function stageColour(stage: ProjectStage, inDark: boolean = dark.value): string {
  return pick(STAGES[stage] ?? STAGES.idea, inDark)
}

/** The colour of a category of pilot town; grey for a town that is no pilot. */
export function categoryColour(category: Category | null, inDark: boolean = dark.value): string {
  return pick(category === null ? ORDINARY : (CATEGORIES[category] ?? ORDINARY), inDark)
}

/** The colour of sites: one quiet grey, the icon tells the kind. */
export function siteColour(_kind: SiteKind, inDark: boolean = dark.value): string {
  return pick(SITES, inDark)
}
