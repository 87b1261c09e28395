/** Sizes of the panes: what the user chose, within what the window allows; the map never gets small. */

export interface Wanted {
  /** Widths and height in px; null follows the size of the window. */
  rail: number | null
  inspector: number | null
  dock: number | null
  railOpen: boolean
  inspectorOpen: boolean
  dockOpen: boolean
  /** The rail beside a page that is not the map. */
  pageRail: boolean
  /** The dock takes the room of the map. */
  dockWhole: boolean
}

export interface Panes {
  rail: number
  inspector: number
  /** 0 when folded. */
  dock: number
}

export const TOP = 48
export const STATUS = 26
export const BANNER = 24
const MAP_MIN = { width: 420, height: 240 }
/** Height the map has before the dock folds by itself. */
const MAP_EASY = 420
const LIMITS = { rail: [200, 480], inspector: [280, 560], dock: [150, 700] } as const

export const initialPanes: Wanted = {
  rail: null,
  inspector: null,
  dock: null,
  railOpen: true,
  inspectorOpen: true,
  dockOpen: true,
  pageRail: false,
  dockWhole: false,
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.round(Math.min(high, Math.max(low, value)))
}

/** The panes of a window of that size; `forced` says that the user unfolded the dock of a low window. */
export function fitPanes(width: number, height: number, wanted: Wanted, forced = false): Panes {
  const rail = wanted.railOpen ? clamp(wanted.rail ?? Math.min(280, width * (280 / 1440)), LIMITS.rail) : 0
  const inspector = wanted.inspectorOpen
    ? clamp(wanted.inspector ?? Math.min(360, width * (360 / 1440)), LIMITS.inspector)
    : 0
  const over = Math.max(0, rail + inspector + MAP_MIN.width - width)
  const share = rail + inspector > 0 ? over / (rail + inspector) : 0
  return {
    rail: rail ? Math.max(LIMITS.rail[0], Math.round(rail * (1 - share))) : 0,
    inspector: inspector ? Math.max(LIMITS.inspector[0], Math.round(inspector * (1 - share))) : 0,
    dock: wanted.dockOpen ? dockHeight(height - TOP - STATUS, wanted.dock, forced) : 0,
  }
}

function dockHeight(room: number, wanted: number | null, forced: boolean): number {
  const easy = Math.min(260, room - MAP_EASY)
  if (wanted === null && !forced) return easy < LIMITS.dock[0] ? 0 : easy
  const most = room - MAP_MIN.height
  if (most < LIMITS.dock[0]) return forced ? LIMITS.dock[0] : 0
  return Math.min(most, clamp(wanted ?? Math.max(easy, LIMITS.dock[0]), LIMITS.dock))
}
