/** What stands over a shape while it is drawn or changed: its measures, its problems, what was caught. */
import { getCenter } from 'ol/extent'
import type { Geometry } from 'ol/geom'
import { fromLonLat, toLonLat } from 'ol/proj'
import type { ShapeAnswer, ShapeProblem } from '@/ipc'
import { toStored } from '../layers/features'
import type { MapCore } from '../mapCore'
import type { Caught, Coord } from '../sketch/snap'
import * as ui from './drawState'
import { LiveInspector } from './liveMeasures'
import { problemWord, serious } from './shapeProblems'
import type { SketchLayers } from './sketchLayers'

export class Marks {
  private readonly live: LiveInspector
  private labelAt: Coord | null = null
  private unfinished = false
  private problemsAt: { at: Coord; word: string }[] = []

  /** `radius` tells the radius in metres while a circle is drawn. */
  constructor(
    private readonly core: MapCore,
    private readonly layers: SketchLayers,
    private readonly radius: () => number | null,
  ) {
    this.live = new LiveInspector(({ measures, problems }) => {
      if (this.unfinished && measures?.area_m2 === 0 && measures.perimeter_m > 0) {
        // two sides of an area that lie on each other are nothing to measure yet
        ui.measured.value = null
      } else if (measures) {
        this.showMeasures(measures)
      }
      this.showProblems(this.unfinished ? [] : problems)
    })
    core.map.on('postrender', () => this.place())
  }

  /** Asks the core for measures and problems of a shape; they are shown when they come. A shape that lacks points
   * as yet has no problems. */
  follow(geometry: Geometry, unfinished = false): void {
    this.unfinished = unfinished
    this.labelAt = labelPlace(geometry)
    this.live.ask(toStored(geometry))
  }

  /** There is nothing to measure yet. */
  rest(): void {
    this.live.stop()
    ui.measured.value = null
    this.showProblems([])
  }

  stop(): void {
    this.live.stop()
  }

  clear(): void {
    this.live.stop()
    this.labelAt = null
    this.problemsAt = []
    ui.caught.value = null
    ui.measured.value = null
    ui.problems.value = []
    this.layers.showProblems([])
  }

  showCaught(found: Caught | null): void {
    if (!found) {
      ui.caught.value = null
      return
    }
    const [x = 0, y = 0] = this.pixel(found.at)
    ui.caught.value = { x, y, kind: found.kind, name: found.name, other: found.other }
  }

  showProblems(found: ShapeProblem[]): void {
    this.problemsAt = serious(found).map((p) => ({
      at: fromLonLat(p.at ?? toLonLat(this.labelAt ?? [0, 0])) as Coord,
      word: problemWord(p.code),
    }))
    this.layers.showProblems(this.problemsAt.map((p) => p.at))
    this.place()
  }

  private showMeasures(measures: ShapeAnswer['measures'][number]): void {
    if (!this.labelAt) return
    const [x = 0, y = 0] = this.pixel(this.labelAt)
    const area = measures.area_m2 > 0 || measures.perimeter_m > 0
    ui.measured.value = { x, y, measures, area, radius: this.radius() }
  }

  private pixel(at: Coord): number[] {
    return this.core.map.getPixelFromCoordinate(at) ?? [0, 0]
  }

  /** Puts the labels over the map where their places are now. */
  private place(): void {
    if (this.problemsAt.length > 0 || ui.problems.value.length > 0) {
      ui.problems.value = this.problemsAt.map(({ at, word }) => {
        const [x = 0, y = 0] = this.pixel(at)
        return { x, y, word }
      })
    }
    const shown = ui.measured.value
    if (shown && this.labelAt) {
      const [x = 0, y = 0] = this.pixel(this.labelAt)
      if (x !== shown.x || y !== shown.y) ui.measured.value = { ...shown, x, y }
    }
  }
}

/** Where the measures stand: inside an area, at the middle of a line. */
function labelPlace(geometry: Geometry): Coord {
  const inside = geometry as Geometry & {
    getInteriorPoint?: () => { getCoordinates(): number[] }
    getCoordinateAt?: (share: number) => number[]
  }
  const at =
    inside.getInteriorPoint?.().getCoordinates() ??
    inside.getCoordinateAt?.(0.5) ??
    getCenter(geometry.getExtent())
  return [at[0] ?? 0, at[1] ?? 0]
}
