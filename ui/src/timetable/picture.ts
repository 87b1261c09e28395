/** What a picture of the chart is made of: its colours, the time and the rows in sight. */
import type { RowLink, TimetableRow } from '@/ipc'
import type { Ghosts } from './drawingSchedule'
import type { TimeScale } from './timeScale'

/** Height of the head, in px. */
export const HEAD = 48

/** Colours and font, read when the theme changes. */
export interface Look {
  pane: string
  ground: string
  line: string
  text: string
  text2: string
  text3: string
  accent: string
  accentSoft: string
  onAccent: string
  red: string
  font: string
}

export interface Picture {
  width: number
  height: number
  /** Pixels scrolled away at the top. */
  top: number
  scale: TimeScale
  look: Look
  today: number
  /** The status date; null when it is today. */
  asOf: number | null
  row: (index: number) => TimetableRow | undefined
  total: number
  selected: (row: TimetableRow, index: number) => boolean
  hovered: (row: TimetableRow) => boolean
  /** The phase that is chosen in the band of its plan; null if none is. */
  phase: string | null
  schedule: {
    links: readonly RowLink[]
    /** The dependency that is chosen, by its id. */
    chosen: string | null
    showCritical: boolean
    /** Ids of what is critical. */
    critical: ReadonlySet<string>
    ghosts: Ghosts
    /** Where a dependency can be drawn from. */
    knobs: [number, number][]
  }
}

export function readLook(): Look {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim() || '#888'
  return {
    pane: of('pane'),
    ground: of('ground'),
    line: of('line'),
    text: of('text'),
    text2: of('text-2'),
    text3: of('text-3'),
    accent: of('accent'),
    accentSoft: of('accent-soft'),
    onAccent: of('on-accent'),
    red: of('red'),
    font: of('font'),
  }
}
