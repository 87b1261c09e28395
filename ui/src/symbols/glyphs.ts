/** The icon of each kind of project and site, as drawing instructions that a canvas and a component both read: from the
 * core's table of symbols. */
import { mapSymbols, type ProjectKind, type SiteKind } from '@/ipc'

/** Strokes of the icon of a kind of project, for a 24 by 24 svg. */
export function kindGlyph(kind: ProjectKind): string {
  return (mapSymbols.kinds[kind] ?? mapSymbols.kinds.other).icon
}

/** Strokes of the icon of a kind of site, for a 24 by 24 svg. */
export function siteGlyph(kind: SiteKind): string {
  return mapSymbols.sites[kind] ?? mapSymbols.sites.other
}
