/** What the view holds, counted by what the legend is made of; and the lines of the legend. */
import type { Category, LightState, ProjectKind, ProjectStage, SiteKind } from '@/ipc'
import { words } from '@/ipc'
import type { InView } from '@/stores/map'
import type { Carried } from '../layers/features'
import { isUnsure } from '../layers/styles'

/** Counts what is in view; also whether sketched and town-level locations are among it. */
export interface Seen extends InView {
  sketched: boolean
  townLevel: boolean
  unsure: boolean
  /** Projects that are late. */
  overdue: number
  /** Projects by their light. */
  lights: Partial<Record<LightState, number>>
}

/** The lights that the map shows, as the legend lists them. */
const SHOWN_LIGHTS = ['red', 'yellow', 'green', 'suspended'] as const
export type ShownLight = (typeof SHOWN_LIGHTS)[number]

export function countInView(carried: Iterable<Carried>): Seen {
  const seen: Seen = {
    towns: {},
    provincial: false,
    kinds: {},
    stages: {},
    sites: {},
    sketched: false,
    townLevel: false,
    unsure: false,
    overdue: 0,
    lights: {},
  }
  for (const one of carried) {
    if (one.kind === 'town') {
      const category = one.row.category ?? 'none'
      seen.towns[category] = (seen.towns[category] ?? 0) + 1
      if (one.row.category && one.row.level === 'province') seen.provincial = true
      if (isUnsure(one.row)) seen.unsure = true
    } else if (one.kind === 'site') {
      seen.sites[one.row.kind] = (seen.sites[one.row.kind] ?? 0) + 1
    } else {
      seen.kinds[one.row.kind] = (seen.kinds[one.row.kind] ?? 0) + 1
      seen.stages[one.row.stage] = (seen.stages[one.row.stage] ?? 0) + 1
      if (one.row.overdue) seen.overdue += 1
      seen.lights[one.row.light] = (seen.lights[one.row.light] ?? 0) + 1
      if (!one.row.own) seen.townLevel = true
      else if (one.row.precision === 'sketched') seen.sketched = true
    }
  }
  return seen
}

export type LegendLine =
  | { group: 'town'; category: Category | null; count: number }
  | { group: 'kind'; kind: ProjectKind; count: number }
  | { group: 'stage'; stage: ProjectStage; count: number }
  | { group: 'overdue'; count: number }
  | { group: 'light'; light: ShownLight; count: number }
  | { group: 'site'; kind: SiteKind; count: number }
  | { group: 'note'; note: 'provincial' | 'sketched' | 'townLevel' | 'unsure' }

/** The lines of the legend, in the order of the dictionary; nothing that is not in view, and no lights unless the map shows
 * them (`lit`). */
export function legendLines(seen: Seen, lit = true): LegendLine[] {
  const lines: LegendLine[] = []
  for (const { word } of words.Category) {
    const count = seen.towns[word]
    if (count) lines.push({ group: 'town', category: word, count })
  }
  if (seen.towns.none) lines.push({ group: 'town', category: null, count: seen.towns.none })
  for (const { word } of words.ProjectKind) {
    const count = seen.kinds[word]
    if (count) lines.push({ group: 'kind', kind: word, count })
  }
  for (const { word } of words.ProjectStage) {
    const count = seen.stages[word]
    if (count) lines.push({ group: 'stage', stage: word, count })
  }
  if (seen.overdue) lines.push({ group: 'overdue', count: seen.overdue })
  for (const light of lit ? SHOWN_LIGHTS : []) {
    const count = seen.lights[light]
    if (count) lines.push({ group: 'light', light, count })
  }
  for (const { word } of words.SiteKind) {
    const count = seen.sites[word]
    if (count) lines.push({ group: 'site', kind: word, count })
  }
  for (const note of ['provincial', 'unsure', 'sketched', 'townLevel'] as const) {
    if (seen[note]) lines.push({ group: 'note', note })
  }
  return lines
}
