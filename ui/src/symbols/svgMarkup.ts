/** Symbols of the map as svg text, drawn from the core's table of parts: towns, project pins, sites, groups. All are 2D,
 * crisp at any pixel ratio. */
import {
  type Category,
  type ControlKind,
  type LightState,
  mapSymbols,
  type PilotLevel,
  type ProjectKind,
  type ProjectStage,
  type SiteKind,
} from '@/ipc'
import { categoryColour, kindColour, lateColour, lightColour, siteColour, stageColour } from './colours'
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
  return svg(size, body(parts, drawn, ground))
}

function svg(size: number, inside: string): string {
  const half = size / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${-half} ${-half} ${size} ${size}">${inside}</svg>`
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
  lit: LitBy | null = null,
): string {
  const { size, parts }: MapSymbol = mapSymbols.pins[place]
  const mark: readonly Part[] = late ? mapSymbols.lateMark : []
  const drawn = {
    own: kindColour(kind, ground.dark),
    stage: stageColour(stage, ground.dark),
    icon: kindGlyph(kind),
  }
  const ring = lit ? lightRing(lit, ground) : ''
  if (!ring) return drawing(size, [...parts, ...mark], drawn, ground)
  return svg(mapSymbols.litPin, ring + body([...parts, ...mark], drawn, ground))
}

/** A light as a ring around a pin, and how strong it is, 0 to 1. */
export interface LitBy {
  light: LightState
  strength: number
}

function lightRing({ light, strength }: LitBy, ground: Ground): string {
  const parts: readonly Part[] = mapSymbols.lights[light].ring
  if (parts.length === 0) return ''
  return `<g opacity="${strength}">${body(parts, { own: lightColour(light, ground.dark) }, ground)}</g>`
}

/** A light as its ring, for a legend, 20 by 20. */
export function lightRingMark(light: LightState, ground: Ground): string {
  const size = mapSymbols.litPin
  return svg(20, `<g transform="scale(${20 / size})">${lightRing({ light, strength: 1 }, ground)}</g>`)
}

/** A light in a list, 12 by 12 around (0, 0): what stands in an svg. */
export function listedLight(light: LightState, ground: Ground): string {
  return body(mapSymbols.lights[light].mark.parts, { own: lightColour(light, ground.dark) }, ground)
}

/** Steps around a ring of shares. */
const SHARE_STEPS = 24

/** What of many has which light, as arcs of a ring clockwise from the top: red solid, yellow dashed, 停缓 dotted, what is worst
 * first. Each light that occurs has an arc, however few there are. Empty where none of the three occurs. */
export function lightShares(counts: LightCounts, of: number): readonly [LightState, number][] {
  const lit = (['red', 'yellow', 'suspended'] as const).filter((light) => counts[light] > 0)
  return lit.map((light) => [light, Math.max(1, Math.round((counts[light] / Math.max(1, of)) * SHARE_STEPS))])
}
export type LightCounts = Record<'red' | 'yellow' | 'suspended', number>

/** A ring of shares around a disc, 40 by 40 for a disc of 12 pixels. */
export function sharesSvg(
  shares: readonly [LightState, number][],
  discRadius: number,
  strength: number,
  ground: Ground,
): string {
  const radius = discRadius + 3.4
  const around = 2 * Math.PI * radius
  let at = 0
  const arcs = shares.map(([light, steps]) => {
    const from = at
    const length = Math.min(steps, SHARE_STEPS - at)
    at += length
    return arc(light, from / SHARE_STEPS, length / SHARE_STEPS)
  })
  function arc(light: LightState, from: number, share: number): string {
    const long = share * around
    const dashes =
      light === 'yellow'
        ? `${dashed(long, 5, 3)} ${around}`
        : light === 'suspended'
          ? `${dashed(long, 1.5, 3)} ${around}`
          : `${long} ${around}`
    return `<circle r="${radius}" fill="none" stroke="${lightColour(light, ground.dark)}" stroke-width="3" stroke-dasharray="${dashes}" transform="rotate(${from * 360 - 90})"/>`
  }
  const edge = ground.dark ? ground.land : '#fff'
  const size = 2 * (radius + 3)
  return svg(
    size,
    `<g opacity="${strength}"><circle r="${radius + 2.2}" fill="${edge}" opacity="0.85"/>${arcs.join('')}</g>`,
  )
}

/** Dashes over a length, the last of them cut off at its end. */
function dashed(long: number, drawn: number, left: number): string {
  const parts: string[] = []
  let at = 0
  while (at + drawn < long) {
    parts.push(`${drawn} ${left}`)
    at += drawn + left
  }
  parts.push(`${Math.max(0.1, long - at)}`)
  return parts.join(' ')
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
