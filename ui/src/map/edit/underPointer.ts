/** What lies under the pointer while nothing is drawn: shown as it moves, selected by a click. */
import type MapBrowserEvent from 'ol/MapBrowserEvent'
import { fail } from '@/stores/notice'
import { hover, select } from '@/stores/selection'
import { targetOf } from '../layers/features'
import type { MapCore } from '../mapCore'
import type { Mode } from './drawMode'

export class UnderPointer {
  /** A click that met no feature: whether something was there all the same. */
  beneath: (pixel: number[], at: number[]) => Promise<boolean> = async () => false
  /** Where the pointer is, until what lies under it was looked for. */
  private pixel: number[] | null = null

  /** `mode` is that of the drawing; null once the map is gone. */
  constructor(
    private readonly core: MapCore,
    private readonly mode: () => Mode['name'] | null,
  ) {}

  /** Shows what is under the pointer: however often it tells, that is looked for once a frame. */
  hover(pixel: number[]): void {
    if (!this.looks()) return
    if (this.pixel === null) requestAnimationFrame(() => this.look())
    this.pixel = pixel
  }

  /** The pointer left the map: nothing is looked for any more. */
  left(): void {
    this.pixel = null
  }

  /** Selects what is there, or opens the many things that are. */
  click(event: MapBrowserEvent): void {
    const hit = this.core.hit(event.pixel)
    if (!hit) {
      this.core.spider.close()
      void this.beneath(event.pixel, event.coordinate).then((found) => found || select(null), fail)
    } else if ('many' in hit) {
      this.core.open(hit)
    } else {
      select(targetOf(hit.one))
    }
  }

  /** A shape under change answers the pointer itself. */
  private looks(): boolean {
    const mode = this.mode()
    return mode !== null && mode !== 'vertices' && mode !== 'move'
  }

  private look(): void {
    const pixel = this.pixel
    this.pixel = null
    if (!pixel || !this.looks()) return
    const hit = this.core.hit(pixel)
    hover(hit && 'one' in hit ? targetOf(hit.one) : null)
    if (this.mode() !== 'select') return
    this.core.setCursor(hit || this.core.crowdAt(pixel) > 0 ? 'pointer' : '')
  }
}
