/** What is done with files let go over the window. */

export type DropAim = 'import' | 'open' | 'several' | 'readOnly' | 'noAtlas' | 'nothing'

/** One file at a time; without an open atlas only an atlas can be opened. */
export function dropAim(paths: readonly string[], isOpen: boolean, canWrite: boolean): DropAim {
  const [first] = paths
  if (!first) return 'nothing'
  if (!isOpen) return /\.gpkg$/i.test(first) && paths.length === 1 ? 'open' : 'noAtlas'
  if (!canWrite) return 'readOnly'
  return mainFile(paths) ? 'import' : 'several'
}

/** The file that stands for all of them: the only one, or the .shp among the parts of one shapefile. */
export function mainFile(paths: readonly string[]): string | null {
  if (paths.length === 1) return paths[0] ?? null
  const shapes = paths.filter((p) => /\.shp$/i.test(p))
  const [shape] = shapes
  if (!shape || shapes.length > 1) return null
  const stem = shape.slice(0, -3).toLowerCase()
  return paths.every((p) => p.toLowerCase().startsWith(stem)) ? shape : null
}
