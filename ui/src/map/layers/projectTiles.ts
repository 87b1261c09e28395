/** Projects by the hundred thousand: tiles of the core, in which what is crowded is one circle with a number. */
import { buffer, containsCoordinate, getCenter } from 'ol/extent'
import type { FeatureLike } from 'ol/Feature'
import MVT from 'ol/format/MVT'
import VectorTileLayer from 'ol/layer/VectorTile'
import VectorTileSource from 'ol/source/VectorTile'
import { Circle, Fill, Icon, Stroke, Style, Text } from 'ol/style'
import { type LightState, type ProjectKind, type ProjectStage, projectTilesUrl, words } from '@/ipc'
import { kindColour } from '@/symbols/colours'
import { lateSvg, lightRingMark, svgUrl } from '@/symbols/svgMarkup'
import { fade } from '../themeColours'
import { NO_SHIFT, STAGE_LOOK, type Styles } from './styles'
import { zIndexOf } from './zOrder'

/** Deepest zoom that tiles are asked for; closer views enlarge them. */
const DEEPEST = 18

/** Pixels around a place in which a circle can stand over it, and a point. */
const REACH = 28
const POINT_REACH = 7

/** The bit of `flags` that what is late today has. */
const LATE = 0b1000_0000

/** The bits of `flags` with the class of the light, and what the classes from 1 on mean. */
const LIGHT = { shift: 5, mask: 0b11 }
const LIGHTS = [null, 'red', 'yellow', 'green'] as const

const KINDS = words.ProjectKind.map((w) => w.word) as ProjectKind[]
const STAGES = words.ProjectStage.map((w) => w.word) as ProjectStage[]

/** A number as it stands in a circle: 358, 1.2万, 35万. */
export function shortCount(count: number): string {
  if (count < 10_000) return String(count)
  const wan = count / 10_000
  return `${wan < 10 ? Math.round(wan * 10) / 10 : Math.round(wan)}万`
}

/** Radius of a circle that stands for so many, pixels. */
export function crowdRadius(count: number): number {
  return Math.min(24, 9 + 3 * Math.log10(Math.max(1, count)))
}

export class Crowd {
  readonly layer: VectorTileLayer
  private styles: Styles | null = null
  private readonly kept = new Map<string, Style | Style[]>()
  private address = ''

  constructor() {
    this.layer = new VectorTileLayer({
      renderMode: 'hybrid',
      visible: false,
      zIndex: zIndexOf('project-crowd'),
      updateWhileAnimating: false,
      updateWhileInteracting: false,
      style: (feature) => this.style(feature),
    })
  }

  /** Shows a set of projects; 0 is all of them. */
  show(set: number, version: string): void {
    const address = projectTilesUrl(set, version)
    if (address === this.address) return
    this.address = address
    this.layer.setSource(
      new VectorTileSource({
        format: new MVT(),
        url: address,
        maxZoom: DEEPEST,
        tileSize: 512,
        wrapX: false,
      }),
    )
  }

  restyle(styles: Styles): void {
    this.styles = styles
    this.kept.clear()
    this.layer.changed()
  }

  /** How many stand together in the circle at a place of the view; 1 for a single project, 0 for none. */
  at(place: number[], resolution: number): number {
    if (!this.layer.getVisible()) return 0
    const [x = 0, y = 0] = place
    let most = 0
    for (const one of this.layer.getFeaturesInExtent(buffer([x, y, x, y], REACH * resolution))) {
      const extent = one.getGeometry()?.getExtent()
      if (!extent) continue
      const [cx = 0, cy = 0] = getCenter(extent)
      const away = Math.hypot(cx - x, cy - y) / resolution
      const kind = one.get('layer')
      const count = kind === 'cluster' ? Number(one.get('count') ?? 0) : 1
      const near =
        kind === 'cluster'
          ? away <= crowdRadius(count) + 2
          : kind === 'point'
            ? away <= POINT_REACH
            : containsCoordinate(buffer(extent, 4 * resolution), [x, y])
      if (near) most = Math.max(most, count)
    }
    return most
  }

  private style(feature: FeatureLike): Style | Style[] | undefined {
    const { styles } = this
    if (!styles) return undefined
    const layer = String(feature.get('layer'))
    const kind = KINDS[Number(feature.get('kind') ?? 0)] ?? 'other'
    const colour = kindColour(kind, styles.ground.dark)
    if (layer === 'cluster') {
      const {
        count = 0,
        marked = 0,
        class_1: red = 0,
        class_2: yellow = 0,
        ...more
      } = feature.getProperties()
      const suspended = more[`stage_${STAGES.indexOf('suspended')}`] ?? 0
      const circle = this.circle(Number(count), colour, Number(marked) > 0, styles)
      const counts = { red: Number(red), yellow: Number(yellow), suspended: Number(suspended) }
      const ring = styles.shares(counts, Number(count), Math.round(crowdRadius(Number(count))), NO_SHIFT)
      return ring ? [ring, ...[circle].flat()] : circle
    }
    const stage = STAGES[Number(feature.get('stage') ?? 0)] ?? 'idea'
    const late = (Number(feature.get('flags') ?? 0) & LATE) !== 0
    const lit = LIGHTS[(Number(feature.get('flags') ?? 0) >> LIGHT.shift) & LIGHT.mask]
    const light = stage === 'suspended' ? 'suspended' : (lit ?? null)
    const key = `${layer}/${kind}/${stage}/${late}/${light}`
    const known = this.kept.get(key)
    if (known) return known
    const look = STAGE_LOOK[stage]
    const style =
      layer === 'point'
        ? new Style({
            image: new Circle({
              radius: 4,
              fill: new Fill({ color: colour }),
              stroke: new Stroke({ color: styles.ground.dark ? styles.ground.land : '#fff', width: 1 }),
            }),
          })
        : new Style({
            stroke: new Stroke({ color: colour, width: layer === 'line' ? look.width + 0.8 : look.width }),
            fill: layer === 'area' ? new Fill({ color: fade(colour, look.fill) }) : undefined,
          })
    const both = late ? this.late(style, layer, styles) : style
    const halo = light && this.halo(light, style, layer, styles)
    return this.keep(key, halo ? [halo, ...[both].flat()] : both)
  }

  private halo(light: LightState, style: Style, layer: string, styles: Styles): Style | null {
    if (layer !== 'point') return styles.halo(light, style.getStroke()?.getWidth() ?? 1)
    if (styles.lights === 0) return null
    const image = new Icon({ src: svgUrl(lightRingMark(light, styles.ground)) })
    return new Style({ image, zIndex: -1 })
  }

  private keep(key: string, style: Style | Style[]): Style | Style[] {
    this.kept.set(key, style)
    return style
  }

  /** With the sign of what is late: beside a point, around a line or area. */
  private late(style: Style, layer: string, styles: Styles): Style[] {
    if (layer === 'point') return [style, this.sign(-2, styles)]
    const width = (style.getStroke()?.getWidth() ?? 1) + 3
    return [new Style({ stroke: new Stroke({ color: fade(styles.tokens.red, 0.7), width }) }), style]
  }

  /** The sign as a pin has it, moved so far up and right. */
  private sign(aside: number, styles: Styles): Style {
    const image = new Icon({ src: svgUrl(lateSvg(styles.ground)), displacement: [aside, aside] })
    return new Style({ image, zIndex: 9 })
  }

  private circle(count: number, colour: string, late: boolean, styles: Styles): Style | Style[] {
    const text = shortCount(count)
    const key = `c/${text}/${colour}/${late}`
    const known = this.kept.get(key)
    if (known) return known
    const { ground, tokens } = styles
    const style = new Style({
      image: new Circle({
        radius: crowdRadius(count),
        fill: new Fill({ color: fade(colour, 0.88) }),
        stroke: new Stroke({ color: ground.dark ? ground.land : '#fff', width: 1.5 }),
      }),
      text: new Text({
        text,
        font: `600 11px ${tokens.font}`,
        fill: new Fill({ color: ground.dark ? ground.land : '#fff' }),
      }),
      zIndex: 1 + Math.log10(Math.max(1, count)),
    })
    // a pin is 11.5 pixels in radius
    const aside = (crowdRadius(count) - 11.5) * 0.7
    return this.keep(key, late ? [style, this.sign(aside, styles)] : style)
  }
}
