/** The map as it stands, drawn anew with so many pixels for each of the screen, on one canvas. */
import type OlMap from 'ol/Map'

/** When a layer does not come, what there is by then is drawn. */
const WAIT_MS = 15_000

/** Where OpenLayers keeps how many pixels it draws for one of the screen; it has no setter. */
const RATIO = 'pixelRatio_'

/** Waits until all that is in view has been drawn. */
function drawn(map: OlMap): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      map.un('rendercomplete', end)
      resolve()
    }
    const timer = setTimeout(end, WAIT_MS)
    map.on('rendercomplete', end)
    map.render()
  })
}

/** The transform that a canvas is shown with, and its opacity. */
function shownWith(canvas: HTMLCanvasElement): { matrix: number[]; opacity: number } {
  const opacity = canvas.parentElement?.style.opacity || canvas.style.opacity
  const given = /^matrix\(([^)]*)\)$/.exec(canvas.style.transform)?.[1]?.split(',').map(Number)
  return { matrix: given ?? [1, 0, 0, 1, 0, 0], opacity: opacity === '' ? 1 : Number(opacity) }
}

/** Puts the canvases of a map over each other. */
function compose(map: OlMap, ratio: number, ground: string): HTMLCanvasElement {
  const [width = 0, height = 0] = map.getSize() ?? []
  const whole = document.createElement('canvas')
  whole.width = Math.round(width * ratio)
  whole.height = Math.round(height * ratio)
  const pen = whole.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.fillStyle = ground
  pen.fillRect(0, 0, whole.width, whole.height)
  const all = '.ol-layer canvas, canvas.ol-layer'
  const canvases = map.getViewport()?.querySelectorAll<HTMLCanvasElement>(all) ?? []
  for (const canvas of canvases) {
    if (canvas.width === 0) continue
    const { matrix, opacity } = shownWith(canvas)
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix
    pen.globalAlpha = opacity
    pen.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio)
    pen.drawImage(canvas, 0, 0)
  }
  return whole
}

/** Draws the map at `ratio` pixels for each of the screen over the colour of the sea, and puts it back. */
export async function renderMap(map: OlMap, ratio: number, ground: string): Promise<HTMLCanvasElement> {
  const before: unknown = Reflect.get(map, RATIO)
  Reflect.set(map, RATIO, ratio)
  try {
    await drawn(map)
    return compose(map, ratio, ground)
  } finally {
    Reflect.set(map, RATIO, before)
    map.render()
  }
}
