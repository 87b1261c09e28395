/** Follows an existing line or ring from one place on it to another. */
import type { Coord, Place } from './snap'

function pointAt(place: Place): Coord {
  const a = place.path.points[place.segment] ?? [0, 0]
  const b = place.path.points[place.segment + 1] ?? a
  return [a[0] + (b[0] - a[0]) * place.along, a[1] + (b[1] - a[1]) * place.along]
}

const same = (a: Coord, b: Coord) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 1e-6

function lengthOf(points: Coord[]): number {
  let sum = 0
  for (const [i, p] of points.entries()) {
    const q = points[i + 1]
    if (q) sum += Math.hypot(q[0] - p[0], q[1] - p[1])
  }
  return sum
}

/** The vertices strictly between two places of the same path, walking up the numbers. */
function between(from: Place, to: Place): Coord[] {
  return from.path.points.slice(from.segment + 1, to.segment + 1)
}

/** The vertices between two places of one path, in the order walked, without the two ends; the shorter way round a ring.
 * Null when the places do not lie on one path. */
export function traced(from: Place, to: Place): Coord[] | null {
  const { path } = from
  if (path !== to.path || path.points.length < 2) return null
  const forward = from.segment < to.segment || (from.segment === to.segment && from.along <= to.along)
  const start = pointAt(from)
  const end = pointAt(to)
  const direct = forward ? between(from, to) : between(to, from).reverse()
  let way = direct
  if (path.closed) {
    const open = path.points.slice(0, -1)
    const n = open.length
    const round = forward
      ? [...open.slice(0, from.segment + 1).reverse(), ...open.slice(to.segment + 1, n).reverse()]
      : [...open.slice(from.segment + 1, n), ...open.slice(0, to.segment + 1)]
    if (lengthOf([start, ...round, end]) < lengthOf([start, ...direct, end])) way = round
  }
  return way.filter((p) => !same(p, start) && !same(p, end))
}
