/** Symbols of the map as svg text: towns, project pins, sites, clusters. All are 2D, crisp at any pixel ratio. */
import type { Category, PilotLevel, ProjectKind, ProjectStage, SiteKind } from '@/ipc'
import { categoryColour, kindColour, siteColour, stageColour } from './colours'
import { kindGlyph, siteGlyph } from './glyphs'
import { dotOffset, townOutline } from './townShapes'

/** What a symbol is drawn on. */
export interface Ground {
  dark: boolean
  /** Colour of the land, for halos and hollow symbols. */
  land: string
}

function svg(size: number, body: string): string {
  const half = size / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${-half} ${-half} ${size} ${size}">${body}</svg>`
}

/** A town: shape and colour by category, a white dot for the provincial level, hollow when its point is unsure. */
export function townSvg(
  category: Category | null,
  level: PilotLevel | null,
  unsure: boolean,
  ground: Ground,
): string {
  const colour = categoryColour(category, ground.dark)
  const fill = unsure ? ground.land : colour
  const stroke = unsure ? colour : ground.dark ? ground.land : '#fff'
  const width = unsure ? 2 : 1.5
  const dot =
    level === 'province'
      ? `<circle cy="${dotOffset(category)}" r="2.6" fill="${unsure ? colour : '#fff'}"/>`
      : ''
  return svg(
    20,
    `<path d="${townOutline(category)}" fill="${fill}" stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round"/>${dot}`,
  )
}

function glyph(strokes: string, colour: string, size: number): string {
  const scale = size / 24
  return `<g transform="translate(${-size / 2} ${-size / 2}) scale(${scale})" fill="none" stroke="${colour}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">${strokes}</g>`
}

/** The sign of what is late: a red triangle with an exclamation mark, told apart from the dots by its shape. */
function lateMark(ground: Ground): string {
  const [edge, red] = ground.dark ? [ground.land, '#ff7b70'] : ['#fff', '#c5342a']
  return (
    `<path d="M8 -13.2L13.2 -4.2H2.8Z" fill="${red}" stroke="${edge}" stroke-width="1.2" stroke-linejoin="round"/>` +
    `<path d="M8 -10.4V-7.4M8 -6V-5.6" stroke="${edge}" stroke-width="1.5" stroke-linecap="round"/>`
  )
}

/** A project: its kind's colour and icon, a dot in the colour of its stage; hollow and dashed when only the town is known. */
export function projectSvg(
  kind: ProjectKind,
  stage: ProjectStage,
  place: 'own' | 'sketched' | 'town',
  ground: Ground,
  late = false,
): string {
  const colour = kindColour(kind, ground.dark)
  const hollow = place === 'town'
  const edge = ground.dark ? ground.land : '#fff'
  const disc = hollow
    ? `<circle r="10.5" fill="${ground.land}" stroke="${colour}" stroke-width="1.5" stroke-dasharray="3 2.2"/>`
    : `<circle r="11.5" fill="${edge}"/><circle r="10.2" fill="${colour}"${place === 'sketched' ? ` stroke="${edge}" stroke-width="1.2" stroke-dasharray="2.4 2"` : ''}/>`
  const badge = `<circle cx="8" cy="8" r="4" fill="${stageColour(stage, ground.dark)}" stroke="${edge}" stroke-width="1.4"/>`
  return svg(
    28,
    disc + glyph(kindGlyph(kind), hollow ? colour : edge, 13) + badge + (late ? lateMark(ground) : ''),
  )
}

/** A site: a small icon on a small plate. */
export function siteSvg(kind: SiteKind, ground: Ground): string {
  const colour = siteColour(kind, ground.dark)
  return svg(
    20,
    `<rect x="-8" y="-8" width="16" height="16" rx="4" fill="${ground.land}" stroke="${colour}"/>${glyph(siteGlyph(kind), colour, 11)}`,
  )
}

/** Several things at one place: a ring with their number. */
export function clusterSvg(count: number, colour: string, hollow: boolean, ground: Ground): string {
  const radius = count > 99 ? 14 : 11.5
  const disc = hollow
    ? `<circle r="${radius}" fill="${ground.land}" stroke="${colour}" stroke-width="1.6" stroke-dasharray="3 2.2"/>`
    : `<circle r="${radius}" fill="${colour}" stroke="${ground.dark ? ground.land : '#fff'}" stroke-width="2"/>`
  const ink = hollow ? colour : ground.dark ? ground.land : '#fff'
  return svg(
    34,
    `${disc}<text y="4.2" text-anchor="middle" font-family="sans-serif" font-weight="600" font-size="12" fill="${ink}">${count}</text>`,
  )
}

/** An svg as an address that an image takes. */
export function svgUrl(markup: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`
}
