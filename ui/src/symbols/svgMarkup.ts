/** Symbols of the map as svg text, drawn from the core's table of parts: towns, project pins, sites, groups. All are 2D,
 * crisp at any pixel ratio. */
import {
  type Category,
  type ControlKind,
  mapSymbols,
  type PilotLevel,
  type ProjectKind,
  type ProjectStage,
  type SiteKind,
} from '@/ipc'
import { categoryColour, kindColour, lateColour, siteColour, stageColour } from './colours'
import { kindGlyph, siteGlyph } from './glyphs'
import { dotOffset, townOutline } from './townShapes'

/** What a symbol is drawn on. */
export interface Ground {
  dark: boolean
  /** Colour of the land, for halos and hollow symbols. */
  land: string
}

type Ink = 'own' | 'stage' | 'late' | 'land' | 'edge' | 'white'
type Shape =
  | { readonly shape: 'circle'; readonly x: number; readonly y: number; readonly radius: number }
  | { readonly shape: 'path'; readonly d: string }
  | { readonly shape: 'plate'; readonly side: number; readonly corner: number }
  | { readonly shape: 'icon'; readonly size: number }
  | { readonly shape: 'outline' }
  | { readonly shape: 'category_dot'; readonly radius: number }
  | { readonly shape: 'number'; readonly size: number; readonly baseline: number }
/** A part of a symbol, as planning::symbols::pins has it. */
type Part = Shape & {
  readonly fill: Ink | null
  readonly stroke: { readonly ink: Ink; readonly width: number; readonly dashes: readonly number[] } | null
}
interface MapSymbol {
  readonly size: number
  readonly parts: readonly Part[]
}

/** What fills the places that a table of parts leaves open. */
interface Drawn {
  own: string
  stage?: string
  icon?: string
  category?: Category | null
  count?: number
}

/** Parts in their order, around (0, 0). */
function body(parts: readonly Part[], drawn: Drawn, ground: Ground): string {
  const inks: Record<Ink, string> = {
    own: drawn.own,
    stage: drawn.stage ?? drawn.own,
    late: lateColour(ground.dark),
    land: ground.land,
    edge: ground.dark ? ground.land : '#fff',
    white: '#fff',
  }
  return parts.map((part) => markup(part, inks, drawn)).join('')
}

/** Draws parts as an svg of their own. */
function drawing(size: number, parts: readonly Part[], drawn: Drawn, ground: Ground): string {
  const half = size / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${-half} ${-half} ${size} ${size}">${body(parts, drawn, ground)}</svg>`
}

function markup(part: Part, inks: Record<Ink, string>, drawn: Drawn): string {
  const fill = ` fill="${part.fill ? inks[part.fill] : 'none'}"`
  const dashes = part.stroke?.dashes.length ? ` stroke-dasharray="${part.stroke.dashes.join(' ')}"` : ''
  const stroke = part.stroke
    ? ` stroke="${inks[part.stroke.ink]}" stroke-width="${part.stroke.width}" stroke-linecap="round" stroke-linejoin="round"${dashes}`
    : ''
  const paint = fill + stroke
  switch (part.shape) {
    case 'circle':
      return `<circle cx="${part.x}" cy="${part.y}" r="${part.radius}"${paint}/>`
    case 'path':
      return `<path d="${part.d}"${paint}/>`
    case 'plate':
      return `<rect x="${-part.side / 2}" y="${-part.side / 2}" width="${part.side}" height="${part.side}" rx="${part.corner}"${paint}/>`
    case 'icon':
      return `<g transform="translate(${-part.size / 2} ${-part.size / 2}) scale(${part.size / 24})"${paint}>${drawn.icon ?? ''}</g>`
    case 'outline':
      return `<path d="${townOutline(drawn.category ?? null)}"${paint}/>`
    case 'category_dot':
      return `<circle cy="${dotOffset(drawn.category ?? null)}" r="${part.radius}"${paint}/>`
    case 'number':
      return `<text y="${part.baseline}" text-anchor="middle" font-family="sans-serif" font-weight="600" font-size="${part.size}"${paint}>${drawn.count ?? ''}</text>`
  }
}

/** A town: shape and colour by category, a white dot for the provincial level, hollow when its point is unsure. */
export function townSvg(
  category: Category | null,
  level: PilotLevel | null,
  unsure: boolean,
  ground: Ground,
): string {
  const { size, parts }: MapSymbol = unsure ? mapSymbols.towns.unsure : mapSymbols.towns.sure
  const dot: readonly Part[] = level === 'province' ? [mapSymbols.towns.province[unsure ? 1 : 0]] : []
  return drawing(size, [...parts, ...dot], { own: categoryColour(category, ground.dark), category }, ground)
}

/** The sign of what is late where a pin has it, alone, for what is drawn without a pin. */
export function lateSvg(ground: Ground): string {
  return drawing(mapSymbols.pins.own.size, mapSymbols.lateMark, { own: lateColour(ground.dark) }, ground)
}

/** A project: its kind's colour and icon, a dot in the colour of its stage; hollow and dashed when only the town is known. */
export function projectSvg(
  kind: ProjectKind,
  stage: ProjectStage,
  place: 'own' | 'sketched' | 'town',
  ground: Ground,
  late = false,
): string {
  const { size, parts }: MapSymbol = mapSymbols.pins[place]
  const mark: readonly Part[] = late ? mapSymbols.lateMark : []
  const drawn = {
    own: kindColour(kind, ground.dark),
    stage: stageColour(stage, ground.dark),
    icon: kindGlyph(kind),
  }
  return drawing(size, [...parts, ...mark], drawn, ground)
}

/** A site: a small icon on a small plate. */
export function siteSvg(kind: SiteKind, ground: Ground): string {
  const { size, parts }: MapSymbol = mapSymbols.site
  return drawing(size, parts, { own: siteColour(kind, ground.dark), icon: siteGlyph(kind) }, ground)
}

/** Several things at one place: a ring with their number. */
export function clusterSvg(count: number, colour: string, hollow: boolean, ground: Ground): string {
  const { many, own, town } = mapSymbols.groups
  const { size, parts }: MapSymbol = (hollow ? town : own)[count < many ? 0 : 1]
  return drawing(size, parts, { own: colour, count }, ground)
}

type LegendMark = Exclude<keyof typeof mapSymbols.legend, 'listed_kind' | 'listed_stage'>

function legendSvg(mark: LegendMark, drawn: Drawn, ground: Ground): string {
  const { size, parts }: MapSymbol = mapSymbols.legend[mark]
  return drawing(size, parts, drawn, ground)
}

/** A kind of project in a legend. */
export function kindMark(kind: ProjectKind, ground: Ground): string {
  return legendSvg('kind', { own: kindColour(kind, ground.dark), icon: kindGlyph(kind) }, ground)
}

/** A stage of projects in a legend. */
export function stageMark(stage: ProjectStage, ground: Ground): string {
  return legendSvg('stage', { own: stageColour(stage, ground.dark) }, ground)
}

/** What is late, in a legend. */
export function lateMark(ground: Ground): string {
  return legendSvg('late', { own: lateColour(ground.dark) }, ground)
}

/** Boundaries of towns in a legend. */
export function boundaryMark(ground: Ground): string {
  const { light, dark } = mapSymbols.boundaryColour
  return legendSvg('boundary', { own: ground.dark ? dark : light }, ground)
}

/** A kind of control area in a legend, with its lines as they fall or rise on the map. */
export function controlMark(kind: ControlKind, ground: Ground): string {
  const { colour, hatch } = mapSymbols.controls[kind]
  const lines = hatch?.falls ? 'falling' : 'rising'
  return legendSvg(hatch ? lines : 'plain', { own: ground.dark ? colour.dark : colour.light }, ground)
}

/** A kind of project in a list, 24 by 24 around (0, 0), with the dot of its stage if there is one: what stands in an svg. */
export function listedKind(kind: ProjectKind, stage: ProjectStage | null, ground: Ground): string {
  const { listed_kind, listed_stage } = mapSymbols.legend
  const parts: readonly Part[] = listed_kind.parts
  const drawn: Drawn = { own: kindColour(kind, ground.dark), icon: kindGlyph(kind) }
  if (!stage) return body(parts, drawn, ground)
  return body([...parts, listed_stage], { ...drawn, stage: stageColour(stage, ground.dark) }, ground)
}

/** What is late in a list, 20 by 20 around (0, 0): what stands in an svg. */
export function listedLate(ground: Ground): string {
  return body(mapSymbols.legend.late.parts, { own: lateColour(ground.dark) }, ground)
}

/** An svg as an address that an image takes. */
export function svgUrl(markup: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`
}
