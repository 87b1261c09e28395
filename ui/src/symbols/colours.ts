/** One colour for each kind, stage and category, the same on map, table and timetable, in the light and the dark: from the
 * core's table of symbols. */
import {
  type Category,
  type LightState,
  mapSymbols,
  type ProjectKind,
  type ProjectStage,
  type SiteKind,
} from '@/ipc'
import { dark } from '@/stores/prefs'

type Pair = { readonly light: string; readonly dark: string }

const pick = (pair: Pair, inDark: boolean): string => (inDark ? pair.dark : pair.light)

/** The colour of a kind of project. */
export function kindColour(kind: ProjectKind, inDark: boolean = dark.value): string {
  return pick((mapSymbols.kinds[kind] ?? mapSymbols.kinds.other).colour, inDark)
}

/** The colour of a stage of a project. */
export function stageColour(stage: ProjectStage, inDark: boolean = dark.value): string {
  return pick((mapSymbols.stages[stage] ?? mapSymbols.stages.idea).colour, inDark)
}

/** The colour of a category of pilot town; grey for a town that is no pilot. */
export function categoryColour(category: Category | null, inDark: boolean = dark.value): string {
  const { categories, ordinaryTown } = mapSymbols
  return pick((category === null ? ordinaryTown : (categories[category] ?? ordinaryTown)).colour, inDark)
}

/** The colour of sites: one quiet grey, the icon tells the kind. */
export function siteColour(_kind: SiteKind, inDark: boolean = dark.value): string {
  return pick(mapSymbols.siteColour, inDark)
}

/** The colour of what is late. */
export function lateColour(inDark: boolean = dark.value): string {
  return pick(mapSymbols.lateColour, inDark)
}

/** The colour of a light. */
export function lightColour(light: LightState, inDark: boolean = dark.value): string {
  return pick(mapSymbols.lights[light].colour, inDark)
}

/** A colour of the form #rgb or #rrggbb with an opacity from 0 to 1. */
export function fade(colour: string, opacity: number): string {
  const hex = colour.replace('#', '')
  const full = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex
  const [r, g, b] = [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16))
  return `rgba(${r}, ${g}, ${b}, ${opacity})`
}
