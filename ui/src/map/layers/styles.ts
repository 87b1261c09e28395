/** Styles of towns, sites, projects and their names; kept by what they depend on, thrown away when the theme changes. */
import { Circle, Fill, Icon, Stroke, Style, Text } from 'ol/style'
import {
  type LightState,
  mapSymbols,
  type ProjectShape,
  type ProjectStage,
  type SitePin,
  type TownPin,
} from '@/ipc'
import { categoryColour, kindColour, lightColour } from '@/symbols/colours'
import {
  clusterSvg,
  type Ground,
  type LightCounts,
  lightShares,
  projectSvg,
  sharesSvg,
  siteSvg,
  svgUrl,
  townSvg,
} from '@/symbols/svgMarkup'
import { fade, type Tokens } from '../themeColours'
import { CORNER_INSET, type Side } from './labelSides'

/** How far a pin stands from its place, pixels right and up. */
export type Shift = readonly [number, number]
export const NO_SHIFT: Shift = [0, 0]
const { placing, names } = mapSymbols
/** A project of which only the town is known stands beside the town's symbol; */
export const TOWN_PIN_SHIFT: Shift = placing.town_project
/** one that has a place of its own, but would lie under that symbol, on the other side. */
export const ASIDE_SHIFT: Shift = placing.aside

/** How a stage is drawn: strength of the fill and width of the edge. */
export const STAGE_LOOK: Record<ProjectStage, { readonly fill: number; readonly width: number }> =
  mapSymbols.stages

/** Whether the point of a town is not to be relied on. */
export function isUnsure(town: Pick<TownPin, 'confidence' | 'precision'>): boolean {
  return town.confidence === 'low' || town.confidence === 'unknown' || town.precision === 'county'
}

/** Dashes of an edge: solid only for what was surveyed or approved. */
export function dashOf(
  project: Pick<ProjectShape, 'precision' | 'alternative' | 'stage'>,
): number[] | undefined {
  const { alternative, suspended, uncertain } = mapSymbols.dashes
  if (project.alternative) return [...alternative]
  if (project.stage === 'suspended') return [...suspended]
  return project.precision === 'surveyed' || project.precision === 'approved' ? undefined : [...uncertain]
}

/** From the middle of a town's symbol to its name, pixels. */
export const TOWN_NAME_GAP = names.town_gap

/** The halo is a part of the room of a name. */
const INSIDE = CORNER_INSET - 7

const townNameSize = (pilot: boolean): number => (pilot ? names.pilot : names.town)

const ruler = document.createElement('canvas').getContext('2d')
function widthOf(text: string, font: string): number {
  if (!ruler) return text.length * 13
  ruler.font = font
  return ruler.measureText(text).width
}

export class Styles {
  readonly tokens: Tokens
  readonly ground: Ground
  /** Strength of the lights, 0 to 1; 0 where none is shown. */
  lights = 0
  private readonly kept = new Map<string, Style>()
  private readonly rooms = new Map<string, { width: number; height: number }>()

  constructor(tokens: Tokens, dark: boolean) {
    this.tokens = tokens
    this.ground = { dark, land: tokens.land }
  }

  private keep(key: string, make: () => Style): Style {
    const known = this.kept.get(key)
    if (known) return known
    const style = make()
    this.kept.set(key, style)
    return style
  }

  private icon(markup: string, shift: Shift = NO_SHIFT, yields = false): Icon {
    return new Icon({
      src: svgUrl(markup),
      displacement: [...shift],
      declutterMode: yields ? 'declutter' : 'obstacle',
    })
  }

  private name(
    text: string,
    options: {
      offset?: number
      size?: number
      colour?: string
      bold?: boolean
      side?: Side
      gap?: number
      keeps?: boolean
    },
  ): Text {
    const { side = 'below', gap = 0 } = options
    const down = (options.offset ?? 0) * (side.startsWith('above') ? -1 : 1)
    const aside =
      side === 'right'
        ? gap
        : side === 'left'
          ? -gap
          : side.endsWith('Right')
            ? -INSIDE
            : side.endsWith('Left')
              ? INSIDE
              : 0
    const level = side === 'right' || side === 'left'
    return new Text({
      text,
      font: `${options.bold ? 600 : 400} ${options.size ?? names.project}px ${this.tokens.font}`,
      offsetX: aside,
      offsetY: level ? 0 : down,
      textAlign: /right$/i.test(side) ? 'left' : /left$/i.test(side) ? 'right' : 'center',
      fill: new Fill({ color: options.colour ?? this.tokens.text }),
      stroke: new Stroke({ color: this.tokens.land, width: names.halo, lineJoin: 'round' }),
      padding: [0, 3, 0, 3],
      overflow: true,
      declutterMode: options.keeps ? 'obstacle' : 'declutter',
    })
  }

  town(row: TownPin): Style {
    const unsure = isUnsure(row)
    return this.keep(
      `t/${row.category}/${row.level}/${unsure}`,
      () => new Style({ image: this.icon(townSvg(row.category, row.level, unsure, this.ground)) }),
    )
  }

  /** The name of a town; with a side it has a place that was found free and keeps it, without one it gives way. */
  townName(name: string, pilot: boolean, found: Side | undefined): Style {
    const side = found ?? 'below'
    return this.keep(
      `tn/${name}/${pilot}/${found ?? ''}`,
      () =>
        new Style({
          text: this.name(name, {
            offset: pilot ? 22 : 21,
            gap: TOWN_NAME_GAP + 5,
            side,
            keeps: found !== undefined,
            size: townNameSize(pilot),
            colour: pilot ? this.tokens.text : this.tokens['text-2'],
          }),
        }),
    )
  }

  /** Width and height in pixels that the name of a town takes with its halo. */
  townNameRoom(name: string, pilot: boolean): { width: number; height: number } {
    const size = townNameSize(pilot)
    const key = `${size}/${name}`
    const known = this.rooms.get(key)
    if (known) return known
    const font = `${size}px ${this.tokens.font}`
    const room = { width: widthOf(name, font) + 14, height: size + 7 }
    this.rooms.set(key, room)
    return room
  }

  /** Several pilot towns at one place; in the colour of the category when they share it. */
  towns(rows: TownPin[]): Style {
    const first = rows[0]?.category ?? null
    const same = rows.every((r) => r.category === first)
    const colour = same ? categoryColour(first, this.ground.dark) : this.tokens['text-2']
    return this.keep(
      `tc/${rows.length}/${colour}`,
      () => new Style({ image: this.icon(clusterSvg(rows.length, colour, false, this.ground)) }),
    )
  }

  /** A site; from afar it gives way to the names of towns. */
  site(row: SitePin, yields: boolean): Style {
    return this.keep(
      `s/${row.kind}/${yields}`,
      () => new Style({ image: this.icon(siteSvg(row.kind, this.ground), NO_SHIFT, yields) }),
    )
  }

  siteName(row: SitePin): Style {
    const text = this.name(row.name, { offset: 21, size: names.site, colour: this.tokens['text-2'] })
    return this.keep(`sn/${row.name}`, () => new Style({ text }))
  }

  projectPin(row: ProjectShape, shift: Shift): Style {
    const place = !row.own ? 'town' : dashOf(row) ? 'sketched' : 'own'
    const lit = this.lights > 0 ? { light: row.light, strength: this.lights } : null
    return this.keep(
      `p/${row.kind}/${row.stage}/${place}/${row.overdue}/${lit?.light}/${this.lights}/${shift}`,
      () =>
        new Style({
          image: this.icon(projectSvg(row.kind, row.stage, place, this.ground, row.overdue, lit), shift),
        }),
    )
  }

  /** The halo of a light along a footprint, below it; null where none is shown. */
  halo(light: LightState, width: number): Style | null {
    const { halo } = mapSymbols.lights[light]
    if (!halo || this.lights === 0) return null
    return this.keep(
      `h/${light}/${width}/${this.lights}`,
      () =>
        new Style({
          stroke: new Stroke({
            color: fade(lightColour(light, this.ground.dark), halo.line * this.lights),
            width: width + halo.extra,
            lineDash: halo.dashes.length > 0 ? [...halo.dashes] : undefined,
            // round ends make dots of the shortest dashes, and would close the gaps of others
            lineCap: (halo.dashes[0] ?? 0) > 1 ? 'butt' : 'round',
          }),
          zIndex: -1,
        }),
    )
  }

  /** What of several has which light, around the disc with their number; null where none is shown. */
  shares(counts: LightCounts, of: number, radius: number, shift: Shift): Style | null {
    const shares = this.lights > 0 ? lightShares(counts, of) : []
    if (shares.length === 0) return null
    return this.keep(
      `ls/${shares}/${radius}/${this.lights}/${shift}`,
      () =>
        new Style({
          image: this.icon(sharesSvg(shares, radius, this.lights, this.ground), shift),
        }),
    )
  }

  projects(rows: ProjectShape[], shift: Shift): Style | Style[] {
    const disc = this.projectsDisc(rows, shift)
    const counts = { red: 0, yellow: 0, suspended: 0 }
    for (const { light } of rows) if (light in counts) counts[light as keyof LightCounts] += 1
    const ring = this.shares(counts, rows.length, rows.length < mapSymbols.groups.many ? 12.5 : 15, shift)
    return ring ? [ring, disc] : disc
  }

  private projectsDisc(rows: ProjectShape[], shift: Shift): Style {
    const own = rows[0]?.own ?? true
    const kind = rows[0]?.kind ?? 'other'
    const same = rows.every((r) => r.kind === kind)
    const colour = same ? kindColour(kind, this.ground.dark) : this.tokens['text-2']
    return this.keep(
      `pc/${rows.length}/${colour}/${own}/${shift}`,
      () => new Style({ image: this.icon(clusterSvg(rows.length, colour, !own, this.ground), shift) }),
    )
  }

  projectName(row: ProjectShape, beside: boolean): Style {
    return this.keep(
      `pn/${row.name}/${beside}`,
      () => new Style({ text: this.name(row.name, { offset: beside ? 26 : 0, bold: !beside }) }),
    )
  }

  /** A footprint with the halo of its light. */
  shape(row: ProjectShape): Style | Style[] {
    const style = this.footprint(row)
    const halo = this.halo(row.light, style.getStroke()?.getWidth() ?? 1)
    return halo ? [halo, style] : style
  }

  private footprint(row: ProjectShape): Style {
    return this.keep(`f/${row.kind}/${row.stage}/${row.precision}/${row.alternative}`, () => {
      const colour = kindColour(row.kind, this.ground.dark)
      const look = STAGE_LOOK[row.stage]
      const line = row.geometry.type.includes('Line')
      return new Style({
        stroke: new Stroke({
          color: colour,
          width: look.width + (line ? placing.line_extra : 0),
          lineDash: dashOf(row),
        }),
        fill: new Fill({ color: fade(colour, look.fill) }),
        image: new Circle({ radius: placing.point_radius, fill: new Fill({ color: colour }) }),
      })
    })
  }

  /** The ring or outline around what is selected or under the pointer. */
  ring(selected: boolean, shift: Shift): Style {
    const colour = this.tokens.accent
    const look = selected ? placing.chosen : placing.pointed_at
    return this.keep(
      `r/${selected}/${shift}`,
      () =>
        new Style({
          image: new Circle({
            radius: look.radius,
            displacement: [...shift],
            stroke: new Stroke({ color: fade(colour, look.line), width: look.width }),
            fill: new Fill({ color: fade(colour, look.fill) }),
          }),
        }),
    )
  }

  outline(selected: boolean): Style[] {
    const colour = this.tokens.accent
    const halo = this.keep(
      `o1/${selected}`,
      () =>
        new Style({
          stroke: new Stroke({ color: fade(colour, selected ? 0.28 : 0.2), width: selected ? 9 : 7 }),
        }),
    )
    const edge = this.keep(
      `o2/${selected}`,
      () =>
        new Style({
          stroke: new Stroke({ color: colour, width: selected ? 2 : 1.4 }),
          image: new Circle({
            radius: placing.chosen.radius,
            stroke: new Stroke({ color: colour, width: 2 }),
          }),
        }),
    )
    return [halo, edge]
  }
}
