/** The head of the chart, and the lines of today and of the status date. */
import { t } from '@/i18n'
import { HEAD, type Picture } from './picture'
import { roundBox } from './roundBox'
import { type Tick, type TickKind, ticks, tiers, xOf } from './timeScale'

/** What stands over a tick, in the width it has. */
export function tickText(kind: TickKind, tick: Tick, width: number): string {
  const quarters = width < 52 ? (width < 38 ? 'quartersLeast' : 'quartersShort') : 'quarters'
  const quarter = `timetable.${quarters}.q${tick.part}` as 'timetable.quarters.q1'
  const month = `timetable.months.m${tick.part}` as 'timetable.months.m1'
  switch (kind) {
    case 'decade':
      return t('timetable.decades', { y: tick.year })
    case 'year':
      return width < 34 ? String(tick.year).slice(2) : t('timetable.years', { y: tick.year })
    case 'quarter':
      return t(quarter)
    case 'month':
      return width > 90
        ? t('timetable.monthOf', { y: tick.year, m: t(month) })
        : width > 34
          ? t(month)
          : String(tick.part)
    default:
      return String(tick.part)
  }
}

/** The two lines of years, months or days over the chart. */
export function head(ctx: CanvasRenderingContext2D, { scale, width, look }: Picture): void {
  ctx.fillStyle = look.pane
  ctx.fillRect(0, 0, width, HEAD)
  ctx.fillStyle = look.line
  ctx.fillRect(0, HEAD - 1, width, 1)
  ctx.fillRect(0, HEAD / 2, width, 1)
  for (const [line, kind] of tiers(scale.perDay).entries()) {
    const y = line * (HEAD / 2)
    for (const tick of ticks(scale, width, kind)) {
      const from = xOf(scale, tick.from)
      const wide = xOf(scale, tick.to) - from
      ctx.fillStyle = look.line
      ctx.fillRect(Math.round(from), y, 1, HEAD / 2)
      const text = tickText(kind, tick, wide)
      const room = ctx.measureText(text).width
      if (room + 4 > wide) continue
      ctx.fillStyle = line === 0 ? look.text : look.text2
      // the upper line keeps its words in sight
      const at =
        line === 0 ? Math.min(Math.max(from, 0) + 6, from + wide - room - 4) : from + (wide - room) / 2
      ctx.fillText(text, at, y + HEAD / 4 + 1)
    }
  }
}

/** The lines of today and of the status date. */
export function lines(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { scale, width, height, look, today, asOf } = picture
  const line = (day: number, colour: string, text: string, dashed: boolean) => {
    const x = Math.round(xOf(scale, day + 0.5))
    if (x < 0 || x > width) return
    ctx.strokeStyle = colour
    ctx.lineWidth = 1.5
    ctx.setLineDash(dashed ? [4, 3] : [])
    ctx.beginPath()
    ctx.moveTo(x, HEAD)
    ctx.lineTo(x, height)
    ctx.stroke()
    ctx.setLineDash([])
    const wide = ctx.measureText(text).width + 10
    const at = Math.min(Math.max(0, x - wide / 2), width - wide)
    ctx.fillStyle = colour
    roundBox(ctx, at, HEAD - 20, wide, 16)
    ctx.fill()
    ctx.fillStyle = look.onAccent
    ctx.fillText(text, at + 5, HEAD - 11.5)
  }
  line(today, look.red, t('timetable.today'), false)
  if (asOf !== null) line(asOf, look.accent, t('timetable.asOf'), true)
}
