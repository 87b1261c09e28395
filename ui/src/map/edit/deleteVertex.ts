/** Deleting a vertex of a stored shape; refuses when too few would be left. Holes and parts stay what they are. */
import type { Shape } from '@/ipc'

export type Deleted =
  | { shape: Shape }
  /** What refused, and how many vertices it needs. */
  | { refused: 'line' | 'ring'; needed: number }
  | null

type Position = number[]

const near = (a: Position, b: Position, reach: number): boolean =>
  Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0)) <= reach

function fromLine(line: Position[], at: Position, reach: number): Position[] | 'few' | null {
  const index = line.findIndex((p) => near(p, at, reach))
  if (index < 0) return null
  return line.length <= 2 ? 'few' : line.filter((_, i) => i !== index)
}

function fromRing(ring: Position[], at: Position, reach: number): Position[] | 'few' | null {
  const open = ring.slice(0, -1)
  const index = open.findIndex((p) => near(p, at, reach))
  if (index < 0) return null
  if (open.length <= 3) return 'few'
  const left = open.filter((_, i) => i !== index)
  const first = left[0]
  return first ? [...left, first] : 'few'
}

/** Takes the first of several paths that has the vertex; null when none has it. */
function inFirst<T>(paths: T[], take: (path: T) => T | 'few' | null): T[] | 'few' | null {
  for (const [i, path] of paths.entries()) {
    const taken = take(path)
    if (taken === 'few') return 'few'
    if (taken !== null) return paths.map((p, j) => (j === i ? taken : p))
  }
  return null
}

/** Deletes the vertex at a place (in the units of the shape, within `reach`). */
export function deleteVertex(shape: Shape, at: Position, reach: number): Deleted {
  const line = (l: Position[]) => fromLine(l, at, reach)
  const rings = (r: Position[][]) => inFirst(r, (ring) => fromRing(ring, at, reach))
  switch (shape.type) {
    case 'LineString': {
      const left = line(shape.coordinates)
      if (left === 'few') return { refused: 'line', needed: 2 }
      return left && { shape: { ...shape, coordinates: left } as Shape }
    }
    case 'MultiLineString': {
      const left = inFirst(shape.coordinates, line)
      if (left === 'few') return { refused: 'line', needed: 2 }
      return left && { shape: { ...shape, coordinates: left } as Shape }
    }
    case 'Polygon': {
      const left = rings(shape.coordinates)
      if (left === 'few') return { refused: 'ring', needed: 3 }
      return left && { shape: { ...shape, coordinates: left } as Shape }
    }
    case 'MultiPolygon': {
      const left = inFirst(shape.coordinates, rings)
      if (left === 'few') return { refused: 'ring', needed: 3 }
      return left && { shape: { ...shape, coordinates: left } }
    }
    default:
      return null
  }
}
