/** What an export asks the core for: the layer, and of it the filter, the selection or everything. */
import type { ExportRequest, Filter, Sort } from '@/ipc'
import type { Ledger } from '@/ledger/ledgerColumns'
import { emptyFilter } from '@/stores/filter'
import type { Target } from '@/stores/selection'

export const layers = ['projects', 'towns', 'sites', 'control-lines', 'tasks', 'indicators', 'units'] as const
export type Layer = (typeof layers)[number]
export type Scope = 'filter' | 'selection' | 'all'

const placed = ['geojson', 'xlsx', 'csv', 'gpkg', 'shp', 'kml', 'fgb', 'dxf', 'geojsonl'] as const
/** The ledger for paper, the formats of layers with places, and JSON of lists without. */
export type Format = 'ledger' | (typeof placed)[number] | 'json'
export type PerUnit = 'whole' | 'sheets' | 'files'

export interface Choice {
  layer: Layer
  format: Format
  /** The coordinate system; null for the usual one of the format. */
  crs: string | null
  scope: Scope
  withUnmapped: boolean
  chineseLabels: boolean
  /** What of a ledger is written: what the window shows of it, or its usual columns. */
  columns: 'seen' | 'usual'
  /** Tasks once more for each unit. */
  perUnit: PerUnit
}

/** What the window shows of the ledgers, and the day of today: `2026-11-30`. */
export interface Seen {
  columns: (ledger: Ledger) => string[]
  sort: (ledger: Ledger) => Sort
  today: string
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

/** Whether a layer has a ledger in the window. */
export function hasLedger(layer: Layer): layer is Ledger {
  return layer === 'projects' || layer === 'tasks' || layer === 'towns'
}

/** Formats of a layer, the usual one first. */
export function formatsOf(layer: Layer): Format[] {
  const ledger: Format[] = hasLedger(layer) ? ['ledger'] : []
  return [...ledger, ...(hasPlaces(layer) ? placed : (['json'] as const))]
}

/** The format in which a layer is written if one is asked for that it may not have. */
export function formatFor(layer: Layer, format: Format): Format {
  const all = formatsOf(layer)
  return all.includes(format) ? format : (all[0] ?? 'json')
}

/** The ending of its file. */
export function extensionOf(layer: Layer, format: Format): string {
  const fitting = formatFor(layer, format)
  return fitting === 'ledger' ? 'xlsx' : fitting
}

/** Whether the coordinate system can be chosen: GeoJSON and KML have theirs by their standards. */
export function choosesCrs(layer: Layer, format: Format): boolean {
  const none: Format[] = ['ledger', 'geojson', 'geojsonl', 'kml', 'json']
  return !none.includes(formatFor(layer, format))
}

/** A ledger is a list of everything, on the map or not, with Chinese headings. */
export function isLedger(format: Format): boolean {
  return format === 'ledger' || format === 'xlsx' || format === 'csv'
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
export function exportRequest(choice: Choice, filter: Filter, chosen: Chosen, seen: Seen): ExportRequest {
  const format = formatFor(choice.layer, choice.format)
  const selection = choice.scope === 'selection' ? selectionScope(choice.layer, chosen) : null
  return {
    layer: choice.layer,
    format,
    crs: choosesCrs(choice.layer, choice.format) ? choice.crs : null,
    filter: selection?.filter ?? (choice.scope === 'all' ? emptyFilter() : filter),
    ids: selection?.ids ?? [],
    with_unmapped: choice.withUnmapped,
    chinese_labels: choice.chineseLabels,
    path: null,
    overwrite: false,
    view: viewOf(choice, format, seen),
  }
}

/** How a ledger is set. Tasks that are handed out to units have the columns for that, whatever the window shows. */
function viewOf({ layer, columns, perUnit }: Choice, format: Format, seen: Seen): ExportRequest['view'] {
  const plain = {
    columns: [],
    sort: { column: '', descending: false, find: '' },
    per_unit: 'whole' as const,
    dated: null,
  }
  if (format !== 'ledger' || !hasLedger(layer)) return plain
  return {
    columns: columns === 'seen' ? seen.columns(layer) : [],
    sort: seen.sort(layer),
    per_unit: layer === 'tasks' ? perUnit : 'whole',
    dated: seen.today,
  }
}
