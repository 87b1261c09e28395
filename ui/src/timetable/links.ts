/** Lines of dependencies between rows: where they run, what is in sight, which lies under a point. */
import type { RowLink } from '@/ipc'
import { ROW } from './bars'
import { type TimeScale, xOf } from './timeScale'

/** How far a line runs beside a bar before it turns. */
const STEP = 9

/** The corners of a line, from the end of what comes before to what waits; `top` is scrolled away. */
export function path(link: RowLink, scale: TimeScale, top: number, head: number): [number, number][] {
  const leavesStart = link.kind === 'SS' || link.kind === 'SF'
  const meetsStart = link.kind === 'FS' || link.kind === 'SS'
  const y1 = head + link.from * ROW + ROW / 2 - top
  const y2 = head + link.to * ROW + ROW / 2 - top
  const x1 = xOf(scale, link.from_day + (leavesStart ? 0 : 1))
  const x2 = xOf(scale, link.to_day + (meetsStart ? 0 : 1))
  const out = x1 + (leavesStart ? -STEP : STEP)
  const into = x2 + (meetsStart ? -STEP : STEP)
  const straight = leavesStart
    ? meetsStart
      ? Math.min(out, into)
      : null
    : meetsStart
      ? null
      : Math.max(out, into)
  if (straight !== null)
    return [
      [x1, y1],
      [straight, y1],
      [straight, y2],
      [x2, y2],
    ]
  const room = leavesStart ? into <= out : out <= into
  if (room)
    return [
      [x1, y1],
      [out, y1],
      [out, y2],
      [x2, y2],
    ]
  // no room between: round through the line between two rows
  const between = y2 > y1 ? y2 - ROW / 2 : y2 + ROW / 2
  return [
    [x1, y1],
    [out, y1],
    [out, between],
    [into, between],
    [into, y2],
    [x2, y2],
  ]
}

/** The dependencies of which a part may be in sight: rows from first to last, and the width. */
export function inSight(
  links: readonly RowLink[],
  [first, last]: [number, number],
  scale: TimeScale,
  width: number,
): RowLink[] {
  return links.filter((link) => {
    if (Math.max(link.from, link.to) < first || Math.min(link.from, link.to) > last) return false
    const [a, b] = [xOf(scale, link.from_day), xOf(scale, link.to_day)]
    return Math.max(a, b) > -40 && Math.min(a, b) < width + 40
  })
}

/** The dependency whose line lies under a point. */
export function linkAt(
  links: readonly RowLink[],
  scale: TimeScale,
  top: number,
  head: number,
  [x, y]: [number, number],
  near = 4,
): RowLink | null {
  const on = (link: RowLink) => {
    const corners = path(link, scale, top, head)
    return corners.some(([x2, y2], i) => {
      const before = corners[i - 1]
      if (!before) return false
      const [x1, y1] = before
      const inX = x >= Math.min(x1, x2) - near && x <= Math.max(x1, x2) + near
      return inX && y >= Math.min(y1, y2) - near && y <= Math.max(y1, y2) + near
    })
  }
  return links.findLast(on) ?? null
}
