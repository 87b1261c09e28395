/** A look at the map for tests in the real window: where places are on the screen, and what is drawn. */
import { getCenter } from 'ol/extent'
import { toLonLat } from 'ol/proj'
import type { DrawController } from '../edit/drawController'
import { toolOf } from '../edit/drawMode'
import type { MapCore } from '../mapCore'

export interface MapProbe {
  /** Pixel in the window of a longitude and latitude. */
  pixelOf(lon: number, lat: number): [number, number]
  /** Longitude and latitude under a pixel of the window. */
  placeAt(x: number, y: number): [number, number]
  /** Red, green, blue, opacity (0 to 255) drawn at a pixel of the window, all canvases over each other. */
  colourAt(x: number, y: number): number[]
  /** Number of pins on the map, in clusters or not. */
  readonly features: number
  /** Whether everything in view has been drawn once. */
  readonly rendered: boolean
  /** When that was, milliseconds after the page began. */
  readonly renderedAt: number | null
  /** Whether the projects are drawn from tiles now. */
  readonly crowd: boolean
  /** A pixel of the window on a circle that stands for many projects; null when there is none. */
  readonly circle: [number, number] | null
  /** Whether no animation runs and no tile is on its way. */
  readonly idle: boolean
  readonly zoom: number
  readonly center: [number, number]
  /** Puts the camera there at once. */
  stand(lon: number, lat: number, zoom: number): void
  readonly tool: string
  /** Vertices of the sketch so far. */
  readonly vertices: number
}

declare global {
  interface Window {
    __zhentuMap?: MapProbe
  }
}

/** What the canvases of a map show at a pixel of it. */
function colourOf(viewport: HTMLElement, x: number, y: number): number[] {
  const one = document.createElement('canvas')
  one.width = 1
  one.height = 1
  const pen = one.getContext('2d', { willReadFrequently: true })
  if (!pen) return []
  for (const canvas of viewport.querySelectorAll<HTMLCanvasElement>('.ol-layer canvas, canvas.ol-layer')) {
    if (canvas.width === 0) continue
    const opacity = canvas.parentElement?.style.opacity || canvas.style.opacity
    const given = /^matrix\(([^)]*)\)$/.exec(canvas.style.transform)?.[1]?.split(',').map(Number)
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = given ?? []
    pen.globalAlpha = opacity === '' ? 1 : Number(opacity)
    pen.setTransform(a, b, c, d, e - x, f - y)
    pen.drawImage(canvas, 0, 0)
  }
  return [...pen.getImageData(0, 0, 1, 1).data]
}

/** Puts the look into the window; returns a function that takes it away. */
export function exposeForTests(core: MapCore, draw: DrawController): () => void {
  let idle = false
  core.map.on('rendercomplete', () => {
    idle = true
  })
  core.map.on('movestart', () => {
    idle = false
  })
  const corner = () => core.map.getTargetElement()?.getBoundingClientRect() ?? { left: 0, top: 0 }
  window.__zhentuMap = {
    pixelOf(lon, lat) {
      const [x, y] = core.pixelOf(lon, lat)
      const { left, top } = corner()
      return [x + left, y + top]
    },
    placeAt(x, y) {
      const { left, top } = corner()
      const at = toLonLat(core.map.getCoordinateFromPixel([x - left, y - top]) ?? [0, 0])
      const [lon = 0, lat = 0] = at
      return [lon, lat]
    },
    colourAt(x, y) {
      const { left, top } = corner()
      const viewport = core.map.getTargetElement()
      return viewport ? colourOf(viewport, Math.floor(x - left), Math.floor(y - top)) : []
    },
    get features() {
      return core.atlas.features().length
    },
    get rendered() {
      return core.rendered
    },
    get renderedAt() {
      return core.renderedAt
    },
    get crowd() {
      return core.atlas.crowd.layer.getVisible()
    },
    get circle(): [number, number] | null {
      const { left, top } = corner()
      const [width = 0, height = 0] = core.map.getSize() ?? []
      const extent = core.view.calculateExtent([width - 300, height - 200])
      for (const one of core.atlas.crowd.layer.getFeaturesInExtent(extent)) {
        if (Number(one.get('count') ?? 1) < 2) continue
        const [x = 0, y = 0] = core.map.getPixelFromCoordinate(
          getCenter(one.getGeometry()?.getExtent() ?? []),
        )
        if (!core.hit([x, y])) return [x + left, y + top]
      }
      return null
    },
    get idle() {
      return idle && !core.view.getAnimating()
    },
    stand(lon, lat, zoom) {
      core.view.cancelAnimations()
      core.stand({ lon, lat, zoom })
    },
    get zoom() {
      return core.view.getZoom() ?? 0
    },
    get center(): [number, number] {
      const { lon, lat } = core.camera
      return [lon, lat]
    },
    get tool() {
      return toolOf(draw.mode)
    },
    get vertices() {
      return draw.mode.name === 'sketch' ? draw.mode.sketch.vertices.length : 0
    },
  }
  return () => {
    window.__zhentuMap = undefined
  }
}
