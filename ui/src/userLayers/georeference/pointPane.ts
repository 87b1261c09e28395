/** One half of the dialog that pins a picture: a small map with numbered marks that are set by a click and moved by a drag. */
import type { Extent } from 'ol/extent'
import { boundingExtent } from 'ol/extent'
import Feature from 'ol/Feature'
import Point from 'ol/geom/Point'
import { defaults as defaultInteractions } from 'ol/interaction/defaults'
import Translate from 'ol/interaction/Translate'
import type BaseLayer from 'ol/layer/Base'
import VectorLayer from 'ol/layer/Vector'
import OlMap from 'ol/Map'
import VectorSource from 'ol/source/Vector'
import { Circle, Fill, Stroke, Style, Text } from 'ol/style'
import type View from 'ol/View'
import { readTokens } from '@/map/themeColours'

/** A mark: number from 1, where it stands, and whether it is the one to look at. */
export interface Mark {
  n: number
  at: [number, number]
  tone: 'plain' | 'worst' | 'next'
}

export interface PinPane {
  readonly map: OlMap
  /** Shows these marks and no others. */
  mark(marks: readonly Mark[]): void
  fit(extent: Extent, maxZoom?: number): void
  fitMarks(): void
  dispose(): void
}

/** Makes a pane in an element. */
export function pinPane(
  target: HTMLElement,
  view: View,
  layers: BaseLayer[],
  on: { click(at: [number, number]): void; move(n: number, at: [number, number]): void },
): PinPane {
  const tokens = readTokens()
  const source = new VectorSource<Feature<Point>>()
  const styles = new Map<string, Style>()
  const styleOf = (n: number, tone: Mark['tone']): Style => {
    const key = `${n}/${tone}`
    const known = styles.get(key)
    if (known) return known
    const colour = tone === 'worst' ? tokens.red : tone === 'next' ? tokens.amber : tokens.accent
    const style = new Style({
      image: new Circle({
        radius: 9,
        fill: new Fill({ color: colour }),
        stroke: new Stroke({ color: tokens.pane, width: 2 }),
      }),
      text: new Text({
        text: String(n),
        font: `600 11px ${tokens.font}`,
        offsetY: 0.5,
        fill: new Fill({ color: tokens['on-accent'] }),
      }),
      zIndex: tone === 'plain' ? 1 : 2,
    })
    styles.set(key, style)
    return style
  }
  const dot = new Style({
    image: new Circle({ radius: 1.4, fill: new Fill({ color: tokens['on-accent'] }) }),
    zIndex: 0,
  })
  const marks = new VectorLayer({
    source,
    zIndex: 1000,
    style: (feature) => [dot, styleOf(feature.get('n') as number, feature.get('tone') as Mark['tone'])],
  })
  const translate = new Translate({ layers: [marks], hitTolerance: 3 })
  const map = new OlMap({
    target,
    view,
    controls: [],
    interactions: defaultInteractions({
      doubleClickZoom: false,
      altShiftDragRotate: false,
      pinchRotate: false,
      keyboard: false,
    }).extend([translate]),
    layers: [...layers, marks],
    moveTolerance: 3,
  })
  map.on('click', (event) => {
    if (map.hasFeatureAtPixel(event.pixel, { layerFilter: (layer) => layer === marks, hitTolerance: 3 }))
      return
    const [x = 0, y = 0] = event.coordinate
    on.click([x, y])
  })
  map.on('pointermove', (event) => {
    const over = map.hasFeatureAtPixel(event.pixel, {
      layerFilter: (layer) => layer === marks,
      hitTolerance: 3,
    })
    target.style.cursor = event.dragging ? 'grabbing' : over ? 'grab' : 'crosshair'
  })
  translate.on('translateend', (event) => {
    event.features.forEach((feature) => {
      const [x = 0, y = 0] = (feature.getGeometry() as Point).getCoordinates()
      on.move(feature.get('n') as number, [x, y])
    })
  })
  const resized = new ResizeObserver(() => map.updateSize())
  resized.observe(target)

  return {
    map,
    mark(now) {
      source.clear(true)
      source.addFeatures(now.map(({ n, at, tone }) => new Feature({ geometry: new Point(at), n, tone })))
    },
    fit(extent, maxZoom) {
      map.updateSize()
      view.fit(extent, { padding: [16, 16, 16, 16], maxZoom })
    },
    fitMarks() {
      const at = source.getFeatures().map((f) => (f.getGeometry() as Point).getCoordinates())
      if (at.length === 0) return
      map.updateSize()
      view.fit(boundingExtent(at), { padding: [60, 60, 60, 60], maxZoom: 17 })
    },
    dispose() {
      resized.disconnect()
      map.setTarget(undefined)
      map.dispose()
    },
  }
}
