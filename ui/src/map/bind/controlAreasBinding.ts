/** Control lines under the projects, and what a footprint and a line have in common: two locked layers of their own. */

import Feature from 'ol/Feature'
import GeoJSON from 'ol/format/GeoJSON'
import MVT from 'ol/format/MVT'
import VectorLayer from 'ol/layer/Vector'
import VectorTileLayer from 'ol/layer/VectorTile'
import { transformExtent } from 'ol/proj'
import VectorSource from 'ol/source/Vector'
import VectorTileSource from 'ol/source/VectorTile'
import { Fill, Stroke, Style } from 'ol/style'
import { effectScope, shallowRef, watch } from 'vue'
import { type ControlCount, type ControlKind, controlTilesUrl, mapSymbols, words } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { shownOverlap } from '@/stores/map'
import { fail } from '@/stores/notice'
import { dark } from '@/stores/prefs'
import { selected } from '@/stores/selection'
import { controlColour } from '@/symbols/controlAreaColours'
import { layerLooks } from '../layers/layerLooks'
import { zIndexOf } from '../layers/zOrder'
import type { MapCore } from '../mapCore'
import { fade, readTokens } from '../themeColours'

/** Deepest zoom that tiles are asked for; closer views enlarge them. */
const DEEPEST = 18

/** Metres a pixel from which on hatching would cover the map: areas are then a quiet tint without an edge. */
const FAR = 40

/** Kinds of control lines in view, with how many of each. */
export const controlsInView = shallowRef<ControlCount[]>([])

interface Hatch {
  readonly gap: number
  readonly falls: boolean
  readonly line: number
}

/** How a kind of control area looks, as the core has it. */
interface Look {
  readonly hatch: Hatch | null
  readonly line: number
  readonly width: number
  readonly dashes: readonly number[]
  readonly fill: number
  readonly far: number | null
  readonly cover: number
}

const lookOf = (kind: ControlKind): Look => mapSymbols.controls[kind]

/** A tile of slanting lines. */
function hatched({ gap, falls, line }: Hatch, colour: string): CanvasPattern | null {
  const ratio = window.devicePixelRatio || 1
  const size = Math.round(gap * ratio)
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = fade(colour, line)
  pen.lineWidth = ratio
  pen.beginPath()
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, falls ? -1 : size + 1)
    pen.lineTo(shift + size + 1, falls ? size + 1 : -1)
  }
  pen.stroke()
  return pen.createPattern(canvas, 'repeat')
}

function styleOf(kind: ControlKind, far: boolean): Style {
  const colour = controlColour(kind)
  const look = lookOf(kind)
  if (far && look.far !== null) return new Style({ fill: new Fill({ color: fade(colour, look.far) }) })
  const pattern = look.hatch && hatched(look.hatch, colour)
  return new Style({
    stroke: new Stroke({
      color: fade(colour, look.line),
      width: look.width,
      lineDash: look.dashes.length ? [...look.dashes] : undefined,
    }),
    fill: new Fill({ color: pattern ?? fade(colour, look.fill) }),
  })
}

/** Covered ground, where the lines themselves are too small to be drawn. */
function coverOf(kind: ControlKind): Style {
  return new Style({ fill: new Fill({ color: fade(controlColour(kind), lookOf(kind).cover) }) })
}

/** Puts the layers on a map and keeps them as the atlas, the panel and the theme want; returns what ends it. */
export function showControls(core: MapCore): () => void {
  const format = new GeoJSON({ dataProjection: 'EPSG:4326', featureProjection: 'EPSG:3857' })
  const shared = new VectorSource<Feature>()
  let near = new Map<number, Style>()
  let far = new Map<number, Style>()
  let covers = new Map<number, Style>()
  const lineLayer = new VectorTileLayer({
    zIndex: zIndexOf('control-lines'),
    renderMode: 'hybrid',
    style: (feature, resolution) => {
      const styles = resolution > FAR ? far : near
      return (feature.get('layer') === 'cover' ? covers : styles).get(Number(feature.get('kind') ?? 0))
    },
  })
  const sharedLayer = new VectorLayer({ source: shared, zIndex: zIndexOf('control-common') })
  core.map.addLayer(lineLayer)
  core.map.addLayer(sharedLayer)

  const restyle = (): void => {
    const styled = (distant: boolean) =>
      new Map(words.ControlKind.map(({ word }, n) => [n, styleOf(word, distant)]))
    near = styled(false)
    far = styled(true)
    covers = new Map(words.ControlKind.map(({ word }, n) => [n, coverOf(word)]))
    const { red } = readTokens()
    sharedLayer.setStyle(
      new Style({ stroke: new Stroke({ color: red, width: 2 }), fill: new Fill({ color: fade(red, 0.45) }) }),
    )
    lineLayer.changed()
  }
  let shown = 0
  const show = (version: number): void => {
    if (version === shown) return
    shown = version
    lineLayer.setSource(
      new VectorTileSource({
        format: new MVT(),
        url: controlTilesUrl(version),
        maxZoom: DEEPEST,
        tileSize: 512,
        wrapX: false,
      }),
    )
  }
  let asked = 0
  /** Shows the lines as they are now, and counts those in view for the legend. */
  const read = async (): Promise<void> => {
    asked += 1
    const mine = asked
    const size = core.map.getSize()
    if (!atlas.value || !size) return
    const [west = 0, south = 0, east = 0, north = 0] = transformExtent(
      core.view.calculateExtent(size),
      'EPSG:3857',
      'EPSG:4326',
    )
    const found = await ask('control_lines', { within: [west, south, east, north] }).catch((error) => {
      fail(error)
      return null
    })
    if (mine !== asked || !found) return
    show(found.version)
    controlsInView.value = lineLayer.getVisible() ? found.counts : []
  }
  const again = (): void => void read()
  const mark = (): void => {
    shared.clear()
    const now = shownOverlap.value
    if (now && selected.value?.id === now.project)
      shared.addFeature(new Feature(format.readGeometry(now.shape) ?? undefined))
  }

  const scope = effectScope(true)
  scope.run(() => {
    // the tiles of another atlas may have the number of these
    watch(
      () => atlas.value?.path,
      () => {
        shown = 0
      },
    )
    watch(changesOf('control_lines'), again, { immediate: true })
    watch([shownOverlap, selected], mark)
    watch(dark, restyle, { immediate: true, flush: 'post' })
    watch(
      layerLooks(),
      ({ control }) => {
        lineLayer.setVisible(control.visible)
        lineLayer.setOpacity(control.opacity)
        again()
      },
      { deep: true, immediate: true },
    )
  })
  core.map.on('moveend', again)
  return () => {
    scope.stop()
    core.map.un('moveend', again)
    controlsInView.value = []
  }
}
