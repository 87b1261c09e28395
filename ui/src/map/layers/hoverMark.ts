/** The ring or outline around what the pointer is over: a small picture over the map, so that hovering draws no layer anew. */
import { buffer, type Extent, getIntersection, isEmpty } from 'ol/extent'
import type Feature from 'ol/Feature'
import type { Geometry } from 'ol/geom'
import type OlMap from 'ol/Map'
import { toContext } from 'ol/render'
import type { Style } from 'ol/style'
import type { Target } from '@/stores/selection'
import type { AtlasLayers } from './atlasLayers'
import type { Styles } from './styles'

/** Room around a geometry for its ring with shift, pixels. */
const ROOM = 44

interface Mark {
  geometry: Geometry
  styles: (resolution: number) => Style[]
}

export class HoverMark {
  private readonly canvas = document.createElement('canvas')
  private readonly pen = this.canvas.getContext('2d')
  private mark: Mark | null = null
  /** What is drawn: the resolution, and where the corner of the picture lies in the view. */
  private drawn: { resolution: number; corner: number[]; whole: boolean } | null = null

  constructor(
    private readonly map: OlMap,
    private readonly atlas: AtlasLayers,
  ) {
    this.canvas.style.cssText = 'position:absolute;left:0;top:0;pointer-events:none;display:none'
    this.canvas.dataset.test = 'hover-mark'
    map.getViewport()?.querySelector('.ol-overlaycontainer')?.before(this.canvas)
    map.on('postrender', () => this.follow())
  }

  show(target: Target | null, styles: Styles, skipShape: string | null): void {
    this.mark = target ? this.markOf(target, styles, skipShape) : null
    this.draw()
  }

  private markOf(target: Target, styles: Styles, skipShape: string | null): Mark | null {
    const found = this.atlas.find(target.kind, target.id)
    if (!found) return null
    const shape = found.shape?.getGeometry()
    if (shape)
      return target.id === skipShape ? null : { geometry: shape, styles: () => styles.outline(false) }
    const pin: Feature = this.atlas.clusterOf(found.pin) ?? found.pin
    const geometry = pin.getGeometry()
    if (!geometry) return null
    return {
      geometry,
      styles: (resolution) => [styles.ring(false, this.atlas.shiftOf(pin, resolution))],
    }
  }

  private draw(): void {
    this.drawn = null
    const size = this.map.getSize()
    const resolution = this.map.getView().getResolution()
    if (!this.mark || !size || !resolution || !this.pen) {
      this.canvas.style.display = 'none'
      return
    }
    const whole = buffer(this.mark.geometry.getExtent(), ROOM * resolution)
    const seen = buffer(this.map.getView().calculateExtent(size), ROOM * resolution)
    const extent: Extent = getIntersection(whole, seen)
    if (isEmpty(extent)) {
      this.canvas.style.display = 'none'
      return
    }
    const [west = 0, south = 0, east = 0, north = 0] = extent
    const width = Math.ceil((east - west) / resolution)
    const height = Math.ceil((north - south) / resolution)
    const vector = toContext(this.pen, { size: [width, height] })
    const geometry = this.mark.geometry.clone()
    geometry.applyTransform((flat, output = flat, stride = 2) => {
      for (let i = 0; i < flat.length; i += stride) {
        output[i] = ((flat[i] ?? 0) - west) / resolution
        output[i + 1] = (north - (flat[i + 1] ?? 0)) / resolution
      }
      return output
    })
    for (const style of this.mark.styles(resolution)) {
      vector.setStyle(style)
      vector.drawGeometry(geometry)
    }
    this.drawn = {
      resolution,
      corner: [west, north],
      whole: getIntersection(whole, seen).join() === whole.join(),
    }
    this.canvas.style.display = ''
    this.place()
  }

  /** Stays over its thing when the map moves. */
  private follow(): void {
    if (!this.mark) return
    const moved = this.drawn?.resolution !== this.map.getView().getResolution()
    if (moved || !this.drawn?.whole) this.draw()
    else this.place()
  }

  private place(): void {
    const [x = 0, y = 0] = (this.drawn && this.map.getPixelFromCoordinate(this.drawn.corner)) ?? []
    this.canvas.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  }

  dispose(): void {
    this.canvas.remove()
  }
}
