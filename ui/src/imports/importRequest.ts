/** What the import dialog asks the core for: the choices of a person and what they begin with. Plain functions. */
import type {
  ControlKind,
  CrsChoice,
  FileCrs,
  FileImport,
  FileLayer,
  FileOptions,
  FileSurvey,
  FileWarning,
  JobProgress,
  MoneyField,
  PartialDate,
  Precision,
  Resolution,
  SystemChoice,
  Target,
} from '@/ipc'

export const TARGETS: readonly Target[] = ['projects', 'sites', 'towns', 'control-lines']
export const ENCODINGS = ['UTF-8', 'GB18030', 'Big5'] as const
/** Endings of the files that can be read. */
export const ENDINGS = 'geojson,json,geojsonl,gpkg,shp,zip,kml,kmz,gpx,fgb,csv,tsv,txt,xlsx,xlsm,xls,ods,dxf'

/** How an older system is turned into CGCS2000. */
export type ShiftKind = 'open' | 'none' | 'three' | 'seven'

/** Where a table says where: easting and northing, or one column for both. */
export type PlaceChoice = { x: string; y: string } | { text: string }

export interface Choices {
  /** The layer; null for all of them, each with its own fields. */
  layer: string | null
  encoding: string | null
  /** Columns of a table that say where; null as the headers say. */
  columns: PlaceChoice | null
  target: Target
  crs: string | null
  shift: ShiftKind
  parameters: number[]
  swapped: boolean
  /** Field by column. */
  mapping: Record<string, string>
  /** Fields of money. */
  money: MoneyField[]
  /** What is done about names that the atlas lacks; those that are not here stay empty. */
  resolutions: Resolution[]
  plan: string | null
  precision: Precision
  control: ControlKind | null
  dated: PartialDate | null
}

/** Everything that can be told from names: what a layer is, and which kind of control line. */
function words(file: string, layer: FileLayer): string {
  return [file, layer.name, ...layer.fields.map((f) => f.name)].join(' ')
}

/** What the features of a layer seem to be. */
export function likelyTarget(file: string, layer: FileLayer): Target {
  const text = words(file, layer)
  if (likelyControl(text) !== null || /管控|控制线|三区三线/.test(text)) return 'control-lines'
  if (/项目|工程/.test(text)) return 'projects'
  if (/镇街|乡镇|行政区|街道/.test(`${file} ${layer.name}`)) return 'towns'
  if (/点位|学校|医院|文物|景点|村庄|村委/.test(`${file} ${layer.name}`)) return 'sites'
  return 'projects'
}

/** Which kind of control line a text speaks of. */
export function likelyControl(text: string): ControlKind | null {
  if (/基本农田|耕地保护|YJJBNT/i.test(text)) return 'farmland'
  if (/生态(保护)?红线|STBHHX/i.test(text)) return 'ecology'
  if (/开发边界|CZKFBJ/i.test(text)) return 'urban'
  return null
}

/** The layer a file begins with: the one with most features, or the only one. */
export function firstLayer(survey: FileSurvey): FileLayer | null {
  return survey.layers.reduce<FileLayer | null>((best, l) => (best && best.n >= l.n ? best : l), null)
}

/** The choices a layer begins with; what a person chose for another layer of the file is not carried over. */
export function choicesFor(survey: FileSurvey, layer: FileLayer, target?: Target): Choices {
  const aim = target ?? likelyTarget(survey.name, layer)
  const first = layer.likely[0]
  const crs = layer.crs?.id ?? first?.id ?? null
  return {
    layer: layer.name,
    encoding: null,
    columns: null,
    target: aim,
    crs,
    shift: 'open',
    parameters: [],
    swapped: layer.crs_found !== 'stated' && first?.id === crs && first?.swapped === true,
    mapping: { ...(layer.guesses[aim] ?? {}) },
    money: aim === 'projects' ? layer.money : [],
    resolutions: [],
    plan: null,
    precision: 'sketched',
    control: aim === 'control-lines' ? likelyControl(words(survey.name, layer)) : null,
    dated: null,
  }
}

/** How many parameters a kind of correction takes. */
export function parameterCount(kind: ShiftKind): number {
  return kind === 'three' ? 3 : kind === 'seven' ? 7 : 0
}

/** The system as the core wants it; `old` tells whether it is one that needs parameters. */
export function systemOf(choices: Choices, old: boolean): SystemChoice {
  const filled = Array.from({ length: parameterCount(choices.shift) }, (_, n) => choices.parameters[n] ?? 0)
  return {
    crs: choices.crs,
    shift: !old || choices.shift === 'open' ? null : filled,
    swapped: choices.swapped,
  }
}

/** The systems a file can be in, with those of the user as they are now. */
export function systemsWith(systems: readonly FileCrs[], choices: readonly CrsChoice[]): FileCrs[] {
  const own = choices.filter((c) => c.group === 'own')
  return [
    ...own.map((c) => ({ id: c.id, label: c.label, old: false, own: true })),
    ...systems.filter((s) => !s.own),
  ]
}

/** How a file is read. */
export function readOptions(
  layer: string | null,
  encoding: string | null,
  columns: PlaceChoice | null,
): FileOptions {
  return {
    layer,
    encoding,
    xy: columns && 'x' in columns ? [columns.x, columns.y] : null,
    place_text: columns && 'text' in columns ? columns.text : null,
  }
}

/** The columns after one of them is chosen; easting and northing count when both are there. */
export function withColumn(
  now: { x: string | null; y: string | null },
  part: 'x' | 'y',
  column: string,
): { x: string | null; y: string | null } {
  const other = part === 'x' ? 'y' : 'x'
  // the same column twice means that the two are exchanged
  return { ...now, [part]: column, ...(now[other] === column ? { [other]: now[part] } : {}) } as {
    x: string | null
    y: string | null
  }
}

/** The whole request. */
export function importRequest(path: string, choices: Choices, old: boolean): FileImport {
  const control = choices.target === 'control-lines'
  return {
    path,
    options: readOptions(choices.layer, choices.encoding, choices.columns),
    target: choices.target,
    system: systemOf(choices, old),
    mapping: choices.layer === null ? null : { ...choices.mapping },
    money: choices.layer === null || choices.target !== 'projects' ? null : choices.money,
    resolutions: choices.resolutions,
    plan: choices.target === 'projects' || choices.target === 'sites' ? choices.plan : null,
    precision: choices.precision,
    control: control ? choices.control : null,
    dated: control ? choices.dated : null,
  }
}

/** Why the import cannot go on yet, as the key of its words; null when it can. */
export type Lack = 'layer' | 'crs' | 'shift' | 'name' | 'control'
export function lacking(layer: FileLayer | null, choices: Choices, old: boolean): Lack | null {
  if (!layer) return null
  const mapped = Object.values(layer.geometry).some((n) => n > 0)
  if (layer.n === 0) return 'layer'
  if (mapped && choices.crs === null) return 'crs'
  if (mapped && old && choices.shift === 'open') return 'shift'
  if (choices.target === 'towns' && !choices.mapping.name && !choices.mapping.code) return 'name'
  if (choices.target === 'control-lines' && !choices.mapping.kind && !choices.control) return 'control'
  return null
}

/** Fields that become no column and hold no money: they are kept as attributes. */
export function freeFields(
  layer: FileLayer,
  mapping: Record<string, string>,
  money: readonly MoneyField[],
): string[] {
  const used = new Set([...Object.values(mapping), ...money.map((m) => m.field)])
  return layer.fields.map((f) => f.name).filter((name) => !used.has(name))
}

/** The choices with another one for a name: `add`, the id of a row, or null for an empty column. */
export function resolved(
  before: readonly Resolution[],
  name: Pick<Resolution, 'kind' | 'name'>,
  choice: string | null,
): Resolution[] {
  const others = before.filter((one) => one.kind !== name.kind || one.name !== name.name)
  if (choice === null) return others
  return [...others, { kind: name.kind, name: name.name, id: choice === ADD ? null : choice }]
}

/** The choice that brings a name into the atlas. */
export const ADD = '+'

/** A field of money as it begins: a total in 万元, its year in its name if there is one. */
export function newMoneyField(field: string): MoneyField {
  const year = /(?:19|20)\d{2}/.exec(field)
  return {
    field,
    stage: 'estimated',
    source: null,
    year: year ? Number(year[0]) : null,
    unit: 'wan_yuan',
    unit_stated: true,
    part: false,
  }
}

/** A year as it is typed; null for none. */
export function yearOf(text: string): number | null {
  const year = Number(text.trim().replace(/年$/, ''))
  return Number.isInteger(year) && year >= 1990 && year <= 2100 ? year : null
}

/** Warnings of one kind together, in the order they first came. */
export function byKind(warnings: readonly FileWarning[]): { kind: string; lines: FileWarning[] }[] {
  const groups = new Map<string, FileWarning[]>()
  for (const warning of warnings) {
    const lines = groups.get(warning.kind)
    if (lines) lines.push(warning)
    else groups.set(warning.kind, [warning])
  }
  return [...groups].map(([kind, lines]) => ({ kind, lines }))
}

/** Kinds of warnings that tell of features that did not come in, or came without their shape. */
const LOSSES = new Set([
  'feature_left_out',
  'geometry_left_out',
  'layer_left_out',
  'truncated',
  'bad_coordinate',
])
export function isLoss(kind: string): boolean {
  return LOSSES.has(kind)
}

/** The share of an import that is done, from 0 to 100: the file is looked through first, then its `n` features are
 * taken. The bytes read say little of the second part, because reading runs ahead of writing. */
export function sharePercent(progress: JobProgress, before: number, n: number): number {
  if (progress.total <= 0) return before
  const read = 35 * Math.min(1, progress.done / progress.total)
  const taken = 35 + 64 * Math.min(1, progress.features / Math.max(1, n))
  return Math.max(before, Math.round(progress.features > 0 ? taken : read))
}
