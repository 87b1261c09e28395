/** Where everything stands on the picture: title above, the map, the legend beside it, sources and day below. Pixels of the
 * screen; a picture for print has a multiple of them. */

export const MARGIN = 24
export const TITLE_SIZE = 22
export const NOTE_SIZE = 12.5
export const LEGEND_SIZE = 12.5
export const LEGEND_ROW = 22
const TITLE_LINE = 30
const NOTE_LINE = 18
const GAP = 14
/** From the edge of the legend to its words, and beside them. */
export const LEGEND_INSET = 12
export const LEGEND_MARK = 28
const LEGEND_LEAST = 120
const LEGEND_MOST = 240
const LEGEND_HEAD = 30
const MOST_TITLE_LINES = 3
const MOST_NOTE_LINES = 4

/** The width of a text at a size, bold or not. */
export type Measure = (text: string, size: number, bold: boolean) => number

export interface LegendText {
  label: string
  count: string
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface PageLayout {
  width: number
  height: number
  title: string[]
  titleTop: number
  notes: string[]
  notesTop: number
  map: Box
  /** Null when there is nothing to explain. */
  legend: Box | null
  /** Columns of the legend, and rows in each. */
  legendColumns: number
  legendRows: number
  footTop: number
  foot: string[]
}

/** Breaks a text into lines of a width; Chinese between any two letters, other words where there is a space. What is more than
 * `most` lines ends in an ellipsis. */
export function wrapped(
  text: string,
  width: number,
  most: number,
  measure: (text: string) => number,
): string[] {
  const parts = text.trim().match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/gu) ?? []
  const lines: string[] = []
  let line = ''
  const end = (): void => {
    if (line.trim()) lines.push(line.trim())
    line = ''
  }
  for (const part of parts) {
    if (measure((line + part).trimEnd()) <= width) {
      line += part
      continue
    }
    end()
    // a word longer than a line is cut where it must be
    for (const letter of part) {
      if (line && measure(line + letter) > width) end()
      line += letter
    }
  }
  end()
  if (lines.length <= most) return lines
  const kept = lines.slice(0, most)
  let last = `${kept.pop() ?? ''}…`
  while (last.length > 1 && measure(last) > width) last = `${last.slice(0, -2)}…`
  return [...kept, last]
}

export interface PageContent {
  title: string
  notes: string[]
  legend: LegendText[]
  legendTitle: string
  foot: string
}

/** Lays out the page around a map of a size. */
export function layOut(
  map: { width: number; height: number },
  content: PageContent,
  measure: Measure,
): PageLayout {
  const lineWidth = (one: LegendText): number =>
    LEGEND_INSET * 2 +
    LEGEND_MARK +
    measure(one.label, LEGEND_SIZE, false) +
    (one.count ? 10 + measure(one.count, LEGEND_SIZE, false) : 0)
  const rows = content.legend.length
  const widest = Math.max(
    LEGEND_LEAST,
    LEGEND_INSET * 2 + measure(content.legendTitle, LEGEND_SIZE, true),
    ...content.legend.map(lineWidth),
  )
  const column = Math.min(LEGEND_MOST, Math.ceil(widest))
  const room = Math.max(1, Math.floor((map.height - LEGEND_HEAD - LEGEND_INSET) / LEGEND_ROW))
  const columns = Math.max(1, Math.ceil(rows / room))
  const legendWidth = rows > 0 ? column * columns : 0
  const beside = rows > 0 ? legendWidth + GAP : 0
  const inner = map.width + beside
  const title = wrapped(content.title, inner, MOST_TITLE_LINES, (text) => measure(text, TITLE_SIZE, true))
  const notes = content.notes.flatMap((note) =>
    wrapped(note, inner, MOST_NOTE_LINES, (text) => measure(text, NOTE_SIZE, false)),
  )
  const notesTop = MARGIN + title.length * TITLE_LINE
  const mapTop = notesTop + notes.length * NOTE_LINE + GAP
  const foot = wrapped(content.foot, inner, MOST_NOTE_LINES, (text) => measure(text, NOTE_SIZE - 1.5, false))
  const footTop = mapTop + map.height + 8
  return {
    width: inner + MARGIN * 2,
    height: footTop + foot.length * NOTE_LINE + MARGIN,
    title,
    titleTop: MARGIN,
    notes,
    notesTop,
    map: { x: MARGIN, y: mapTop, width: map.width, height: map.height },
    legend:
      rows > 0
        ? {
            x: MARGIN + map.width + GAP,
            y: mapTop,
            width: legendWidth,
            height: Math.min(map.height, LEGEND_HEAD + Math.min(rows, room) * LEGEND_ROW + LEGEND_INSET),
          }
        : null,
    legendColumns: columns,
    legendRows: Math.ceil(rows / columns),
    footTop,
    foot,
  }
}

export const TITLE_STEP = TITLE_LINE
export const NOTE_STEP = NOTE_LINE
export const LEGEND_TOP = LEGEND_HEAD
