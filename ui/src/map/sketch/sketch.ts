/** A shape being drawn: vertices so far, the pointer, and what a press, a move and a release do to them.
 * Both click-move-click and press-drag-release draw. Nothing here knows a map or a window. */
import { type Coord, type Place, snap } from './snap'
import { traced } from './trace'

export type SketchShape = 'point' | 'line' | 'polygon' | 'rectangle' | 'circle' | 'freehand'

/** A place the pointer is at: where (after snapping), on what, and its pixel. */
export interface Spot {
  at: Coord
  pixel: Coord
  on: Place | null
  /** Milliseconds, for double clicks. */
  time: number
}

/** Pixels the pointer may move in a click; farther is a drag. */
const CLICK_PIXELS = 6
const DOUBLE_MS = 400
const CLOSE_PIXELS = 12
const FREEHAND_PIXELS = 4

const far = (a: Coord, b: Coord): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** How many vertices a shape needs. */
export function needed(shape: SketchShape): number {
  switch (shape) {
    case 'point':
      return 1
    case 'line':
    case 'rectangle':
    case 'circle':
      return 2
    case 'polygon':
    case 'freehand':
      return 3
  }
}

export class Sketch {
  vertices: Coord[] = []
  cursor: Coord | null = null
  /** What the last vertex caught, for tracing on from it. */
  private places: (Place | null)[] = []
  /** Number of vertices before each step, for taking steps back. */
  private steps: number[] = []
  /** Steps taken back, the last one last; gone once another vertex is set. */
  private taken: { vertices: Coord[]; places: (Place | null)[]; firstPixel: Coord | null }[] = []
  private pressed: Spot | null = null
  private lastPress: Spot | null = null
  private between: Coord[] = []
  private firstPixel: Coord | null = null
  tracing = false

  constructor(readonly shape: SketchShape) {}

  get isPressed(): boolean {
    return this.pressed !== null
  }

  /** The button goes down. True when that finished the shape. */
  press(spot: Spot): boolean {
    const last = this.lastPress
    const again =
      last !== null && spot.time - last.time < DOUBLE_MS && far(spot.pixel, last.pixel) <= CLICK_PIXELS
    this.pressed = spot
    this.lastPress = spot
    this.cursor = spot.at
    if (again && this.valid) return true
    if (this.shape === 'freehand') {
      this.steps.push(this.vertices.length)
      this.push(spot)
      return false
    }
    if (this.shape === 'point') {
      this.vertices = [spot.at]
      return false
    }
    if (
      this.shape === 'polygon' &&
      this.valid &&
      this.firstPixel &&
      far(spot.pixel, this.firstPixel) <= CLOSE_PIXELS
    )
      return true
    this.add(spot)
    return (this.shape === 'rectangle' || this.shape === 'circle') && this.vertices.length >= 2
  }

  /** The pointer moves, with the button up or down. */
  move(spot: Spot): void {
    this.cursor = spot.at
    this.between = this.traceTo(spot)
    if (this.shape === 'point' && this.pressed) this.vertices = [spot.at]
    if (this.shape === 'freehand' && this.pressed && far(spot.pixel, this.pressed.pixel) >= FREEHAND_PIXELS) {
      this.pressed = spot
      this.push(spot)
    }
  }

  /** The button comes up; far from where it went down it sets a vertex. True when that finished the shape. */
  release(spot: Spot): boolean {
    const down = this.pressed
    this.pressed = null
    this.cursor = spot.at
    if (!down) return false
    if (this.shape === 'point') {
      this.vertices = [spot.at]
      return true
    }
    if (this.shape === 'freehand') return this.valid
    if (far(down.pixel, spot.pixel) <= CLICK_PIXELS) return false
    if (
      this.shape === 'polygon' &&
      this.valid &&
      this.firstPixel &&
      far(spot.pixel, this.firstPixel) <= CLOSE_PIXELS
    )
      return true
    this.add(spot)
    this.lastPress = null
    return (this.shape === 'rectangle' || this.shape === 'circle') && this.vertices.length >= 2
  }

  /** Adds a typed vertex. */
  put(at: Coord): void {
    this.taken = []
    this.steps.push(this.vertices.length)
    this.vertices.push(at)
    this.places.push(null)
  }

  private add(spot: Spot): void {
    const last = this.vertices.at(-1)
    if (last && far(last, spot.at) === 0) return
    this.steps.push(this.vertices.length)
    for (const at of this.traceTo(spot)) {
      this.vertices.push(at)
      this.places.push(null)
    }
    this.push(spot)
  }

  private push(spot: Spot): void {
    this.taken = []
    if (this.vertices.length === 0) this.firstPixel = spot.pixel
    this.vertices.push(spot.at)
    this.places.push(spot.on)
    this.between = []
  }

  private traceTo(spot: Spot): Coord[] {
    const from = this.places.at(-1)
    if (!this.tracing || !from || !spot.on || (this.shape !== 'line' && this.shape !== 'polygon')) return []
    // paths are gathered anew as the pointer moves: the same ring is told by its owner and its points
    const to = spot.on
    if (to.path === from.path) return traced(from, to) ?? []
    if (to.path.owner !== from.path.owner) return []
    const start = this.vertices.at(-1)
    if (!start) return []
    const again = snap(start, [to.path], 1e-3)
    return again ? (traced(again.place, to) ?? []) : []
  }

  /** Takes back the last step (a vertex, or a traced run). False when there was none. */
  back(): boolean {
    const length = this.steps.pop()
    if (length === undefined) return false
    const { firstPixel } = this
    this.taken.push({
      vertices: this.vertices.splice(length),
      places: this.places.splice(length),
      firstPixel,
    })
    this.between = []
    this.lastPress = null
    if (length === 0) this.firstPixel = null
    return true
  }

  /** Whether a step was taken back and nothing was drawn since. */
  get canAgain(): boolean {
    return this.taken.length > 0
  }

  /** Does again the step that was taken back last. False when there is none. */
  again(): boolean {
    const step = this.taken.pop()
    if (!step) return false
    this.steps.push(this.vertices.length)
    this.vertices.push(...step.vertices)
    this.places.push(...step.places)
    this.firstPixel ??= step.firstPixel
    this.between = []
    this.lastPress = null
    return true
  }

  /** The first vertex moves on the screen when the map does. */
  movedTo(firstPixel: Coord | null): void {
    this.firstPixel = firstPixel
    this.lastPress = null
  }

  /** Whether what is there is a shape that can be kept. */
  get valid(): boolean {
    const different = this.vertices.filter((v, i) => i === 0 || far(v, this.vertices[i - 1] ?? v) > 0)
    return different.length >= needed(this.shape)
  }

  /** The vertices with the run to the pointer, as shown. */
  preview(): Coord[] {
    if (this.shape === 'freehand' || this.shape === 'point' || !this.cursor) return this.vertices
    return [...this.vertices, ...this.between, this.cursor]
  }
}

/** The four corners between two opposite ones, closed. */
export function rectangleRing(a: Coord, b: Coord): Coord[] {
  return [a, [b[0], a[1]], b, [a[0], b[1]], a]
}
