/** Draws the page of a picture: title, map, legend, scale bar, arrow to the north, sources. */
import { svgUrl } from '@/symbols/svgMarkup'
import type { LegendMark } from './legendMarks'
import {
  LEGEND_INSET,
  LEGEND_MARK,
  LEGEND_ROW,
  LEGEND_SIZE,
  LEGEND_TOP,
  layOut,
  type Measure,
  NOTE_SIZE,
  NOTE_STEP,
  type PageLayout,
  TITLE_SIZE,
  TITLE_STEP,
} from './pageLayout'

/** Ink and paper; a picture is light, whatever the window is. */
const INK = '#1f2733'
const QUIET = '#5c6878'
const FRAME = '#8b95a3'
const PAPER = '#ffffff'
const FONT = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'

export interface Picture {
  /** The map, drawn at `ratio`. */
  map: HTMLCanvasElement
  ratio: number
  title: string
  notes: string[]
  legendTitle: string
  legend: LegendMark[]
  /** The round length the scale bar stands for, its pixels of the screen, and its words; null without a scale. */
  bar: { pixels: number; label: string } | null
  north: string
  foot: string
}

function font(size: number, bold: boolean): string {
  return `${bold ? 600 : 400} ${size}px ${FONT}`
}

async function image(svg: string): Promise<HTMLImageElement> {
  const picture = new Image()
  picture.src = svgUrl(svg)
  await picture.decode()
  return picture
}

function drawLegend(
  pen: CanvasRenderingContext2D,
  page: PageLayout,
  picture: Picture,
  marks: (HTMLImageElement | null)[],
): void {
  const { legend } = page
  if (!legend) return
  pen.strokeStyle = '#d5dae1'
  pen.lineWidth = 1
  pen.strokeRect(legend.x + 0.5, legend.y + 0.5, legend.width - 1, legend.height - 1)
  pen.fillStyle = INK
  pen.font = font(LEGEND_SIZE, true)
  pen.textAlign = 'left'
  pen.fillText(picture.legendTitle, legend.x + LEGEND_INSET, legend.y + LEGEND_TOP / 2 + 2)
  const column = legend.width / page.legendColumns
  picture.legend.forEach((line, n) => {
    const left = legend.x + Math.floor(n / page.legendRows) * column
    const middle = legend.y + LEGEND_TOP + (n % page.legendRows) * LEGEND_ROW + LEGEND_ROW / 2
    const before = picture.legend[n - 1]
    if (before && before.group !== line.group && n % page.legendRows > 0) {
      pen.strokeStyle = '#e3e6eb'
      pen.beginPath()
      pen.moveTo(left + LEGEND_INSET, middle - LEGEND_ROW / 2)
      pen.lineTo(left + column - LEGEND_INSET, middle - LEGEND_ROW / 2)
      pen.stroke()
    }
    const mark = marks[n]
    if (mark) pen.drawImage(mark, left + LEGEND_INSET - 2, middle - 10, 20, 20)
    pen.font = font(LEGEND_SIZE, false)
    pen.fillStyle = mark ? INK : QUIET
    pen.textAlign = 'left'
    const from = left + LEGEND_INSET + (mark ? LEGEND_MARK - 4 : 0)
    const count = line.count ? pen.measureText(line.count).width + 8 : 0
    pen.fillText(clipped(pen, line.label, left + column - LEGEND_INSET - count - from), from, middle)
    if (!line.count) return
    pen.fillStyle = QUIET
    pen.textAlign = 'right'
    pen.fillText(line.count, left + column - LEGEND_INSET, middle)
  })
}

function clipped(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text
  let short = text
  while (short.length > 1 && pen.measureText(`${short}…`).width > width) short = short.slice(0, -1)
  return `${short}…`
}

/** Words that are read on any ground. */
function haloed(pen: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  pen.lineWidth = 3.5
  pen.lineJoin = 'round'
  pen.strokeStyle = 'rgba(255, 255, 255, 0.9)'
  pen.strokeText(text, x, y)
  pen.fillText(text, x, y)
}

function drawNorth(pen: CanvasRenderingContext2D, x: number, y: number, word: string): void {
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(x + 9, y + 28)
  pen.lineTo(x, y + 22)
  pen.lineTo(x - 9, y + 28)
  pen.closePath()
  pen.lineJoin = 'round'
  pen.lineWidth = 4
  pen.strokeStyle = 'rgba(255, 255, 255, 0.9)'
  pen.stroke()
  pen.fillStyle = PAPER
  pen.fill()
  pen.lineWidth = 1
  pen.strokeStyle = INK
  pen.stroke()
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(x, y + 22)
  pen.lineTo(x - 9, y + 28)
  pen.closePath()
  pen.fillStyle = INK
  pen.fill()
  pen.font = font(13, true)
  pen.textAlign = 'center'
  haloed(pen, word, x, y + 40)
}

function drawBar(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  bar: NonNullable<Picture['bar']>,
): void {
  pen.fillStyle = 'rgba(255, 255, 255, 0.9)'
  pen.fillRect(x - 3, y - 3, bar.pixels + 6, 11)
  const half = bar.pixels / 2
  pen.fillStyle = INK
  pen.fillRect(x, y, half, 5)
  pen.fillStyle = PAPER
  pen.fillRect(x + half, y, half, 5)
  pen.strokeStyle = INK
  pen.lineWidth = 1
  pen.strokeRect(x + 0.5, y + 0.5, bar.pixels - 1, 4)
  pen.fillStyle = INK
  pen.font = font(12, false)
  pen.textAlign = 'left'
  haloed(pen, '0', x - 2, y - 11)
  pen.textAlign = 'right'
  haloed(pen, bar.label, x + bar.pixels + 4, y - 11)
}

/** Draws a picture; its size is that of the page times its ratio. */
export async function drawPicture(picture: Picture): Promise<HTMLCanvasElement> {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  const measure: Measure = (text, size, bold) => {
    pen.font = font(size, bold)
    return pen.measureText(text).width
  }
  const { ratio } = picture
  const size = { width: picture.map.width / ratio, height: picture.map.height / ratio }
  const page = layOut(size, picture, measure)
  const marks = await Promise.all(picture.legend.map((line) => (line.svg ? image(line.svg) : null)))
  canvas.width = Math.round(page.width * ratio)
  canvas.height = Math.round(page.height * ratio)
  pen.scale(ratio, ratio)
  pen.textBaseline = 'middle'
  pen.fillStyle = PAPER
  pen.fillRect(0, 0, page.width, page.height)
  pen.fillStyle = INK
  pen.font = font(TITLE_SIZE, true)
  pen.textAlign = 'center'
  page.title.forEach((line, n) => {
    pen.fillText(line, page.width / 2, page.titleTop + n * TITLE_STEP + TITLE_STEP / 2)
  })
  pen.fillStyle = QUIET
  pen.font = font(NOTE_SIZE, false)
  page.notes.forEach((line, n) => {
    pen.fillText(line, page.width / 2, page.notesTop + n * NOTE_STEP + NOTE_STEP / 2)
  })
  const { map } = page
  pen.drawImage(picture.map, map.x, map.y, map.width, map.height)
  pen.strokeStyle = FRAME
  pen.lineWidth = 1
  pen.strokeRect(map.x - 0.5, map.y - 0.5, map.width + 1, map.height + 1)
  drawNorth(pen, map.x + map.width - 24, map.y + 14, picture.north)
  if (picture.bar) drawBar(pen, map.x + 16, map.y + map.height - 20, picture.bar)
  drawLegend(pen, page, picture, marks)
  pen.fillStyle = QUIET
  pen.font = font(NOTE_SIZE - 1.5, false)
  pen.textAlign = 'left'
  page.foot.forEach((line, n) => {
    pen.fillText(line, map.x, page.footTop + n * NOTE_STEP + NOTE_STEP / 2)
  })
  return canvas
}
