/** Boundaries of towns as Chinese maps draw them: a thin line of dashes and dots, once where two towns share it. */
import Feature from 'ol/Feature'
import type { Geometry } from 'ol/geom'
import MultiLineString from 'ol/geom/MultiLineString'
import MultiPolygon from 'ol/geom/MultiPolygon'
import Point from 'ol/geom/Point'
import Polygon from 'ol/geom/Polygon'
import VectorLayer from 'ol/layer/Vector'
import VectorSource from 'ol/source/Vector'
import { Fill, Stroke, Style, Text } from 'ol/style'
import type { TownOutline } from '@/ipc'
import { fade, type Tokens } from '../themeColours'
import { toView } from './features'
import { zIndexOf } from './zOrder'

/** Metres a pixel below which names stand inside the boundaries. */
const NAMES_FROM = 60
/** Pixels the name of a town stays away from its symbol, which has a name of its own. */
const FROM_SYMBOL = 520
/** Pixels a town must be wide to hold its name. */
const NAME_ROOM = 140

type Ring = readonly (readonly number[])[]

/** The rings as lines in which no edge comes twice, however often towns share it. */
export function edgesOnce(rings: Ring[]): number[][][] {
  const seen = new Set<string>()
  const lines: number[][][] = []
  const name = (p: readonly number[]) => `${(p[0] ?? 0).toFixed(2)},${(p[1] ?? 0).toFixed(2)}`
  for (const ring of rings) {
    let line: number[][] = []
    const end = (): void => {
      if (line.length > 1) lines.push(line)
      line = []
    }
    for (let i = 1; i < ring.length; i++) {
      const [a = [], b = []] = [ring[i - 1], ring[i]]
      const [from, to] = [name(a), name(b)]
      const edge = from < to ? `${from} ${to}` : `${to} ${from}`
      if (seen.has(edge)) {
        end()
        continue
      }
      seen.add(edge)
      if (line.length === 0) line.push([...a])
      line.push([...b])
    }
    end()
  }
  return lines
}

function ringsOf(geometry: Geometry): Ring[] {
  if (geometry instanceof Polygon) return geometry.getCoordinates()
  return geometry instanceof MultiPolygon ? geometry.getCoordinates().flat() : []
}

/** Inside the largest part, where the name stands. */
export function insideOf(geometry: Geometry): number[] {
  const parts = geometry instanceof MultiPolygon ? geometry.getPolygons() : [geometry as Polygon]
  const [largest] = [...parts].sort((a, b) => b.getArea() - a.getArea())
  return largest?.getInteriorPoint().getCoordinates() ?? [0, 0]
}

export interface Outline extends TownOutline {
  geometry: Geometry
}

export class TownOutlineLayer {
  readonly layer: VectorLayer
  /** The boundaries themselves, for catching and for counting; features carry `outline`. */
  readonly areas = new VectorSource<Feature>()
  private readonly drawn = new VectorSource<Feature>()
  private readonly known = new Map<string, Outline>()
  private hidden: string | null = null
  private line = new Style()
  private tokens: Tokens | null = null

  /** `symbolOf` tells where the symbol of a town stands, if it has one. */
  constructor(private readonly symbolOf: (id: string) => number[] | null) {
    this.layer = new VectorLayer({
      source: this.drawn,
      zIndex: zIndexOf('town-outlines'),
      declutter: true,
      style: (feature, resolution) => this.styleOf(feature as Feature, resolution),
    })
  }

  restyle(tokens: Tokens): void {
    this.tokens = tokens
    this.line = new Style({
      stroke: new Stroke({
        color: fade(tokens['text-2'], 0.85),
        width: 1.1,
        lineDash: [9, 3, 1.5, 3],
        lineCap: 'butt',
      }),
    })
    this.layer.changed()
  }

  show(towns: readonly TownOutline[]): void {
    this.known.clear()
    this.areas.clear(true)
    for (const town of towns) {
      const outline: Outline = { ...town, geometry: toView(town.shape) }
      this.known.set(town.id, outline)
      const area = new Feature(outline.geometry)
      area.set('outline', outline, true)
      this.areas.addFeature(area)
    }
    this.draw()
  }

  get(id: string): Outline | null {
    return this.known.get(id) ?? null
  }

  /** Leaves out the boundary that is being changed; with null shows all. */
  hide(id: string | null): void {
    if (id === this.hidden) return
    this.hidden = id
    this.draw()
  }

  private draw(): void {
    this.drawn.clear(true)
    const shown = [...this.known.values()].filter((o) => o.id !== this.hidden)
    const lines = edgesOnce(shown.flatMap((o) => ringsOf(o.geometry)))
    const names = shown.map((o) => {
      const feature = new Feature(new Point(insideOf(o.geometry)))
      feature.set('outline', o, true)
      return feature
    })
    this.drawn.addFeatures(lines.length > 0 ? [new Feature(new MultiLineString(lines)), ...names] : names)
  }

  private styleOf(feature: Feature, resolution: number): Style | undefined {
    const outline = feature.get('outline') as Outline | undefined
    if (!outline) return this.line
    if (resolution > NAMES_FROM || !this.tokens) return undefined
    const [west = 0, , east = 0] = outline.geometry.getExtent()
    if ((east - west) / resolution < NAME_ROOM) return undefined
    const [x = 0, y = 0] = (feature.getGeometry() as Point).getCoordinates()
    const symbol = this.symbolOf(outline.id)
    if (symbol && Math.hypot((symbol[0] ?? 0) - x, (symbol[1] ?? 0) - y) / resolution < FROM_SYMBOL)
      return undefined
    return new Style({
      text: new Text({
        text: [...outline.name].join('\u2009'),
        font: `400 12px ${this.tokens.font}`,
        fill: new Fill({ color: fade(this.tokens['text-2'], 0.9) }),
        stroke: new Stroke({ color: this.tokens.land, width: 3 }),
        declutterMode: 'declutter',
      }),
    })
  }
}
