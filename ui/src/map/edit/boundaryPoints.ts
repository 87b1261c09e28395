/** Typed or pasted boundary points as a shape. */
import type { Shape } from '@/ipc'

export type CoordsShape = 'point' | 'line' | 'polygon'
export type LonLat = [number, number]

/** How many points each list of a shape needs. */
export function neededPoints(shape: CoordsShape): number {
  return shape === 'point' ? 1 : shape === 'line' ? 2 : 3
}

const same = (a: LonLat | undefined, b: LonLat | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1]

function open(ring: LonLat[]): LonLat[] {
  return ring.length > 1 && same(ring[0], ring.at(-1)) ? ring.slice(0, -1) : ring
}

function contains(ring: LonLat[], [x, y]: LonLat): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] ?? [0, 0]
    const [xj, yj] = ring[j] ?? [0, 0]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** The shape that lists of points make; a ring inside an earlier one is its hole. Null when a list is too short. */
export function shapeFrom(rings: LonLat[][], shape: CoordsShape): Shape | null {
  const lists = rings.filter((r) => r.length > 0)
  const ready = shape === 'polygon' ? lists.map(open) : lists
  if (ready.length === 0 || ready.some((r) => r.length < neededPoints(shape))) return null
  if (shape === 'point') {
    const [first, ...more] = ready.flat()
    if (!first) return null
    return more.length
      ? { type: 'MultiPoint', coordinates: [first, ...more] }
      : { type: 'Point', coordinates: first }
  }
  if (shape === 'line') {
    const [first, ...more] = ready
    if (!first) return null
    return more.length
      ? { type: 'MultiLineString', coordinates: ready }
      : { type: 'LineString', coordinates: first }
  }
  const parts: LonLat[][][] = []
  for (const ring of ready) {
    const closed = [...ring, ...ring.slice(0, 1)]
    const first = ring[0]
    const shell = first && parts.find((part) => part[0] && contains(part[0], first))
    if (shell) shell.push(closed)
    else parts.push([closed])
  }
  const [one, ...others] = parts
  if (!one) return null
  return others.length ? { type: 'MultiPolygon', coordinates: parts } : { type: 'Polygon', coordinates: one }
}
