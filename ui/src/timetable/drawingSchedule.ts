/** Draws what the schedule adds to the chart: lines of dependencies, bars that are being moved, a line being drawn. */
import type { RowLink } from '@/ipc'
import { fade } from '@/symbols/colours'
import { ROW } from './bars'
import { inSight, path } from './links'
import { HEAD, type Picture } from './picture'
import { roundBox } from './roundBox'
import { xOf } from './timeScale'

/** Bars that are being moved, and a dependency that is being drawn. */
export interface Ghosts {
  bars: { index: number; first: number; last: number; text: string }[]
  /** From a point to a point. */
  line: [[number, number], [number, number]] | null
}

export function links(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { scale, width, height, top, look, schedule } = picture
  const rows: [number, number] = [Math.floor(top / ROW) - 1, Math.floor((top + height) / ROW) + 1]
  const seen = inSight(schedule.links, rows, scale, width)
  const colour = (link: RowLink) =>
    link.id === schedule.chosen
      ? look.accent
      : link.broken || (link.critical && schedule.showCritical)
        ? look.red
        : fade(look.text2, 0.75)
  for (const link of seen) {
    const corners = path(link, scale, top, HEAD)
    ctx.strokeStyle = colour(link)
    ctx.lineWidth = link.id === schedule.chosen ? 2 : 1.2
    ctx.setLineDash(link.broken ? [3, 2] : [])
    ctx.beginPath()
    for (const [i, [x, y]] of corners.entries()) {
      if (i === 0) ctx.moveTo(x, y)
      else ctx.lineTo(x, y)
    }
    ctx.stroke()
    ctx.setLineDash([])
    const [[fromX = 0] = [], [x = 0, y = 0] = []] = corners.slice(-2)
    arrow(ctx, x, y, x >= fromX ? 1 : -1, colour(link))
  }
}

function arrow(ctx: CanvasRenderingContext2D, x: number, y: number, way: 1 | -1, colour: string): void {
  ctx.fillStyle = colour
  ctx.beginPath()
  ctx.moveTo(x, y)
  ctx.lineTo(x - way * 6, y - 3.5)
  ctx.lineTo(x - way * 6, y + 3.5)
  ctx.closePath()
  ctx.fill()
}

export function ghosts(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { scale, top, look, schedule, width } = picture
  for (const { index, first, last, text } of schedule.ghosts.bars) {
    const x = xOf(scale, first)
    const wide = Math.max(6, xOf(scale, last + 1) - x)
    const y = HEAD + index * ROW - top
    ctx.fillStyle = fade(look.accent, 0.22)
    roundBox(ctx, x, y + 5, wide, ROW - 10)
    ctx.fill()
    ctx.strokeStyle = look.accent
    ctx.lineWidth = 1.5
    ctx.setLineDash([4, 3])
    ctx.stroke()
    ctx.setLineDash([])
    if (!text) continue
    ctx.font = `600 11px ${look.font}`
    const room = ctx.measureText(text).width + 12
    const at = Math.max(2, Math.min(x + wide / 2 - room / 2, width - room - 2))
    const above = y - 17 < HEAD ? y + ROW - 1 : y - 15
    ctx.fillStyle = look.accent
    roundBox(ctx, at, above, room, 17)
    ctx.fill()
    ctx.fillStyle = look.onAccent
    ctx.fillText(text, at + 6, above + 9)
    ctx.font = `11px ${look.font}`
  }
  const { line } = schedule.ghosts
  if (!line) return
  const [[x1, y1], [x2, y2]] = line
  ctx.strokeStyle = look.accent
  ctx.lineWidth = 1.5
  ctx.beginPath()
  ctx.moveTo(x1, y1)
  ctx.lineTo(x2, y2)
  ctx.stroke()
  arrow(ctx, x2, y2, x2 >= x1 ? 1 : -1, look.accent)
}

/** The knobs at the ends of the bar at the pointer, from which a dependency is drawn. */
export function knobs(ctx: CanvasRenderingContext2D, picture: Picture, at: [number, number][]): void {
  const { look } = picture
  for (const [x, y] of at) {
    ctx.beginPath()
    ctx.arc(x, y, 4, 0, Math.PI * 2)
    ctx.fillStyle = look.pane
    ctx.fill()
    ctx.strokeStyle = look.accent
    ctx.lineWidth = 1.5
    ctx.stroke()
  }
}
