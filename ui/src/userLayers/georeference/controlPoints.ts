/** Control points while a picture is being pinned: a click in the picture and a click on the map make one, in either order. */
import type { ImagePoint } from '@/ipc'
import { POINTS_NEEDED } from '../layerStatus'

/** Half of a point may still be lacking. */
export interface Pin {
  pixel: [number, number] | null
  /** Longitude and latitude in degrees. */
  place: [number, number] | null
}

export type Half = 'pixel' | 'place'

/** Points as they were kept. */
export function pinsOf(controls: readonly ImagePoint[]): Pin[] {
  return controls.map(({ x, y, lon, lat }) => ({ pixel: [x, y], place: [lon, lat] }))
}

/** The points that have both halves, for the core, and which of the pins each is. */
export function complete(pins: readonly Pin[]): { controls: ImagePoint[]; from: number[] } {
  const controls: ImagePoint[] = []
  const from: number[] = []
  pins.forEach(({ pixel, place }, i) => {
    if (!pixel || !place) return
    controls.push({ x: pixel[0], y: pixel[1], lon: place[0], lat: place[1] })
    from.push(i)
  })
  return { controls, from }
}

/** A click: the other half of the point that waits for it, or a new point. */
export function clicked(pins: readonly Pin[], half: Half, at: [number, number]): Pin[] {
  const waiting = pins.findIndex((pin) => pin[half] === null)
  const next = pins.map((pin) => ({ ...pin }))
  const open = next[waiting]
  if (open) open[half] = at
  else next.push({ pixel: null, place: null, [half]: at })
  return next
}

/** What to say above the panes. */
export function nextStep(pins: readonly Pin[]): 'first' | 'onMap' | 'onPicture' | 'more' | 'ready' {
  if (pins.some((pin) => pin.pixel && !pin.place)) return 'onMap'
  if (pins.some((pin) => pin.place && !pin.pixel)) return 'onPicture'
  if (pins.length === 0) return 'first'
  return pins.length < POINTS_NEEDED ? 'more' : 'ready'
}
