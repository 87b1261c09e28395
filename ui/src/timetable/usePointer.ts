/** The pointer on the chart: it moves the time, takes hold of bars and gates, and draws dependencies. */
import { type Ref, shallowRef, watch } from 'vue'
import type { DateMove, TimetableRow } from '@/ipc'
import { writable } from '@/stores/atlas'
import { barOf, diamondsOf, hits, phaseAt, ROW, rowAt } from './bars'
import type { Ghosts } from './drawingSchedule'
import { gripAt, scheduled } from './grips'
import { linkAt } from './links'
import { propose, underway } from './moveDates'
import { chosenLink, type LinkEnd, linkDraft, overlay, showLinks } from './overlayState'
import { HEAD } from './picture'
import { nameOf, spanOfDates } from './rowText'
import { daysOf, type Grip, moved, snapOf, unitsIn } from './snapping'
import type { TimeScale } from './timeScale'
import { phase, scale } from './timetableState'

/** Farther than that a press is a drag and no click, in px. */
const DRAG = 4
/** How far from the ends of a bar its knobs are, and how near is on them. */
const KNOB = { off: 10, near: 7 }

export interface PointerSource {
  row: (index: number) => TimetableRow | undefined
  top: () => number
  pick: (index: number, phase: string | null) => void
  hover: (index: number) => void
}

type Press =
  | { holds: 'time'; x: number; left: number; moved: boolean }
  | { holds: 'grip'; x: number; grip: Grip; move: DateMove | null; moved: boolean }
  | { holds: 'knob'; from: LinkEnd; at: [number, number]; to: [number, number] }

export function usePointer(canvas: Ref<HTMLCanvasElement | null>, source: PointerSource, redraw: () => void) {
  let press: Press | null = null
  /** The row whose knobs show. */
  const atRow = shallowRef(-1)
  /** The bar that is drawn where it goes. */
  let ghost: Ghosts['bars'][number] | null = null

  const set = (to: TimeScale) => {
    scale.value = to
  }
  const cursor = (name: string) => {
    if (canvas.value) canvas.value.style.cursor = name
  }
  const indexAt = (event: PointerEvent) =>
    event.offsetY < HEAD ? -1 : rowAt(event.offsetY - HEAD, source.top())

  /** The row whose bar or mark lies under the pointer, else -1. */
  function under(event: PointerEvent): number {
    const now = scale.value
    const index = indexAt(event)
    const row = index < 0 ? undefined : source.row(index)
    return now && row && hits(row, now, event.offsetX, 14) ? index : -1
  }

  /** The knobs of a row: where its start and its finish can be joined with others. */
  function knobsOf(index: number): { at: [number, number]; end: LinkEnd }[] {
    const [row, now] = [source.row(index), scale.value]
    const of = row && scheduled(row, phase.value)
    if (!row || !of || !now || !writable.value || !showLinks.value) return []
    const y = HEAD + index * ROW + ROW / 2 - source.top()
    const bar = row.kind === 'gate' ? null : barOf(row, now)
    const [mark] = row.kind === 'gate' ? diamondsOf(row, now) : []
    const ends = bar ? [bar.x, bar.x + bar.width] : mark ? [mark.x - 5, mark.x + 5] : []
    if (row.kind === 'plan') return []
    return ends.map((x, i) => ({
      at: [i === 0 ? x - KNOB.off : x + KNOB.off, y],
      end: { ...of, name: nameOf(row, 'plan'), atStart: i === 0 },
    }))
  }
  const knobAt = (event: PointerEvent) =>
    knobsOf(atRow.value).find(
      ({ at: [x, y] }) =>
        Math.abs(x - event.offsetX) <= KNOB.near && Math.abs(y - event.offsetY) <= KNOB.near + 2,
    )
  function grip(event: PointerEvent): Grip | null {
    const [index, now] = [indexAt(event), scale.value]
    const row = index < 0 ? undefined : source.row(index)
    return row && now && writable.value ? gripAt(row, index, now, event.offsetX) : null
  }
  function line(event: PointerEvent) {
    const now = scale.value
    if (!now || !showLinks.value || event.offsetY < HEAD) return null
    return linkAt(overlay.value?.links ?? [], now, source.top(), HEAD, [event.offsetX, event.offsetY])
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0 || !scale.value) return
    canvas.value?.setPointerCapture(event.pointerId)
    canvas.value?.focus()
    ghost = null
    const knob = knobAt(event)
    const held = grip(event)
    if (knob) press = { holds: 'knob', from: knob.end, at: knob.at, to: knob.at }
    else if (held) press = { holds: 'grip', x: event.clientX, grip: held, move: null, moved: false }
    else press = { holds: 'time', x: event.clientX, left: scale.value.left, moved: false }
  }

  function overChart(event: PointerEvent): void {
    const at = under(event)
    source.hover(at)
    if (at >= 0 || !knobAt(event)) atRow.value = at
    const held = grip(event)
    if (knobAt(event)) cursor('crosshair')
    else if (held) cursor(held.part === 'move' ? 'move' : 'ew-resize')
    else cursor(at >= 0 || line(event) ? 'pointer' : 'grab')
    redraw()
  }

  function move(event: PointerEvent): void {
    const now = scale.value
    if (!press || !now) {
      overChart(event)
      return
    }
    if (press.holds === 'knob') {
      press.to = [event.offsetX, event.offsetY]
      redraw()
      return
    }
    const by = event.clientX - press.x
    if (Math.abs(by) > DRAG) press.moved = true
    if (!press.moved) return
    if (press.holds === 'time') {
      cursor('grabbing')
      set({ ...now, left: press.left - by / now.perDay })
      return
    }
    const snap = snapOf(now.perDay)
    press.move = moved(press.grip, unitsIn(by / now.perDay, snap), snap)
    showGhost(press.grip, press.move)
  }

  /** Draws a bar where it goes. */
  function showGhost(held: Grip, to: DateMove | null): void {
    const days = to && daysOf(to)
    ghost = days
      ? { index: held.index, first: days[0], last: days[1], text: spanOfDates(to.starts, to.ends) }
      : null
    redraw()
  }

  function up(event: PointerEvent): void {
    const was = press
    press = null
    if (!was) return
    if (was.holds === 'knob') {
      join(was.from, event)
      redraw()
      return
    }
    if (was.holds === 'grip' && was.moved) {
      if (was.move) void propose(was.grip.name, [was.move])
      else ghost = null
      redraw()
      return
    }
    if (was.moved || event.offsetY < HEAD) return
    const at = under(event)
    const crossed = was.holds === 'grip' ? null : line(event)
    chosenLink.value = crossed?.id ?? null
    if (crossed) {
      linkDraft.value = { link: crossed }
      return
    }
    const index = at >= 0 ? at : indexAt(event)
    const row = source.row(index)
    if (row) source.pick(index, scale.value ? phaseAt(row, scale.value, event.offsetX) : null)
  }

  /** Joins an end with what lies under the pointer, at the end that is nearer. */
  function join(from: LinkEnd, event: PointerEvent): void {
    const index = indexAt(event)
    const [row, now] = [source.row(index), scale.value]
    if (!row || !now) return
    const band = phaseAt(row, now, event.offsetX)
    const of = scheduled(row, band)
    if (!of || (of.kind === from.kind && of.id === from.id)) return
    const bar = barOf(row, now)
    const middle = bar ? bar.x + bar.width / 2 : (diamondsOf(row, now)[0]?.x ?? event.offsetX)
    const name = row.phases.find(({ id }) => id === of.id)?.name ?? nameOf(row, 'plan')
    linkDraft.value = { from, to: { ...of, name, atStart: event.offsetX <= middle } }
  }

  function leave(): void {
    source.hover(-1)
    if (!press) atRow.value = -1
    redraw()
  }

  function ghosts(): Ghosts {
    const holding = press?.holds === 'grip' || underway.value.length > 0
    return {
      bars: ghost && (holding || pending) ? [ghost] : [],
      line: press?.holds === 'knob' ? [press.at, press.to] : null,
    }
  }
  const knobs = (): [number, number][] =>
    press?.holds === 'grip' || press?.holds === 'time' ? [] : knobsOf(atRow.value).map(({ at }) => at)

  /** Whether keys have moved the ghost, and nothing was done yet. */
  let pending = false
  function keyGhost(held: Grip, to: DateMove | null): void {
    pending = to !== null
    showGhost(held, to)
  }
  // once the rows have come anew nothing is drawn where it was to go
  watch(underway, (moves) => {
    if (moves.length > 0) return
    ghost = null
    pending = false
    redraw()
  })
  return { down, move, up, leave, ghosts, knobs, keyGhost }
}
