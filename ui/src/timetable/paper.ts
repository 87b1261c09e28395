/** A picture of the timetable for paper: title, names and chart of all rows that are unfolded, light also in the dark. */
import { nextTick } from 'vue'
import type { Grouping, TimetableRow } from '@/ipc'
import { asPng } from '@/ipc/png'
import { onPaper } from '@/stores/prefs'
import { kindColour } from '@/symbols/colours'
import { ROW } from './bars'
import { draw } from './drawing'
import { HEAD, type Picture, readLook } from './picture'
import { nameOf } from './rowText'
import { fitted } from './timeScale'

/** So many rows have room in one picture. */
export const MOST_ROWS = 600
const NAMES = 340
const CHART = 1260
const TITLE = 64
const MARGIN = 24

export interface Paper {
  title: string
  note: string
  rows: readonly TimetableRow[]
  grouping: Grouping
  /** The days from the first to the last. */
  days: [number, number]
  picture: Pick<Picture, 'today' | 'asOf' | 'schedule'>
}

/** Draws it; twice as many pixels while there is room for them. */
export async function timetablePicture(paper: Paper): Promise<Blob> {
  const { rows } = paper
  const height = TITLE + HEAD + rows.length * ROW + MARGIN
  const width = NAMES + CHART + 2 * MARGIN
  const ratio = rows.length <= 200 ? 2 : 1
  const canvas = document.createElement('canvas')
  canvas.width = width * ratio
  canvas.height = height * ratio
  const ctx = canvas.getContext('2d')
  if (!ctx) throw new Error('no canvas')
  onPaper.value = true
  try {
    await nextTick()
    const look = readLook()
    ctx.scale(ratio, ratio)
    ctx.fillStyle = look.pane
    ctx.fillRect(0, 0, width, height)
    ctx.textBaseline = 'middle'
    ctx.fillStyle = look.text
    ctx.font = `600 20px ${look.font}`
    ctx.fillText(paper.title, MARGIN, 26)
    ctx.fillStyle = look.text2
    ctx.font = `12px ${look.font}`
    ctx.fillText(paper.note, MARGIN, 50)
    for (const [index, row] of rows.entries()) nameLine(ctx, row, index, paper.grouping, look)
    ctx.translate(MARGIN + NAMES, TITLE)
    ctx.save()
    ctx.beginPath()
    ctx.rect(0, 0, CHART, height - TITLE - MARGIN)
    ctx.clip()
    draw(ctx, {
      ...paper.picture,
      width: CHART,
      height: height - TITLE - MARGIN,
      top: 0,
      scale: fitted(...paper.days, CHART),
      look,
      row: (index) => rows[index],
      total: rows.length,
      selected: () => false,
      hovered: () => false,
      phase: null,
    })
    ctx.restore()
  } finally {
    onPaper.value = false
  }
  return asPng(canvas)
}

function nameLine(
  ctx: CanvasRenderingContext2D,
  row: TimetableRow,
  index: number,
  grouping: Grouping,
  look: Picture['look'],
): void {
  const y = TITLE + HEAD + index * ROW
  ctx.fillStyle = row.depth === 0 ? look.ground : look.pane
  ctx.fillRect(MARGIN, y, NAMES, ROW - 1)
  ctx.fillStyle = look.line
  ctx.fillRect(MARGIN, y + ROW - 1, NAMES, 1)
  let x = MARGIN + 8 + row.depth * 16
  if (row.project_kind) {
    ctx.fillStyle = kindColour(row.project_kind)
    ctx.fillRect(x, y + ROW / 2 - 4, 8, 8)
    x += 14
  }
  ctx.fillStyle = row.kind === 'gate' ? look.text2 : look.text
  ctx.font = `${row.depth === 0 ? '600 ' : ''}12px ${look.font}`
  let name = nameOf(row, grouping)
  const room = MARGIN + NAMES - 8 - x
  if (ctx.measureText(name).width > room) {
    while (name.length > 1 && ctx.measureText(`${name}…`).width > room) name = name.slice(0, -1)
    name = `${name}…`
  }
  ctx.fillText(name, x, y + ROW / 2)
}
