/** Takes the map as it is seen onto paper: light whatever the window is, without the marks of what is selected. */
import { nextTick } from 'vue'
import { plain } from '@/format'
import { t } from '@/i18n'
import { onPaper } from '@/stores/prefs'
import { controlsInView } from '../bind/controlAreasBinding'
import { seen } from '../bind/mapSession'
import { outlinesInView } from '../bind/townBoundariesBinding'
import type { MapCore } from '../mapCore'
import { scaleBar } from '../scale/scaleBar'
import { readTokens } from '../themeColours'
import type { Picture } from './drawPicture'
import { legendMarks } from './legendMarks'
import { renderMap } from './renderMap'

/** Pixels of the screen that a scale bar may take. */
const BAR = 150

/** Two frames: what follows from the look of the window has been told to the map then. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })
}

function barOf(core: MapCore): Picture['bar'] {
  const bar = scaleBar(core.groundResolution, BAR)
  if (!bar) return null
  const label =
    bar.metres >= 1000
      ? t('map.scale.kilometres', { n: plain(bar.metres / 1000) })
      : t('map.scale.metres', { n: plain(bar.metres) })
  return { pixels: bar.pixels, label }
}

export type MapPart = Pick<Picture, 'map' | 'ratio' | 'legend' | 'bar'>

/** Draws the map with its legend and scale, `ratio` pixels for each of the screen. */
export async function takePicture(core: MapCore, ratio: number): Promise<MapPart> {
  const marks = [core.highlight.layer, core.highlight.lines]
  const before = marks.map((layer) => layer.getVisible())
  onPaper.value = true
  try {
    await nextTick()
    await settled()
    for (const layer of marks) layer.setVisible(false)
    const { sea, land } = readTokens()
    const map = await renderMap(core.map, ratio, sea)
    const legend = legendMarks(seen.value, controlsInView.value, outlinesInView.value, land)
    return { map, ratio, legend, bar: barOf(core) }
  } finally {
    marks.forEach((layer, n) => {
      layer.setVisible(before[n] ?? true)
    })
    onPaper.value = false
  }
}
