/** What lies over what on the map: one list, lowest first. Labels stand below every symbol, so that no label is put under
 * one; the higher one wins its place first: symbols, then the names of towns, of projects, then sites with their names, then
 * the names of the base map. The layers the user added share one place, in the order of the panel. */
export const Z_ORDER = [
  'base',
  'user-layers',
  'base-labels',
  'control-lines',
  'town-money-areas',
  'town-outlines',
  'project-crowd',
  'project-areas',
  'project-lines',
  'control-common',
  'highlight-lines',
  'site-labels',
  'site-pins',
  'project-labels',
  'town-labels',
  'town-dots',
  'project-town-pins',
  'project-pins',
  'town-money',
  'town-pins',
  'highlight',
  'spider',
  'edit',
  'sketch',
  'problems',
] as const

export type LayerId = (typeof Z_ORDER)[number]

/** The z-index of a layer; an unknown layer is a mistake of ours and throws. */
export function zIndexOf(id: LayerId): number {
  const index = Z_ORDER.indexOf(id)
  if (index < 0) throw new Error(`no layer ${id} in the order of layers`)
  return index + 1
}
