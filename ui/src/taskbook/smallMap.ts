/** Drawing a footprint into a small box: geometry in degrees to the points of an svg, north up. */
import type { Shape } from '@/ipc'

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

type Point = readonly number[]

/** Lines and rings of a geometry, and its single points. */
export function partsOf(shape: Shape): { lines: Point[][]; rings: Point[][]; points: Point[] } {
  switch (shape.type) {
    case 'Point':
      return { lines: [], rings: [], points: [shape.coordinates] }
    case 'MultiPoint':
      return { lines: [], rings: [], points: shape.coordinates }
    case 'LineString':
      return { lines: [shape.coordinates], rings: [], points: [] }
    case 'MultiLineString':
      return { lines: shape.coordinates, rings: [], points: [] }
    case 'Polygon':
      return { lines: [], rings: shape.coordinates, points: [] }
    case 'MultiPolygon':
      return { lines: [], rings: shape.coordinates.flat(), points: [] }
    case 'GeometryCollection': {
      const parts = shape.geometries.map(partsOf)
      return {
        lines: parts.flatMap((p) => p.lines),
        rings: parts.flatMap((p) => p.rings),
        points: parts.flatMap((p) => p.points),
      }
    }
    default:
      return { lines: [], rings: [], points: [] }
  }
}

/** The box around a geometry; null if it has no point. */
export function boxOf(shape: Shape): Box | null {
  const { lines, rings, points } = partsOf(shape)
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const part of [...lines, ...rings, points]) {
    for (const [lon = Number.NaN, lat = Number.NaN] of part) {
      box.west = Math.min(box.west, lon)
      box.east = Math.max(box.east, lon)
      box.south = Math.min(box.south, lat)
      box.north = Math.max(box.north, lat)
    }
  }
  return box.west <= box.east && box.south <= box.north ? box : null
}

/** Degrees of latitude that a small map shows at the least, some 2 km. */
const LEAST = 0.018
/** Part of the map that is left free on each side. */
const FREE = 0.18

/** What brings degrees into a box of pixels, with room around what is shown; a degree of longitude as wide as it is there. */
export function fitted(around: Box, width: number, height: number): (point: Point) => [number, number] {
  const lat = (around.south + around.north) / 2
  const narrow = Math.max(0.1, Math.cos((lat * Math.PI) / 180))
  const wide = (around.east - around.west) * narrow
  const tall = around.north - around.south
  const scale = Math.min(
    (width * (1 - 2 * FREE)) / Math.max(wide, LEAST),
    (height * (1 - 2 * FREE)) / Math.max(tall, LEAST),
  )
  const lon = (around.west + around.east) / 2
  return ([x = 0, y = 0]) => [width / 2 + (x - lon) * narrow * scale, height / 2 - (y - lat) * scale]
}

/** The box of degrees that a map fitted around something shows, for asking what else lies there. */
export function shownBox(around: Box, width: number, height: number): [number, number, number, number] {
  const lat = (around.south + around.north) / 2
  const lon = (around.west + around.east) / 2
  const narrow = Math.max(0.1, Math.cos((lat * Math.PI) / 180))
  const at = fitted(around, width, height)
  const perDegree = Math.abs(at([lon, lat + 1])[1] - at([lon, lat])[1])
  const [halfTall, halfWide] = [height / 2 / perDegree, width / 2 / perDegree / narrow]
  return [lon - halfWide, lat - halfTall, lon + halfWide, lat + halfTall]
}

const round = (n: number) => Math.round(n * 10) / 10

function path(points: readonly Point[], at: (point: Point) => [number, number], closed: boolean): string {
  const steps = points.map((p, i) => {
    const [x, y] = at(p)
    return `${i ? 'L' : 'M'}${round(x)} ${round(y)}`
  })
  return steps.join('') + (closed ? 'Z' : '')
}

/** A geometry as paths of an svg and dots. */
export function drawn(shape: Shape, at: (point: Point) => [number, number]) {
  const { lines, rings, points } = partsOf(shape)
  return {
    line: lines.map((l) => path(l, at, false)).join(''),
    area: rings.map((r) => path(r, at, true)).join(''),
    dots: points.map((p) => at(p).map(round) as [number, number]),
  }
}
