/** What the core does with shapes for the tools: geometry in, geometry out, nothing kept. */
import { toLonLat } from 'ol/proj'
import { call, type Shape, type ShapeAnswer } from '@/ipc'
import { toStored } from '../layers/features'
import type { Sketch } from '../sketch/sketch'
import type { Coord } from '../sketch/snap'
import type { Job } from './drawMode'
import { radiusOf, sketchGeometry } from './sketchLayers'

/** A circle on the ellipsoid around a place of the view, radius in metres. */
export async function circleAt(centre: Coord, radius_m: number): Promise<Shape | null> {
  const [lon = 0, lat = 0] = toLonLat(centre)
  return (await call('shape', { op: { op: 'circle', centre: [lon, lat], radius_m } })).geometries[0] ?? null
}

/** The shape of a sketch as it is kept; a circle is made on the ellipsoid. */
export async function shapeOf(sketch: Sketch): Promise<Shape | null> {
  const [centre] = sketch.vertices
  if (sketch.shape === 'circle' && centre) {
    return circleAt(centre, radiusOf(sketch.vertices))
  }
  const geometry = sketchGeometry(sketch, false)
  return geometry ? toStored(geometry) : null
}

/** Changes a footprint by what was drawn over it. */
export function operate(
  kind: Exclude<Job['kind'], 'footprint'>,
  geometry: Shape,
  drawn: Shape,
): Promise<ShapeAnswer> {
  switch (kind) {
    case 'hole':
      return call('shape', { op: { op: 'add_hole', geometry, ring: drawn } })
    case 'part':
      return call('shape', { op: { op: 'add_part', geometry, part: drawn } })
    case 'split':
      return call('shape', { op: { op: 'split', geometry, line: drawn } })
    case 'cut':
      return call('shape', { op: { op: 'cut', geometry, other: drawn } })
    case 'reshape':
      return call('shape', { op: { op: 'reshape', geometry, line: drawn } })
  }
}

/** Two footprints as one. */
export async function merged(one: Shape, other: Shape): Promise<Shape | null> {
  return (await call('shape', { op: { op: 'merge', geometries: [one, other] } })).geometries[0] ?? null
}

/** A footprint without its problems. */
export async function mended(geometry: Shape): Promise<Shape | null> {
  return (await call('shape', { op: { op: 'repair', geometry } })).geometries[0] ?? null
}

/** A footprint with fewer vertices, off by at most the tolerance in metres, and the numbers of vertices. */
export async function simplified(
  geometry: Shape,
  tolerance_m: number,
): Promise<{ shape: Shape; before: number; after: number } | null> {
  const answer = await call('shape', { op: { op: 'simplify', geometry, tolerance_m } })
  const [shape] = answer.geometries
  if (!shape) return null
  const old = await call('shape', { op: { op: 'inspect', geometry } })
  return { shape, before: old.measures[0]?.vertices ?? 0, after: answer.measures[0]?.vertices ?? 0 }
}
