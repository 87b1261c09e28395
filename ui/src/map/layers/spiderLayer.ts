/** The pins of a cluster, spread out around their one place on thin legs until something else is clicked or the map zooms. */

import type Feature from 'ol/Feature'
import type { FeatureLike } from 'ol/Feature'
import LineString from 'ol/geom/LineString'
import Point from 'ol/geom/Point'
import VectorLayer from 'ol/layer/Vector'
import VectorSource from 'ol/source/Vector'
import { Icon, Stroke, Style } from 'ol/style'
import { projectSvg, siteSvg, svgUrl, townSvg } from '@/symbols/svgMarkup'
import { fade } from '../themeColours'
import { type Carried, carriedBy, carry } from './features'
import { spread } from './spiderOffsets'
import type { Shift, Styles } from './styles'
import { zIndexOf } from './zOrder'

export class SpiderLayer {
  private readonly source = new VectorSource<Feature>()
  readonly layer = new VectorLayer({
    source: this.source,
    zIndex: zIndexOf('spider'),
    updateWhileAnimating: true,
    updateWhileInteracting: true,
  })
  private centre: number[] | null = null

  get isOpen(): boolean {
    return this.centre !== null
  }

  close(): void {
    if (!this.centre) return
    this.centre = null
    this.source.clear(true)
    this.source.changed()
  }

  open(centre: number[], things: Carried[], styles: Styles, shift: Shift): void {
    const same = this.centre?.[0] === centre[0] && this.centre?.[1] === centre[1]
    this.close()
    if (same) return
    this.centre = centre
    const offsets = spread(things.length)
    this.layer.setStyle((feature, resolution) => this.style(feature, resolution, styles, shift))
    for (const [i, carried] of things.entries()) {
      const feature = carry(new Point(centre), carried)
      feature.set('offset', offsets[i] ?? [0, 0])
      this.source.addFeature(feature)
    }
  }

  private style(feature: FeatureLike, resolution: number, styles: Styles, shift: Shift): Style[] | undefined {
    const carried = carriedBy(feature)
    const offset = feature.get('offset') as [number, number] | undefined
    const centre = this.centre
    if (!carried || !offset || !centre) return undefined
    const [x = 0, y = 0] = centre
    const start: [number, number] = [x + shift[0] * resolution, y + shift[1] * resolution]
    const end = [start[0] + offset[0] * resolution, start[1] - offset[1] * resolution]
    const leg = new Style({
      geometry: new LineString([start, end]),
      stroke: new Stroke({ color: fade(styles.tokens['text-3'], 0.8), width: 1 }),
    })
    const pin = new Style({
      geometry: new Point(end),
      image: new Icon({ src: svgUrl(symbol(carried, styles)) }),
    })
    return [leg, pin]
  }
}

function symbol(carried: Carried, styles: Styles): string {
  const { ground } = styles
  switch (carried.kind) {
    case 'town':
      return townSvg(carried.row.category, carried.row.level, false, ground)
    case 'site':
      return siteSvg(carried.row.kind, ground)
    case 'project':
      return projectSvg(carried.row.kind, carried.row.stage, carried.row.own ? 'own' : 'town', ground)
  }
}
