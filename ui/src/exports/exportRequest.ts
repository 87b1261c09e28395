/** What an export asks the core for: the layer, and of it the filter, the selection or everything. */
import type { ExportRequest, Filter } from '@/ipc'
import { emptyFilter } from '@/stores/filter'
import type { Target } from '@/stores/selection'

export const layers = ['projects', 'towns', 'sites', 'control-lines', 'tasks', 'indicators', 'units'] as const
export type Layer = (typeof layers)[number]
export type Scope = 'filter' | 'selection' | 'all'

/** Formats of layers with places; lists without are written as JSON. */
export const formats = ['geojson', 'xlsx', 'csv', 'gpkg', 'shp', 'kml', 'fgb', 'dxf', 'geojsonl'] as const
export type Format = (typeof formats)[number]

export interface Choice {
  layer: Layer
  format: Format
  /** The coordinate system; null for the usual one of the format. */
  crs: string | null
  scope: Scope
  withUnmapped: boolean
  chineseLabels: boolean
}

export interface Chosen {
  target: Target | null
  /** Projects selected together. */
  multi: readonly string[]
}

/** Whether the things of a layer have places. */
export function hasPlaces(layer: Layer): boolean {
  return layer === 'projects' || layer === 'towns' || layer === 'sites' || layer === 'control-lines'
}

/** Layers with a geometry are written in the format chosen, the others as JSON tables. */
export function extensionOf(layer: Layer, format: Format): Format | 'json' {
  return hasPlaces(layer) ? format : 'json'
}

/** Whether the coordinate system can be chosen: GeoJSON and KML have theirs by their standards. */
export function choosesCrs(layer: Layer, format: Format): boolean {
  return hasPlaces(layer) && format !== 'geojson' && format !== 'geojsonl' && format !== 'kml'
}

/** A ledger is a list of everything, on the map or not, with Chinese headings. */
export function isLedger(format: Format): boolean {
  return format === 'xlsx' || format === 'csv'
}

const OWN: Partial<Record<Target['kind'], Layer>> = {
  project: 'projects',
  town: 'towns',
  site: 'sites',
  task: 'tasks',
  unit: 'units',
}

/** What is selected as a scope of a layer: its ids, or a filter by the plan, town or unit selected; null when neither fits. */
export function selectionScope(
  layer: Layer,
  { target, multi }: Chosen,
): { filter: Filter; ids: string[] } | null {
  const filter = emptyFilter()
  if (layer === 'projects' && multi.length > 0) return { filter, ids: [...multi] }
  if (!target) return null
  if (OWN[target.kind] === layer) return { filter, ids: [target.id] }
  if (target.kind === 'plan') return { filter: { ...filter, plans: [target.id] }, ids: [] }
  if (target.kind === 'town') return { filter: { ...filter, towns: [target.id] }, ids: [] }
  if (target.kind === 'unit') return { filter: { ...filter, units: [target.id] }, ids: [] }
  return null
}

/** The request of a choice; a selection that does not fit the layer falls back to the filter. */
export function exportRequest(choice: Choice, filter: Filter, chosen: Chosen): ExportRequest {
  const selection = choice.scope === 'selection' ? selectionScope(choice.layer, chosen) : null
  return {
    layer: choice.layer,
    format: extensionOf(choice.layer, choice.format),
    crs: choosesCrs(choice.layer, choice.format) ? choice.crs : null,
    filter: selection?.filter ?? (choice.scope === 'all' ? emptyFilter() : filter),
    ids: selection?.ids ?? [],
    with_unmapped: choice.withUnmapped,
    chinese_labels: choice.chineseLabels,
    path: null,
    overwrite: false,
  }
}

/** Where a file is proposed: the suggested name in the folder of the atlas. */
export function proposedPath(atlasPath: string, suggested: string): string {
  const cut = Math.max(atlasPath.lastIndexOf('/'), atlasPath.lastIndexOf('\\'))
  return cut < 0 ? suggested : `${atlasPath.slice(0, cut + 1)}${suggested}`
}
