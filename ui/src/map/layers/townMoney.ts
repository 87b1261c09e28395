/** Money by town: where the boundary of a town is known it is shaded, else a circle stands at its point, as large as the
 * amount; in classes, the same for both. */
import Feature from 'ol/Feature'
import type { Geometry } from 'ol/geom'
import Point from 'ol/geom/Point'
import VectorLayer from 'ol/layer/Vector'
import VectorSource from 'ol/source/Vector'
import { Circle, Fill, Stroke, Style, Text } from 'ol/style'
import { fade, type Tokens } from '../themeColours'
import type { MoneyClass, TownValue } from './townMoneyClasses'
import { zIndexOf } from './zOrder'

/** Radius of the circle of the largest amount, and of every circle of a rate, pixels. */
const LARGEST = 38
const SMALLEST = 10
const OF_A_RATE = 15
/** How strongly the first and the last class are drawn. */
const WEAK = 0.16
const STRONG = 0.78

/** Where a town is drawn. */
export interface TownPlace {
  /** Its boundary, if it is known. */
  area: Geometry | null
  /** Where its symbol stands, else a point inside its boundary. */
  at: number[] | null
}

export interface MoneyLook {
  values: readonly TownValue[]
  classes: readonly MoneyClass[]
  /** Whether circles grow with the value. */
  sized: boolean
  /** What is written beside a town. */
  label: (value: number) => string
}

/** How strongly a class is drawn, 0 to 1. */
export function strength(at: number, of: number): number {
  return of < 2 ? (WEAK + STRONG) / 2 : WEAK + ((STRONG - WEAK) * at) / (of - 1)
}

export class TownMoneyLayer {
  /** Shaded boundaries lie under the projects, circles and amounts over them. */
  readonly layers: readonly [areas: VectorLayer, circles: VectorLayer]
  private readonly areas = new VectorSource<Feature>()
  private readonly circles = new VectorSource<Feature>()
  private tokens: Tokens | null = null
  private look: MoneyLook | null = null
  /** Towns of the answer that have no place on the map. */
  unplaced = 0

  constructor(private readonly placeOf: (id: string) => TownPlace) {
    this.layers = [
      new VectorLayer({ source: this.areas, zIndex: zIndexOf('town-money-areas'), visible: false }),
      new VectorLayer({
        source: this.circles,
        zIndex: zIndexOf('town-money'),
        visible: false,
        declutter: true,
      }),
    ]
  }

  restyle(tokens: Tokens): void {
    this.tokens = tokens
    this.draw()
  }

  show(look: MoneyLook | null): void {
    this.look = look
    this.draw()
  }

  /** Draws anew, as towns or boundaries came that were not there before. */
  draw(): void {
    const { look, tokens } = this
    this.areas.clear(true)
    this.circles.clear(true)
    this.unplaced = 0
    if (!look || !tokens) return
    const largest = Math.max(0, ...look.values.map((town) => town.value))
    for (const town of look.values) {
      const at = look.classes.findIndex((one) => one.holds(town.value))
      if (at < 0) continue
      const place = this.placeOf(town.id)
      const colour = fade(tokens.accent, strength(at, look.classes.length))
      const text = new Text({
        text: look.label(town.value),
        font: `600 11.5px ${tokens.font}`,
        fill: new Fill({ color: tokens.text }),
        stroke: new Stroke({ color: tokens.pane, width: 3 }),
        declutterMode: 'declutter',
      })
      if (place.area) {
        text.setOffsetY(-19)
        add(this.areas, place.area, new Style({ fill: new Fill({ color: colour }) }))
        if (place.at) add(this.circles, new Point(place.at), new Style({ text }))
        continue
      }
      if (!place.at) {
        this.unplaced += 1
        continue
      }
      const radius = look.sized
        ? Math.max(SMALLEST, LARGEST * Math.sqrt(largest > 0 ? town.value / largest : 0))
        : OF_A_RATE
      text.setOffsetY(-radius - 8)
      const circle = new Circle({
        radius,
        fill: new Fill({ color: colour }),
        stroke: new Stroke({ color: fade(tokens.accent, 0.9), width: 1 }),
        declutterMode: 'none',
      })
      add(this.circles, new Point(place.at), new Style({ image: circle, text, zIndex: -radius }))
    }
  }
}

function add(to: VectorSource<Feature>, geometry: Geometry, style: Style): void {
  const feature = new Feature(geometry)
  feature.setStyle(style)
  to.addFeature(feature)
}
