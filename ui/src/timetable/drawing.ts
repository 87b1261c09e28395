/** Draws the chart of the timetable on a canvas: grid, bars, gates; the head over them. */
import type { TimetableRow } from '@/ipc'
import { fade, kindColour } from '@/symbols/colours'
import { barOf, type Diamond, diamondsOf, isBracket, ROW } from './bars'
import { head, lines } from './chartHead'
import { HEAD, type Picture } from './picture'
import { roundBox } from './roundBox'
import { ticks, tiers, xOf } from './timeScale'

/** Open ends narrower than this are drawn as the rest of their bar. */
const LEAST_HATCH = 4

/** Draws everything. */
export function draw(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { width, height, look, top, total } = picture
  ctx.fillStyle = look.pane
  ctx.fillRect(0, 0, width, height)
  ctx.font = `11px ${look.font}`
  ctx.textBaseline = 'middle'
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, HEAD, width, height - HEAD)
  ctx.clip()
  const first = Math.max(0, Math.floor(top / ROW))
  const last = Math.min(total - 1, Math.floor((top + height - HEAD) / ROW))
  const yOf = (index: number) => HEAD + index * ROW - top
  for (let index = first; index <= last; index += 1) groundBox(ctx, picture, index, yOf(index))
  grid(ctx, picture)
  for (let index = first; index <= last; index += 1) {
    const row = picture.row(index)
    if (row) drawRow(ctx, picture, row, yOf(index))
  }
  ctx.restore()
  head(ctx, picture)
  lines(ctx, picture)
}

function groundBox(ctx: CanvasRenderingContext2D, picture: Picture, index: number, y: number): void {
  const row = picture.row(index)
  const { look, width } = picture
  const fill = !row
    ? null
    : picture.selected(row, index)
      ? look.accentSoft
      : picture.hovered(row) || row.depth === 0
        ? look.ground
        : null
  if (fill) {
    ctx.fillStyle = fill
    ctx.fillRect(0, y, width, ROW)
  }
  ctx.fillStyle = look.line
  ctx.fillRect(0, y + ROW - 1, width, 1)
}

function grid(ctx: CanvasRenderingContext2D, { scale, width, height, look }: Picture): void {
  const [coarse, fine] = tiers(scale.perDay)
  for (const [kind, strength] of [
    [fine, 0.45],
    [coarse, 1],
  ] as const) {
    ctx.fillStyle = fade(look.line, strength)
    for (const tick of ticks(scale, width, kind))
      ctx.fillRect(Math.round(xOf(scale, tick.from)), HEAD, 1, height)
  }
}

function drawRow(ctx: CanvasRenderingContext2D, picture: Picture, row: TimetableRow, y: number): void {
  const { scale, look } = picture
  const bar = barOf(row, scale)
  let end = bar ? bar.x + bar.width : 0
  if (bar && isBracket(row)) bracket(ctx, picture, bar.x, Math.max(3, bar.width), bar.open, y)
  else if (bar) {
    const colour = row.project_kind ? kindColour(row.project_kind) : look.text2
    const thick = row.kind === 'project' ? 12 : 8
    const at = y + (ROW - thick) / 2
    const width = Math.max(3, bar.width)
    ctx.fillStyle = fade(colour, 0.28)
    roundBox(ctx, bar.x, at, width, thick)
    ctx.fill()
    hatch(ctx, bar.x, at, width, thick, bar.open, colour, look.pane)
    if (bar.done > 0) {
      ctx.fillStyle = colour
      roundBox(ctx, bar.x, at, Math.max(2, bar.done), thick)
      ctx.fill()
    }
    if (row.light === 'red') {
      ctx.strokeStyle = look.red
      ctx.lineWidth = 1.5
      roundBox(ctx, bar.x - 1, at - 1, width + 2, thick + 2)
      ctx.stroke()
    }
  }
  for (const mark of diamondsOf(row, scale)) {
    diamond(ctx, picture, mark, y + ROW / 2)
    end = Math.max(end, mark.x + 7)
  }
  if (row.percent !== null && bar) {
    ctx.fillStyle = row.light === 'red' ? look.red : look.text3
    ctx.fillText(`${Math.round(row.percent)}%`, end + 6, y + ROW / 2)
  }
}

/** Hatches the ends of a bar that are not known to the day. */
function hatch(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  [start, end]: [number, number],
  colour: string,
  pane: string,
): void {
  const all = start + end >= width
  const parts = all
    ? [[x, width]]
    : [
        [x, start],
        [x + width - end, end],
      ]
  for (const [from = 0, wide = 0] of parts) {
    // of a short end no line could be seen
    if (wide < LEAST_HATCH) continue
    ctx.save()
    ctx.beginPath()
    ctx.rect(from, y, wide, height)
    ctx.clip()
    ctx.fillStyle = pane
    ctx.fillRect(from, y, wide, height)
    ctx.strokeStyle = colour
    ctx.lineWidth = 1.4
    ctx.globalAlpha = 0.75
    ctx.beginPath()
    // lines keep their place in time, so that they do not swim while scrolling
    const shown = [Math.max(from, -20), Math.min(from + wide, 8000)] as const
    const first = from + Math.floor((shown[0] - from) / 6) * 6
    for (let at = first - height; at < shown[1]; at += 6) {
      ctx.moveTo(at, y + height)
      ctx.lineTo(at + height, y)
    }
    ctx.stroke()
    ctx.restore()
  }
}

function bracket(
  ctx: CanvasRenderingContext2D,
  { look }: Picture,
  x: number,
  width: number,
  open: [number, number],
  y: number,
): void {
  const at = y + 10
  ctx.fillStyle = look.text2
  ctx.fillRect(x, at, width, 5)
  hatch(ctx, x, at, width, 5, open, look.text2, look.pane)
  ctx.fillStyle = look.text2
  ctx.beginPath()
  ctx.moveTo(x, at)
  ctx.lineTo(x, at + 10)
  ctx.lineTo(x + 5, at + 5)
  ctx.moveTo(x + width, at)
  ctx.lineTo(x + width, at + 10)
  ctx.lineTo(x + width - 5, at + 5)
  ctx.fill()
}

/** A gate: hollow when planned, half when reported, full when confirmed. */
function diamond(ctx: CanvasRenderingContext2D, { look }: Picture, mark: Diamond, y: number): void {
  const { x, span, state } = mark
  const r = 5
  if (span && span[1] - span[0] > 2 * r) {
    ctx.fillStyle = fade(look.text2, 0.35)
    ctx.fillRect(span[0], y - 1, span[1] - span[0], 2)
  }
  ctx.beginPath()
  ctx.moveTo(x, y - r)
  ctx.lineTo(x + r, y)
  ctx.lineTo(x, y + r)
  ctx.lineTo(x - r, y)
  ctx.closePath()
  ctx.fillStyle = state === 'confirmed' ? look.text : look.pane
  ctx.fill()
  if (state === 'reported') {
    ctx.fillStyle = look.text
    ctx.beginPath()
    ctx.moveTo(x, y - r)
    ctx.lineTo(x - r, y)
    ctx.lineTo(x, y + r)
    ctx.fill()
    ctx.beginPath()
    ctx.moveTo(x, y - r)
    ctx.lineTo(x + r, y)
    ctx.lineTo(x, y + r)
    ctx.lineTo(x - r, y)
    ctx.closePath()
  }
  ctx.strokeStyle = look.text
  ctx.lineWidth = 1.2
  ctx.stroke()
}
