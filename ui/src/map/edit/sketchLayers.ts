/** What is being drawn or changed, its vertices, and the marks of problems: the only shapes on editable layers. */
import Feature from 'ol/Feature'
import type { Geometry } from 'ol/geom'
import LineString from 'ol/geom/LineString'
import MultiPoint from 'ol/geom/MultiPoint'
import Point from 'ol/geom/Point'
import Polygon, { circular } from 'ol/geom/Polygon'
import VectorLayer from 'ol/layer/Vector'
import { toLonLat } from 'ol/proj'
import VectorSource from 'ol/source/Vector'
import { getDistance } from 'ol/sphere'
import { Circle, Fill, Stroke, Style } from 'ol/style'
import { zIndexOf } from '../layers/zOrder'
import { rectangleRing, type Sketch } from '../sketch/sketch'
import type { Coord } from '../sketch/snap'
import { fade, type Tokens } from '../themeColours'

/** Radius of a circle sketch on the ground, metres. */
export function radiusOf(vertices: Coord[]): number {
  const [centre, edge] = [vertices[0], vertices.at(-1)]
  return centre && edge ? getDistance(toLonLat(centre), toLonLat(edge)) : 0
}

/** The geometry of a sketch with the pointer as its next vertex (or of its vertices alone); null while there is none. */
export function sketchGeometry(sketch: Sketch, withCursor: boolean): Geometry | null {
  const points = withCursor ? sketch.preview() : sketch.vertices
  const first = points[0]
  if (!first) return null
  const last = points.at(-1) ?? first
  switch (sketch.shape) {
    case 'point':
      return new Point(first)
    case 'line':
      return points.length > 1 ? new LineString(points) : null
    case 'rectangle':
      return points.length > 1 ? new Polygon([rectangleRing(first, last)]) : null
    case 'circle': {
      const radius = radiusOf(points)
      return radius > 0
        ? (circular(toLonLat(first), radius, 64).transform('EPSG:4326', 'EPSG:3857') as Polygon)
        : null
    }
    case 'polygon':
    case 'freehand':
      return points.length > 2
        ? new Polygon([[...points, first]])
        : points.length > 1
          ? new LineString(points)
          : null
  }
}

/** Every vertex of a geometry, rings without their repeated last one. */
export function verticesOf(geometry: Geometry): Coord[] {
  const found: Coord[] = []
  const walk = (value: unknown, closed: boolean): void => {
    if (!Array.isArray(value)) return
    if (typeof value[0] === 'number') {
      found.push([value[0], Number(value[1])])
      return
    }
    const points = typeof (value[0] as unknown[] | undefined)?.[0] === 'number'
    for (const one of points && closed ? value.slice(0, -1) : value) walk(one, closed)
  }
  const simple = geometry as Geometry & { getCoordinates?: () => unknown }
  walk(simple.getCoordinates?.(), geometry.getType().includes('Polygon'))
  return found
}

export class SketchLayers {
  readonly editSource = new VectorSource<Feature>()
  private readonly sketchSource = new VectorSource<Feature>()
  private readonly problemSource = new VectorSource<Feature>()
  readonly edit = this.layer('edit', this.editSource)
  readonly sketch = this.layer('sketch', this.sketchSource)
  readonly problems = this.layer('problems', this.problemSource)

  private layer(id: 'edit' | 'sketch' | 'problems', source: VectorSource<Feature>): VectorLayer {
    return new VectorLayer({
      source,
      zIndex: zIndexOf(id),
      updateWhileAnimating: true,
      updateWhileInteracting: true,
    })
  }

  get all(): VectorLayer[] {
    return [this.edit, this.sketch, this.problems]
  }

  restyle(tokens: Tokens): void {
    const accent = tokens.accent
    const body = new Style({
      stroke: new Stroke({ color: accent, width: 2.2 }),
      fill: new Fill({ color: fade(accent, 0.15) }),
      image: new Circle({
        radius: 6,
        fill: new Fill({ color: accent }),
        stroke: new Stroke({ color: '#fff', width: 2 }),
      }),
    })
    const handles = new Style({
      image: new Circle({
        radius: 4.5,
        fill: new Fill({ color: tokens.pane }),
        stroke: new Stroke({ color: accent, width: 2 }),
      }),
      geometry: (feature) => {
        const own = feature.get('vertices') as Coord[] | undefined
        const geometry = feature.getGeometry()
        if (own) return new MultiPoint(own)
        return geometry && !(geometry instanceof Point)
          ? new MultiPoint(verticesOf(geometry as Geometry))
          : undefined
      },
    })
    this.edit.setStyle([body, handles])
    this.sketch.setStyle([body, handles])
    this.problems.setStyle(
      new Style({
        image: new Circle({
          radius: 9,
          stroke: new Stroke({ color: tokens.red, width: 2.5 }),
          fill: new Fill({ color: fade(tokens.red, 0.15) }),
        }),
      }),
    )
  }

  showSketch(sketch: Sketch): void {
    this.sketchSource.clear(true)
    const geometry = sketchGeometry(sketch, true)
    const first = sketch.vertices[0]
    const feature = new Feature(geometry ?? (first ? new Point(first) : undefined))
    feature.set('vertices', sketch.shape === 'freehand' ? [] : sketch.vertices)
    this.sketchSource.addFeature(feature)
  }

  /** Keeps showing a finished shape until the map has read it back. */
  showKept(geometry: Geometry | null): void {
    this.sketchSource.clear(true)
    if (geometry) {
      const feature = new Feature(geometry)
      feature.set('vertices', [])
      this.sketchSource.addFeature(feature)
    }
    this.sketchSource.changed()
  }

  showEdited(geometry: Geometry | null): Feature | null {
    this.editSource.clear(true)
    if (!geometry) {
      this.editSource.changed()
      return null
    }
    const feature = new Feature(geometry)
    this.editSource.addFeature(feature)
    return feature
  }

  showProblems(at: Coord[]): void {
    this.problemSource.clear(true)
    this.problemSource.addFeatures(at.map((c) => new Feature(new Point(c))))
    this.problemSource.changed()
  }
}
