/** Rings and outlines around what is selected; what the pointer is over has a mark of its own (hoverMark.ts). */
import Feature from 'ol/Feature'
import VectorLayer from 'ol/layer/Vector'
import VectorSource from 'ol/source/Vector'
import type { Target } from '@/stores/selection'
import type { AtlasLayers } from './atlasLayers'
import type { Styles } from './styles'
import { zIndexOf } from './zOrder'

export class Highlight {
  private readonly source = new VectorSource<Feature>()
  private readonly shapes = new VectorSource<Feature>()
  private marked = false
  /** Outlines of shapes, below all names. */
  readonly lines = new VectorLayer({
    source: this.shapes,
    zIndex: zIndexOf('highlight-lines'),
    updateWhileInteracting: true,
    updateWhileAnimating: true,
  })
  /** Rings around symbols. */
  readonly layer = new VectorLayer({
    source: this.source,
    zIndex: zIndexOf('highlight'),
    updateWhileInteracting: true,
    updateWhileAnimating: true,
  })

  constructor(private readonly atlas: AtlasLayers) {}

  /** Draws the marks anew. */
  show(selected: Target[], styles: Styles, skipShape: string | null): void {
    this.source.clear(true)
    this.shapes.clear(true)
    const marks = selected.flatMap((target) => this.mark(target, styles, skipShape))
    this.shapes.addFeatures(marks.filter((m) => m.get('shape') === true))
    this.source.addFeatures(marks.filter((m) => m.get('shape') !== true))
    if (marks.length === 0 && this.marked) this.changed()
    this.marked = marks.length > 0
  }

  private changed(): void {
    this.source.changed()
    this.shapes.changed()
  }

  private mark(target: Target, styles: Styles, skipShape: string | null): Feature[] {
    const found = this.atlas.find(target.kind, target.id)
    if (!found) return []
    if (found.shape) {
      if (target.id === skipShape) return []
      const outline = new Feature(found.shape.getGeometry())
      // a point has no line: its ring stands over the symbol
      outline.set('shape', !found.shape.getGeometry()?.getType().includes('Point'), true)
      outline.setStyle(styles.outline(true))
      return [outline]
    }
    const cluster = this.atlas.clusterOf(found.pin)
    const pin = cluster ?? found.pin
    const ring = new Feature(pin.getGeometry())
    ring.setStyle((_ring, resolution) => styles.ring(true, this.atlas.shiftOf(pin, resolution)))
    return [ring]
  }
}
