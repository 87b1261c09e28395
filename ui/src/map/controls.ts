/** Control lines under the projects, and what a footprint and a line have in common: two locked layers of their own. */

import Feature from 'ol/Feature'
import GeoJSON from 'ol/format/GeoJSON'
import VectorLayer from 'ol/layer/Vector'
import VectorSource from 'ol/source/Vector'
import { Fill, Stroke, Style } from 'ol/style'
import { effectScope, shallowRef, watch } from 'vue'
import { type ControlKind, call, words } from '@/ipc'
import { atlas, revision } from '@/stores/atlas'
import { common } from '@/stores/checks'
import { fail } from '@/stores/notice'
import { dark } from '@/stores/prefs'
import { selected } from '@/stores/selection'
import { controlColour } from '@/symbols/controls'
import { layerLooks } from './layerState'
import type { MapCore } from './mapCore'
import { fade, readTokens } from './tokens'
import { zIndexOf } from './zorder'

/** Pixels from one line of a hatching to the next. */
const HATCH = 9

/** Metres a pixel from which on hatching would cover the map: areas are then a quiet tint without an edge. */
const FAR = 40

/** Kinds of control lines in view, with how many of each. */
export const controlsInView = shallowRef<{ kind: ControlKind; count: number }[]>([])

/** A tile of slanting lines: 永久基本农田 rises to the right, 生态保护红线 falls, the growth boundary has none. */
function hatch(kind: ControlKind, colour: string): CanvasPattern | null {
  const ratio = window.devicePixelRatio || 1
  const size = Math.round(HATCH * ratio)
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = fade(colour, 0.32)
  pen.lineWidth = ratio
  pen.beginPath()
  const falls = kind === 'ecology'
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, falls ? -1 : size + 1)
    pen.lineTo(shift + size + 1, falls ? size + 1 : -1)
  }
  pen.stroke()
  return pen.createPattern(canvas, 'repeat')
}

function styleOf(kind: ControlKind, far: boolean): Style {
  const colour = controlColour(kind)
  if (far && kind !== 'urban') return new Style({ fill: new Fill({ color: fade(colour, 0.16) }) })
  const pattern = kind === 'urban' ? null : hatch(kind, colour)
  return new Style({
    stroke: new Stroke({
      color: fade(colour, kind === 'urban' ? 0.9 : 0.65),
      width: kind === 'urban' ? 1.8 : 1,
      lineDash: kind === 'urban' ? [10, 4] : undefined,
    }),
    fill: new Fill({ color: pattern ?? fade(colour, 0.04) }),
  })
}

/** Puts the layers on a map and keeps them as the atlas, the panel and the theme want; returns what ends it. */
export function showControls(core: MapCore): () => void {
  const format = new GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' })
  const lines = new VectorSource<Feature>()
  const shared = new VectorSource<Feature>()
  let near = new Map<unknown, Style>()
  let far = new Map<unknown, Style>()
  const lineLayer = new VectorLayer({
    source: lines,
    zIndex: zIndexOf('control-lines'),
    style: (feature, resolution) => (resolution > FAR ? far : near).get(feature.get('kind')),
  })
  const sharedLayer = new VectorLayer({ source: shared, zIndex: zIndexOf('control-common') })
  core.map.addLayer(lineLayer)
  core.map.addLayer(sharedLayer)

  const restyle = (): void => {
    const styled = (distant: boolean) =>
      new Map(words.ControlKind.map(({ word }) => [word, styleOf(word, distant)]))
    near = styled(false)
    far = styled(true)
    const { red } = readTokens()
    sharedLayer.setStyle(
      new Style({ stroke: new Stroke({ color: red, width: 2 }), fill: new Fill({ color: fade(red, 0.45) }) }),
    )
    lineLayer.changed()
  }
  const count = (): void => {
    const size = core.map.getSize()
    const counts = new Map<ControlKind, number>()
    if (size && lineLayer.getVisible())
      lines.forEachFeatureIntersectingExtent(core.view.calculateExtent(size), (feature) => {
        const kind = feature.get('kind') as ControlKind
        counts.set(kind, (counts.get(kind) ?? 0) + 1)
      })
    controlsInView.value = words.ControlKind.flatMap(({ word }) => {
      const n = counts.get(word)
      return n ? [{ kind: word, count: n }] : []
    })
  }
  let asked = 0
  const read = async (): Promise<void> => {
    asked += 1
    const mine = asked
    if (!atlas.value) return
    const found = await call('control_lines', {}).catch((error) => {
      fail(error)
      return []
    })
    if (mine !== asked) return
    lines.clear(true)
    lines.addFeatures(
      found.map(
        (line) => new Feature({ geometry: format.readGeometry(line.geometry) ?? undefined, kind: line.kind }),
      ),
    )
    count()
  }
  const mark = (): void => {
    shared.clear()
    const now = common.value
    if (now && selected.value?.id === now.project)
      shared.addFeature(new Feature(format.readGeometry(now.shape) ?? undefined))
  }

  const scope = effectScope(true)
  scope.run(() => {
    watch(revision, read, { immediate: true })
    watch([common, selected], mark)
    watch(dark, restyle, { immediate: true, flush: 'post' })
    watch(
      layerLooks(),
      ({ control }) => {
        lineLayer.setVisible(control.visible)
        lineLayer.setOpacity(control.opacity)
        count()
      },
      { deep: true, immediate: true },
    )
  })
  core.map.on('moveend', count)
  return () => {
    scope.stop()
    core.map.un('moveend', count)
    controlsInView.value = []
  }
}
