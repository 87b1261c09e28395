/** What the pointer catches: a vertex before a crossing before an edge, and what to call it. Coordinates are of the view. */

export type Coord = [number, number]

/** One line or ring that can be caught. */
export interface Path {
  /** Id of the thing it belongs to. */
  owner: string
  /** Name shown. */
  name: string
  points: Coord[]
  /** A ring: the last point joins the first (and repeats it). */
  closed: boolean
}

export type CaughtKind = 'end' | 'vertex' | 'point' | 'intersection' | 'edge'

/** A place on a path: the segment's number and how far along it, 0 to 1. */
export interface Place {
  path: Path
  segment: number
  along: number
}

export interface Caught {
  at: Coord
  kind: CaughtKind
  name: string
  /** The other thing of a crossing. */
  other: string | null
  place: Place
}

function nearestOn(at: Coord, a: Coord, b: Coord): { at: Coord; along: number; distance: number } {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const length2 = dx * dx + dy * dy
  const along =
    length2 === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length2))
  const on: Coord = [a[0] + along * dx, a[1] + along * dy]
  return { at: on, along, distance: Math.hypot(at[0] - on[0], at[1] - on[1]) }
}

function crossing(a: Coord, b: Coord, c: Coord, d: Coord): { at: Coord; along: number } | null {
  const r: Coord = [b[0] - a[0], b[1] - a[1]]
  const s: Coord = [d[0] - c[0], d[1] - c[1]]
  const cross = r[0] * s[1] - r[1] * s[0]
  if (Math.abs(cross) < 1e-12) return null
  const t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / cross
  const u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / cross
  if (t < 0 || t > 1 || u < 0 || u > 1) return null
  return { at: [a[0] + t * r[0], a[1] + t * r[1]], along: t }
}

interface Near {
  path: Path
  segment: number
  a: Coord
  b: Coord
  at: Coord
  along: number
  distance: number
}

/** The segments within reach of a place, nearest first. */
function segmentsNear(at: Coord, paths: Path[], reach: number): Near[] {
  const near: Near[] = []
  for (const path of paths) {
    for (let i = 0; i + 1 < path.points.length; i++) {
      const [a, b] = [path.points[i], path.points[i + 1]]
      if (!a || !b) continue
      const on = nearestOn(at, a, b)
      if (on.distance <= reach) near.push({ path, segment: i, a, b, ...on })
    }
  }
  return near.sort((x, y) => x.distance - y.distance)
}

/** Finds what a place catches within `reach` (in the units of the view); null when nothing is near. */
export function snap(at: Coord, paths: Path[], reach: number): Caught | null {
  let best: { distance: number; caught: Caught } | null = null
  for (const path of paths) {
    const last = path.points.length - 1
    for (const [i, point] of path.points.entries()) {
      const distance = Math.hypot(at[0] - point[0], at[1] - point[1])
      if (distance > reach || (best && distance >= best.distance)) continue
      const kind: CaughtKind =
        last === 0 ? 'point' : !path.closed && (i === 0 || i === last) ? 'end' : 'vertex'
      const place: Place = i === 0 ? { path, segment: 0, along: 0 } : { path, segment: i - 1, along: 1 }
      best = { distance, caught: { at: point, kind, name: path.name, other: null, place } }
    }
  }
  if (best) return best.caught

  const near = segmentsNear(at, paths, reach)
  for (const [i, one] of near.entries()) {
    for (const two of near.slice(i + 1)) {
      const met = crossing(one.a, one.b, two.a, two.b)
      const distance = met ? Math.hypot(at[0] - met.at[0], at[1] - met.at[1]) : Number.POSITIVE_INFINITY
      if (!met || distance > reach || (best && distance >= best.distance)) continue
      const place: Place = { path: one.path, segment: one.segment, along: met.along }
      const other = two.path.owner === one.path.owner ? null : two.path.name
      best = { distance, caught: { at: met.at, kind: 'intersection', name: one.path.name, other, place } }
    }
  }
  if (best) return best.caught

  const edge = near[0]
  if (!edge) return null
  const place: Place = { path: edge.path, segment: edge.segment, along: edge.along }
  return { at: edge.at, kind: 'edge', name: edge.path.name, other: null, place }
}
