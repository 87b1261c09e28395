/** What can be taken hold of in a row of the chart, and what a row is in a schedule. */
import type { ScheduledKind, TimetableRow } from '@/ipc'
import { bandsOf, barOf, diamondsOf } from './bars'
import { nameOf } from './rowText'
import type { Grip, Part } from './snapping'
import type { TimeScale } from './timeScale'

/** An end of a bar is held within so many pixels. */
const END = 6

/** What is planned, and so can be moved: done is done, and what has begun keeps its start. */
const isDone = (row: TimetableRow) => row.light === 'finished' || row.dates.actual_end !== null

/** The thing of a row that dependencies and moves name: of a plan the phase that is chosen; null for groups. */
export function scheduled(
  row: TimetableRow,
  phase: string | null,
): { kind: ScheduledKind; id: string } | null {
  if (row.kind === 'plan')
    return row.phases.some(({ id }) => id === phase) && phase ? { kind: 'phase', id: phase } : null
  if (row.kind === 'phase' || row.kind === 'task' || row.kind === 'project' || row.kind === 'gate')
    return { kind: row.kind, id: row.id }
  return null
}

function endAt(x: number, from: number, width: number): Part {
  if (width < END * 3) return 'move'
  return x <= from + END ? 'start' : x >= from + width - END ? 'end' : 'move'
}

/** The whole of a row, as keys move it; null if nothing of it can be moved. */
export function gripOf(row: TimetableRow, index: number, phase: string | null, part: Part): Grip | null {
  const of = scheduled(row, phase)
  if (!of) return null
  if (of.kind === 'phase' && row.kind === 'plan') {
    const chosen = row.phases.find(({ id }) => id === of.id)
    return chosen
      ? { ...of, index, name: chosen.name, part, starts: chosen.dates.starts, ends: chosen.dates.ends }
      : null
  }
  if (isDone(row)) return null
  const name = nameOf(row, 'plan')
  if (row.kind === 'gate') return { ...of, index, name, part: 'move', starts: null, ends: row.dates.ends }
  const begun = row.dates.actual_start !== null
  if (begun && part === 'start') return null
  return {
    ...of,
    index,
    name,
    part: begun ? 'end' : part,
    starts: row.dates.starts,
    ends: row.dates.ends,
  }
}

/** What lies under a point of a row's chart and can be moved. */
export function gripAt(row: TimetableRow, index: number, scale: TimeScale, x: number): Grip | null {
  const mark = diamondsOf(row, scale).find((diamond) => Math.abs(diamond.x - x) <= 7)
  if (mark && row.kind === 'project') {
    const gate = row.gates.find(({ id }) => id === mark.id)
    if (!gate || gate.dates.actual_end !== null) return null
    const name = nameOf({ ...row, kind: 'gate', step: gate.step }, 'plan')
    return { index, kind: 'gate', id: gate.id, name, part: 'move', starts: null, ends: gate.dates.ends }
  }
  if (mark) return gripOf(row, index, null, 'move')
  const band = bandsOf(row, scale).findLast((b) => x >= b.x && x <= b.x + b.width)
  if (band) return gripOf(row, index, band.id, endAt(x, band.x, band.width))
  const bar = barOf(row, scale)
  if (!bar || x < bar.x - 2 || x > bar.x + bar.width + 2) return null
  return gripOf(row, index, null, endAt(x, bar.x, bar.width))
}
