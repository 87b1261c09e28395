/** Keys that move dates: arrows shift a ghost by the unit of the zoom, and what was shifted is done when they rest. */
import type { DateMove, TimetableRow } from '@/ipc'
import { writable } from '@/stores/atlas'
import { gripOf, scheduled } from './grips'
import { propose } from './moveDates'
import { type LinkEnd, linkDraft, linkFrom } from './overlayState'
import { nameOf } from './rowText'
import { type Grip, moved, snapOf } from './snapping'
import { phase, scale } from './timetableState'

/** How long keys rest before what they moved is done, in ms. */
const REST = 700

export interface KeySource {
  row: (index: number) => TimetableRow | undefined
  cursor: () => number
  ghost: (held: Grip, to: DateMove | null) => void
}

export function useKeyMoves(source: KeySource) {
  let held: Grip | null = null
  let units = 0
  let timer = 0

  function finish(): void {
    window.clearTimeout(timer)
    const [now, grip] = [scale.value, held]
    held = null
    const move = now && grip ? moved(grip, units, snapOf(now.perDay)) : null
    units = 0
    if (grip && move) void propose(grip.name, [move])
    else if (grip) source.ghost(grip, null)
  }
  function drop(): void {
    window.clearTimeout(timer)
    if (held) source.ghost(held, null)
    held = null
    units = 0
  }

  function shift(by: 1 | -1, length: boolean): boolean {
    const index = source.cursor()
    const [row, now] = [source.row(index), scale.value]
    const grip = row && writable.value ? gripOf(row, index, phase.value, length ? 'end' : 'move') : null
    if (!grip || !now) return false
    if (held && (held.id !== grip.id || held.part !== grip.part)) finish()
    const next = moved(grip, units + by, snapOf(now.perDay))
    if (units + by !== 0 && !next) return true
    held = grip
    units += by
    source.ghost(grip, next)
    window.clearTimeout(timer)
    timer = window.setTimeout(finish, REST)
    return true
  }

  /** Names the row at the cursor as what comes before, then the next one as what waits. */
  function link(): boolean {
    const row = source.row(source.cursor())
    const of = row && scheduled(row, phase.value)
    if (!row || !of || !writable.value) return false
    const end = (atStart: boolean): LinkEnd => ({ ...of, name: nameOf(row, 'plan'), atStart })
    const from = linkFrom.value
    if (!from) linkFrom.value = end(false)
    else {
      linkFrom.value = null
      if (from.id !== of.id) linkDraft.value = { from, to: end(true) }
    }
    return true
  }

  /** Whether a key was one of these; `plain` if arrows alone move, else Alt with them. */
  function key(event: KeyboardEvent, plain: boolean): boolean {
    if (event.isComposing || event.ctrlKey || event.metaKey) return false
    if (event.key === 'Enter' && held) {
      finish()
      return true
    }
    if (event.key === 'Escape' && (held || linkFrom.value)) {
      drop()
      linkFrom.value = null
      return true
    }
    if (event.altKey === plain) return false
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      return shift(event.key === 'ArrowRight' ? 1 : -1, event.shiftKey)
    if (event.key.toLowerCase() === 'l') return link()
    return false
  }
  return { key, finish, drop }
}
