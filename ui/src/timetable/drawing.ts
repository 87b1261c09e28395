/** Draws the chart of the timetable on a canvas: grid, bars, gates; the head over them. */
import type { TimetableRow } from '@/ipc'
import { fade, kindColour } from '@/symbols/colours'
import {
  BAND,
  type Band,
  bandsOf,
  barOf,
  type Diamond,
  diamondsOf,
  frozenOf,
  isBracket,
  ROW,
  timesOf,
} from './bars'
import { head, lines } from './chartHead'
import { ghosts, knobs, links } from './drawingSchedule'
import { HEAD, type Picture } from './picture'
import { roundBox } from './roundBox'
import { owedText } from './rowText'
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
  links(ctx, picture)
  ghosts(ctx, picture)
  knobs(ctx, picture, picture.schedule.knobs)
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
  const frozen = frozenOf(row, scale)
  if (frozen) {
    ctx.fillStyle = fade(look.text2, 0.5)
    ctx.fillRect(frozen.x, y + ROW - 6, Math.max(2, frozen.width), 3)
  }
  const bands = bandsOf(row, scale)
  if (bands.length > 0) for (const band of bands) phase(ctx, picture, band, y)
  else if (bar && isBracket(row)) bracket(ctx, picture, bar.x, Math.max(3, bar.width), bar.open, y)
  else if (bar) {
    const colour = row.project_kind ? kindColour(row.project_kind) : look.text2
    const thick = row.kind === 'project' ? 12 : 8
    const at = y + (ROW - thick) / 2
    const width = Math.max(3, bar.width)
    ctx.fillStyle = fade(colour, 0.28)
    roundBox(ctx, bar.x, at, width, thick)
    ctx.fill()
    hatch(ctx, bar.x, at, width, thick, bar.open, fade(colour, 0.75), look.pane)
    edge(ctx, bar.x, at, width, thick, fade(colour, 0.5))
    if (bar.done > 0) {
      ctx.fillStyle = colour
      roundBox(ctx, bar.x, at, Math.max(2, bar.done), thick)
      ctx.fill()
    }
    if (picture.schedule.showCritical && picture.schedule.critical.has(row.id)) {
      ctx.strokeStyle = look.text
      ctx.lineWidth = 1.5
      roundBox(ctx, bar.x - 1, at - 1, width + 2, thick + 2)
      ctx.stroke()
    } else if (row.light === 'red') {
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
  if (row.times.length > 0) end = recurring(ctx, picture, row, y)
  if (row.owed) {
    const { owed, late } = row.owed
    ctx.fillStyle = late ? look.red : look.text3
    const text = owedText(row.owed)
    if (end > 0 && (owed > 1 || late)) ctx.fillText(text, end + 6, y + ROW / 2)
  }
  if (row.percent !== null && bar) {
    ctx.fillStyle = row.light === 'red' ? look.red : look.text3
    ctx.fillText(`${Math.round(row.percent)}%`, end + 6, y + ROW / 2)
  }
}

/** Times that recur: a tick each, full once it is over, on a thin line; returns where they end. */
function recurring(ctx: CanvasRenderingContext2D, picture: Picture, row: TimetableRow, y: number): number {
  const { scale, look, width, today, asOf } = picture
  const times = timesOf(row, scale)
  const middle = y + ROW / 2
  const [first, last] = [times[0], times.at(-1)]
  if (!first || !last) return 0
  const end = last.x + last.width
  ctx.fillStyle = fade(look.text2, 0.3)
  ctx.fillRect(Math.max(0, first.x), middle - 0.5, Math.min(width, end) - Math.max(0, first.x), 1)
  for (const time of times) {
    if (time.x + time.width < -4 || time.x > width + 4) continue
    const over = time.last < (asOf ?? today)
    ctx.fillStyle = over ? look.text2 : look.pane
    ctx.strokeStyle = look.text2
    ctx.lineWidth = 1
    if (time.width > 8) {
      // known to the month or less: the days it may lie in
      ctx.fillStyle = fade(look.text2, over ? 0.5 : 0.15)
      ctx.fillRect(time.x + 1, middle - 3, time.width - 2, 6)
      continue
    }
    ctx.beginPath()
    ctx.arc(time.x + time.width / 2, middle, 2.8, 0, 2 * Math.PI)
    ctx.fill()
    ctx.stroke()
  }
  return end
}

/** A phase in the band of its plan: its name where there is room. */
function phase(ctx: CanvasRenderingContext2D, picture: Picture, band: Band, y: number): void {
  const { look, width } = picture
  const at = y + (ROW - BAND) / 2
  const wide = Math.max(3, band.width - 1)
  const chosen = picture.phase === band.id
  ctx.fillStyle = fade(look.accent, chosen ? 0.24 : 0.1)
  roundBox(ctx, band.x, at, wide, BAND)
  ctx.fill()
  // phases follow each other by months: only ends that may be farther off are hatched
  const [start, end] = band.open.map((px) => (px > picture.scale.perDay * 95 ? px : 0))
  hatch(ctx, band.x, at, wide, BAND, [start ?? 0, end ?? 0], fade(look.accent, 0.3), null)
  if (chosen) {
    ctx.strokeStyle = look.accent
    ctx.lineWidth = 1.5
    roundBox(ctx, band.x + 0.75, at + 0.75, wide - 1.5, BAND - 1.5)
    ctx.stroke()
  }
  // the name keeps in sight while its phase is
  const from = Math.max(0, band.x)
  const room = Math.min(width, band.x + wide) - from
  const text = fitted(ctx, band.name, room - 8)
  if (!text) return
  ctx.font = `500 11px ${look.font}`
  ctx.fillStyle = look.accent
  ctx.fillText(text, from + (room - ctx.measureText(text).width) / 2, y + ROW / 2)
  ctx.font = `11px ${look.font}`
}

/** A text cut to a width; empty if less than two letters have room. */
function fitted(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text
  for (let end = text.length - 1; end >= 2; end -= 1) {
    const cut = `${text.slice(0, end)}…`
    if (ctx.measureText(cut).width <= room) return cut
  }
  return ''
}

/** Hatches the ends of a bar that are not known to the day, within its round corners. */
function hatch(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  [start, end]: [number, number],
  colour: string,
  ground: string | null,
): void {
  if (start + end <= 0) return
  const all = start + end >= width
  const parts = all
    ? [[x, width]]
    : [
        [x, start],
        [x + width - end, end],
      ]
  ctx.save()
  roundBox(ctx, x, y, width, height)
  ctx.clip()
  for (const [from = 0, wide = 0] of parts) {
    // of a short end no line could be seen
    if (wide < LEAST_HATCH) continue
    ctx.save()
    ctx.beginPath()
    ctx.rect(from, y, wide, height)
    ctx.clip()
    if (ground) {
      ctx.fillStyle = ground
      ctx.fillRect(from, y, wide, height)
    }
    ctx.strokeStyle = colour
    ctx.lineWidth = 1.4
    ctx.beginPath()
    // lines keep their place in time, so that they do not swim while scrolling
    const shown = [Math.max(from, -20), Math.min(from + wide, 8000)] as const
    const first = x + Math.floor((shown[0] - x - height) / 5) * 5
    for (let at = first; at < shown[1]; at += 5) {
      ctx.moveTo(at, y + height)
      ctx.lineTo(at + height, y)
    }
    ctx.stroke()
    ctx.restore()
  }
  ctx.restore()
}

/** A thin line round a bar, so that its hatched ends have an edge. */
function edge(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  if (width < 2) return
  ctx.strokeStyle = colour
  ctx.lineWidth = 1
  roundBox(ctx, x + 0.5, y + 0.5, width - 1, height - 1)
  ctx.stroke()
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
  // ends that are not known to the day are pale: lines would be torn in so low a bar
  const [start, end] = open[0] + open[1] >= width ? [width, 0] : open
  ctx.fillStyle = fade(look.text2, 0.35)
  ctx.fillRect(x, at, width, 5)
  ctx.fillStyle = look.text2
  ctx.fillRect(x + start, at, Math.max(0, width - start - end), 5)
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
  const ink = state === 'late' ? look.red : look.text
  ctx.fillStyle = state === 'confirmed' ? ink : look.pane
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
  ctx.strokeStyle = ink
  ctx.lineWidth = state === 'late' ? 1.8 : 1.2
  ctx.stroke()
}
