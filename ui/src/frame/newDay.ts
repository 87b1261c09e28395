/** What is late depends on the day: at midnight in China everything that was asked is asked again. */
import { tell } from '@/ipc/events'
import { atlas } from '@/stores/atlas'

const HOUR = 3_600_000
/** China has one time all year, 8 hours before UTC. */
const EAST = 8 * HOUR
/** How often the day is looked at: a machine that slept over midnight wakes on another one. */
const LOOK_EVERY = 60_000

/** The number of the day in China at that moment, milliseconds since 1970. */
export function dayInChina(moment: number): number {
  return Math.floor((moment + EAST) / (24 * HOUR))
}

/** Watches the day; returns what ends it. */
export function watchDay(now: () => number = Date.now): () => void {
  let day = dayInChina(now())
  const timer = setInterval(() => {
    const today = dayInChina(now())
    if (today === day) return
    day = today
    if (atlas.value) tell('atlas:changed', { atlas: atlas.value, touched: null })
  }, LOOK_EVERY)
  return () => clearInterval(timer)
}
