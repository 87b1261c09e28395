/** The pointer on the map: a sketch takes presses, moves and releases; otherwise a click selects. Space or the middle
 * button pans at any time, the wheel zooms; a drag while drawing never pans. */
import DragPan from 'ol/interaction/DragPan'
import Interaction from 'ol/interaction/Interaction'
import Kinetic from 'ol/Kinetic'
import type MapBrowserEvent from 'ol/MapBrowserEvent'
import type { Coord } from '../sketch/snap'

/** One event of the pointer. */
export interface At {
  at: Coord
  pixel: Coord
  alt: boolean
}

export interface PointerTaker {
  /** Whether a sketch takes the pointer now. */
  sketching(): boolean
  press(at: At): void
  move(at: At): void
  release(at: At): void
  /** A click while nothing is sketched. */
  click(event: MapBrowserEvent): void
  /** The pointer moves while nothing is sketched. */
  hover(event: MapBrowserEvent): void
  /** A drag of a vertex may catch something: the place to use instead. */
  adjust(at: At): At | null
}

const isMouse = (event: MapBrowserEvent): PointerEvent | MouseEvent | null =>
  event.originalEvent instanceof MouseEvent ? event.originalEvent : null

function read(event: MapBrowserEvent, altHeld: boolean): At {
  const [x = 0, y = 0] = event.coordinate
  const [px = 0, py = 0] = event.pixel
  return { at: [x, y], pixel: [px, py], alt: altHeld || isMouse(event)?.altKey === true }
}

export class PointerInput extends Interaction {
  spaceHeld = false
  /** Alt as the keyboard tells it; not every event of a pointer does. */
  altHeld = false
  private down = false
  /** The last press was the sketch's, and so is the click that ends it, also when the shape is finished by then. */
  private pressTaken = false

  constructor(private readonly taker: PointerTaker) {
    super()
  }

  private panning(event: MapBrowserEvent): boolean {
    const mouse = isMouse(event)
    return this.spaceHeld || mouse?.button === 1 || ((mouse?.buttons ?? 0) & 4) !== 0
  }

  override handleEvent(event: MapBrowserEvent): boolean {
    if (event.type === 'pointerdown') this.pressTaken = false
    if (!this.taker.sketching()) {
      this.down = false
      return this.pressTaken && event.type.endsWith('click') ? false : this.idle(event)
    }
    switch (event.type) {
      case 'pointerdown':
        if (this.panning(event) || isMouse(event)?.button !== 0) return true
        this.down = true
        this.pressTaken = true
        this.taker.press(read(event, this.altHeld))
        return false
      case 'pointermove':
      case 'pointerdrag':
        if (event.type === 'pointerdrag' && !this.down) return true
        this.taker.move(read(event, this.altHeld))
        return event.type === 'pointermove'
      case 'pointerup':
        if (!this.down) return true
        this.down = false
        this.taker.release(read(event, this.altHeld))
        return false
      case 'click':
      case 'singleclick':
      case 'dblclick':
        return false
      default:
        return true
    }
  }

  private idle(event: MapBrowserEvent): boolean {
    if (event.type === 'click') this.taker.click(event)
    else if (event.type === 'pointermove') this.taker.hover(event)
    else if (event.type === 'pointerdrag' || event.type === 'pointerup') {
      const better = this.taker.adjust(read(event, this.altHeld))
      if (better) {
        event.coordinate = better.at
        event.pixel = better.pixel
      }
    }
    return true
  }
}

/** Panning: any button that is free for it. */
export function makePan(input: () => PointerInput, sketching: () => boolean): DragPan {
  return new DragPan({
    kinetic: new Kinetic(-0.005, 0.05, 100),
    condition: (event) => {
      const mouse = isMouse(event)
      if (!mouse) return !sketching()
      if (mouse.button === 1 || (mouse.buttons & 4) !== 0) return true
      if (mouse.button !== 0) return false
      return input().spaceHeld || !sketching()
    },
  })
}
