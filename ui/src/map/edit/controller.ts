/** The drawing tools over a map: holds the one mode, turns pointer and keys into shapes, and keeps them.
 *
 * This file is long because one mode at a time means one owner of the pointer; what can stand alone is beside it. */

import { getCenter } from 'ol/extent'
import type { Geometry } from 'ol/geom'
import type Interaction from 'ol/interaction/Interaction'
import type MapBrowserEvent from 'ol/MapBrowserEvent'
import { fromLonLat, toLonLat } from 'ol/proj'
import { t } from '@/i18n'
import { call, type Shape, type ShapeAnswer, type ShapeProblem } from '@/ipc'
import { undo } from '@/stores/atlas'
import { fail, notify } from '@/stores/notice'
import { hover, select, selected } from '@/stores/selection'
import { projectsLocked } from '../layerState'
import { plainGeometry, plainShape, targetOf, toStored, toView } from '../layers/features'
import type { MapCore } from '../mapCore'
import {
  fits,
  JOB_SHAPES,
  type Job,
  type Mode,
  ModeMachine,
  partShape,
  type Subject,
  type Tool,
  toolOf,
} from '../mode'
import { Sketch, type SketchShape, type Spot } from '../sketch/sketch'
import type { Caught, Coord } from '../sketch/snap'
import { keep, keepPieces, type StepName, subjectOf } from './commit'
import { mover, vertexEditor } from './editors'
import { LiveInspector } from './inspector'
import { type At, makePan, PointerInput, type PointerTaker } from './pointerInput'
import { problemWord, serious } from './problems'
import { deleteVertex } from './ring'
import { radiusOf, SketchLayers, sketchGeometry } from './sketchLayers'
import { Snapper } from './snapper'
import * as ui from './state'

const VERTEX_PIXELS = 12

export class DrawController implements PointerTaker {
  readonly layers = new SketchLayers()
  readonly input: PointerInput = new PointerInput(this)
  private readonly machine = new ModeMachine((mode) => this.shown(mode))
  private readonly snapper: Snapper
  private readonly live: LiveInspector
  private last: At | null = null
  private labelAt: Coord | null = null
  private problemsAt: { at: Coord; word: string }[] = []
  /** A shape that could not be kept for its problems. */
  private refused: { step: StepName; subject: Subject | null; shape: Shape } | null = null
  private busy = false

  constructor(private readonly core: MapCore) {
    this.snapper = new Snapper(core)
    this.live = new LiveInspector(({ measures, problems }) => {
      if (measures) this.showMeasures(measures)
      this.showProblems(problems)
    })
    for (const layer of this.layers.all) core.map.addLayer(layer)
    this.layers.restyle(core.currentStyles.tokens)
    core.map.addInteraction(
      makePan(
        () => this.input,
        () => this.sketching(),
      ),
    )
    core.map.addInteraction(this.input)
    core.map.on('postrender', () => this.place())
    core.map.on('moveend', () => this.moved())
    this.shown(this.machine.mode)
  }

  get mode(): Mode {
    return this.machine.mode
  }

  sketching(): boolean {
    return this.mode.name === 'sketch' && !this.busy && !ui.blocked.value
  }

  // ---- choosing a tool

  /** Picks a tool for the selected project, after keeping what is being drawn. */
  async pick(tool: Tool): Promise<void> {
    if (!(await this.settle('keep'))) return
    if (tool === 'select') return this.enter({ name: 'select' })
    if (projectsLocked()) {
      notify('info', t('map.tool.locked'))
      return this.enter({ name: 'select' })
    }
    const chosen = selected.value?.kind === 'project' ? await this.subject(selected.value.id) : null
    const name = t(`map.tool.${tool}`)
    if (!fits(tool, chosen?.shape ?? null)) {
      const words = chosen?.shape
        ? t('map.tool.notThisShape', { tool: name, name: chosen.name })
        : t('map.tool.needsShape', { tool: name })
      notify('info', words)
      return this.enter({ name: 'select' })
    }
    this.begin(tool, chosen)
  }

  /** Starts drawing the footprint of a project, whatever is selected. */
  async start(projectId: string, tool: SketchShape): Promise<void> {
    if (!(await this.settle('keep'))) return
    const subject = await this.subject(projectId)
    if (!subject) return
    select({ kind: 'project', id: projectId })
    const sketch = new Sketch(tool)
    this.enter({ name: 'sketch', job: { kind: 'footprint', subject }, sketch })
  }

  private subject(id: string): Promise<Subject | null> {
    return subjectOf(id).catch((error) => {
      fail(error)
      return null
    })
  }

  private begin(tool: Tool, chosen: Subject | null): void {
    // a project that has its footprint keeps it: what is drawn next asks whose it is
    const free = chosen?.shape ? null : chosen
    if (tool === 'vertices' || tool === 'move') {
      if (chosen) this.edit(tool, chosen)
      return
    }
    const mode = this.modeFor(tool, chosen, free)
    if (mode) this.enter(mode)
  }

  private modeFor(
    tool: Exclude<Tool, 'vertices' | 'move'>,
    chosen: Subject | null,
    free: Subject | null,
  ): Mode | null {
    switch (tool) {
      case 'select':
        return { name: 'select' }
      case 'coordinates':
        return { name: 'coordinates', subject: free }
      case 'point':
      case 'line':
      case 'polygon':
      case 'rectangle':
      case 'circle':
      case 'freehand':
        return { name: 'sketch', job: { kind: 'footprint', subject: free }, sketch: new Sketch(tool) }
      case 'simplify':
        return chosen && { name: 'simplify', subject: chosen, tolerance: 5 }
      case 'merge':
        return chosen && { name: 'merge', subject: chosen }
      default: {
        if (!chosen?.shape) return null
        const shape = tool === 'part' ? partShape(chosen.shape) : JOB_SHAPES[tool]
        return { name: 'sketch', job: { kind: tool, subject: chosen }, sketch: new Sketch(shape) }
      }
    }
  }

  private enter(mode: Mode, set?: () => (() => void) | undefined): void {
    this.machine.enter(mode, () => {
      const clean = set?.()
      if (mode.name === 'sketch') mode.sketch.tracing = ui.tracing.value
      return () => {
        clean?.()
        this.clear()
      }
    })
  }

  private clear(): void {
    this.live.stop()
    this.refused = null
    this.labelAt = null
    this.problemsAt = []
    ui.blocked.value = false
    ui.caught.value = null
    ui.measured.value = null
    ui.problems.value = []
    ui.simplified.value = null
    this.layers.showProblems([])
    this.layers.showEdited(null)
    if (!this.busy) this.layers.showKept(null)
    this.core.atlas.hideEdited(null)
  }

  private shown(mode: Mode): void {
    ui.mode.value = mode
    ui.sketchTick.value += 1
    const job = mode.name === 'sketch' ? mode.job : null
    const subject = mode.name === 'sketch' ? mode.job.subject : 'subject' in mode ? mode.subject : null
    ui.drawingState.value =
      mode.name === 'select'
        ? null
        : {
            tool: toolOf(mode),
            projectId: subject?.id ?? null,
            projectName: subject?.name ?? null,
            vertices: mode.name === 'sketch' ? mode.sketch.vertices.length : 0,
          }
    this.core.setCursor(job ? 'crosshair' : '')
  }

  // ---- the pointer

  private catchAt(at: At, except: string | null): Caught | null {
    return ui.snapping.value === at.alt ? null : this.snapper.catch(at.at, except)
  }

  private spot(at: At): Spot {
    this.last = at
    const found = this.catchAt(at, null)
    this.showCaught(found)
    return { at: found?.at ?? at.at, pixel: at.pixel, on: found?.place ?? null, time: performance.now() }
  }

  private get sketch(): Sketch | null {
    return this.mode.name === 'sketch' ? this.mode.sketch : null
  }

  press(at: At): void {
    if (this.sketch?.press(this.spot(at))) void this.finish()
    this.drawn()
  }

  move(at: At): void {
    this.sketch?.move(this.spot(at))
    this.drawn()
  }

  release(at: At): void {
    if (this.sketch?.release(this.spot(at))) void this.finish()
    this.drawn()
  }

  /** The pointer is where it was but Alt went down or up. */
  altChanged(alt: boolean): void {
    if (this.last && this.sketching()) this.move({ ...this.last, alt })
  }

  click(event: MapBrowserEvent): void {
    const mode = this.mode
    if (mode.name === 'merge') void this.mergeAt(event, mode.subject)
    if (mode.name !== 'select') return
    const hit = this.core.hit(event.pixel)
    if (!hit) {
      this.core.spider.close()
      select(null)
    } else if ('many' in hit) {
      this.core.open(hit)
    } else {
      select(targetOf(hit.one))
    }
  }

  hover(event: MapBrowserEvent): void {
    this.last = { at: event.coordinate as Coord, pixel: event.pixel as Coord, alt: false }
    if (event.dragging) return
    if (this.mode.name === 'vertices' || this.mode.name === 'move') return
    const target = this.core.targetAt(event)
    hover(target)
    if (this.mode.name === 'select') {
      this.core.setCursor(target || this.core.hit(event.pixel) ? 'pointer' : '')
    }
  }

  adjust(at: At): At | null {
    if (this.mode.name !== 'vertices') return null
    const found = this.catchAt(at, this.mode.subject.id)
    this.showCaught(found)
    if (!found) return null
    return { ...at, at: found.at, pixel: this.core.map.getPixelFromCoordinate(found.at) as Coord }
  }

  // ---- showing

  private drawn(): void {
    const sketch = this.sketch
    if (!sketch || this.busy) return
    this.layers.showSketch(sketch)
    const geometry = sketchGeometry(sketch, true)
    if (geometry && geometry.getType() !== 'Point') {
      this.labelAt = labelPlace(geometry)
      this.live.ask(toStored(geometry))
    } else {
      this.live.stop()
      ui.measured.value = null
      this.showProblems([])
    }
    this.shown(this.mode)
  }

  private showCaught(found: Caught | null): void {
    if (!found) {
      ui.caught.value = null
      return
    }
    const [x = 0, y = 0] = this.core.map.getPixelFromCoordinate(found.at) ?? []
    ui.caught.value = { x, y, kind: found.kind, name: found.name, other: found.other }
  }

  private showMeasures(measures: ShapeAnswer['measures'][number]): void {
    if (this.mode.name === 'select' || !this.labelAt) return
    const [x = 0, y = 0] = this.core.map.getPixelFromCoordinate(this.labelAt) ?? []
    const sketch = this.sketch
    const radius = sketch?.shape === 'circle' ? radiusOf(sketch.preview()) : null
    ui.measured.value = { x, y, measures, area: measures.area_m2 > 0 || measures.perimeter_m > 0, radius }
  }

  private showProblems(found: ShapeProblem[]): void {
    this.problemsAt = serious(found).map((p) => ({
      at: fromLonLat(p.at ?? toLonLat(this.labelAt ?? [0, 0])) as Coord,
      word: problemWord(p.code),
    }))
    this.layers.showProblems(this.problemsAt.map((p) => p.at))
    this.place()
  }

  /** Puts the labels over the map where their places are now. */
  private place(): void {
    const pixel = (at: Coord) => this.core.map.getPixelFromCoordinate(at) ?? [0, 0]
    if (this.problemsAt.length > 0 || ui.problems.value.length > 0) {
      ui.problems.value = this.problemsAt.map(({ at, word }) => {
        const [x = 0, y = 0] = pixel(at)
        return { x, y, word }
      })
    }
    const shown = ui.measured.value
    if (shown && this.labelAt) {
      const [x = 0, y = 0] = pixel(this.labelAt)
      if (x !== shown.x || y !== shown.y) ui.measured.value = { ...shown, x, y }
    }
  }

  private moved(): void {
    const first = this.sketch?.vertices[0]
    if (first) this.sketch?.movedTo(this.core.map.getPixelFromCoordinate(first) as Coord)
    ui.caught.value = null
  }

  // ---- finishing

  /** The shape of the sketch as it is kept; a circle is made on the ellipsoid. */
  private async shapeOf(sketch: Sketch): Promise<Shape | null> {
    const [centre] = sketch.vertices
    if (sketch.shape === 'circle' && centre) {
      const [lon = 0, lat = 0] = toLonLat(centre)
      const op = {
        op: 'circle',
        centre: [lon, lat] as [number, number],
        radius_m: radiusOf(sketch.vertices),
      } as const
      return (await call('shape', { op })).geometries[0] ?? null
    }
    const geometry = sketchGeometry(sketch, false)
    return geometry ? toStored(geometry) : null
  }

  /** Finishes what is being drawn (Enter, double click, closing click). */
  async finish(): Promise<void> {
    const mode = this.mode
    if (mode.name === 'vertices' || mode.name === 'move' || mode.name === 'merge')
      return this.enter({ name: 'select' })
    if (mode.name !== 'sketch' || !mode.sketch.valid || this.busy) return
    this.busy = true
    this.live.stop()
    try {
      const shape = await this.shapeOf(mode.sketch)
      if (shape) await this.complete(mode.job, shape)
    } catch (error) {
      fail(error)
    } finally {
      this.busy = false
    }
  }

  private async complete(job: Job, drawn: Shape): Promise<void> {
    if (job.kind === 'footprint') return this.keepOrBlock('draw', job.subject, drawn)
    const geometry = job.subject.shape
    if (!geometry) return
    const answer = await this.operate(job.kind, geometry, drawn)
    if (answer.geometries.length === 0) return notify('info', t('map.done.nothing'))
    if (job.kind === 'split' && answer.geometries.length > 1) {
      await keepPieces(job.subject, answer.geometries, answer.measures)
      notify('good', t('map.done.split', { n: answer.geometries.length, name: job.subject.name }))
      return this.enter({ name: 'select' })
    }
    const [first] = answer.geometries
    if (first) await this.keepOrBlock(job.kind, job.subject, first)
  }

  private async operate(
    kind: Exclude<Job['kind'], 'footprint'>,
    geometry: Shape,
    drawn: Shape,
  ): Promise<ShapeAnswer> {
    switch (kind) {
      case 'hole':
        return call('shape', { op: { op: 'add_hole', geometry, ring: drawn } })
      case 'part':
        return call('shape', { op: { op: 'add_part', geometry, part: drawn } })
      case 'split':
        return call('shape', { op: { op: 'split', geometry, line: drawn } })
      case 'cut':
        return call('shape', { op: { op: 'cut', geometry, other: drawn } })
      case 'reshape':
        return call('shape', { op: { op: 'reshape', geometry, line: drawn } })
    }
  }

  /** Keeps a shape; with serious problems it stays on the map, marked, until repaired or dropped. */
  private async keepOrBlock(step: StepName, subject: Subject | null, shape: Shape): Promise<void> {
    const found = await call('shape', { op: { op: 'inspect', geometry: shape } })
    if (serious(found.problems).length > 0) {
      this.refused = { step, subject, shape }
      ui.blocked.value = true
      this.layers.showKept(toView(shape))
      this.showProblems(found.problems)
      return
    }
    await this.keepShape(step, subject, shape)
  }

  private async keepShape(step: StepName, subject: Subject | null, shape: Shape): Promise<void> {
    if (!subject) {
      this.enter({ name: 'select' })
      this.layers.showKept(toView(shape))
      ui.pending.value = shape
      return
    }
    await keep(step, subject, shape)
    const stay = this.mode.name === 'vertices' || this.mode.name === 'move' || this.mode.name === 'merge'
    if (stay) {
      ui.blocked.value = false
      this.refused = null
      this.showProblems([])
      this.edit(this.mode.name as 'vertices' | 'move' | 'merge', { ...subject, shape })
      return
    }
    this.enter({ name: 'select' })
    this.layers.showKept(toView(shape))
  }

  /** One click mends what is marked, and keeps it. */
  async repair(): Promise<void> {
    const sketch = this.sketch
    const refused =
      this.refused ??
      (sketch?.valid && this.mode.name === 'sketch' && this.mode.job.kind === 'footprint'
        ? { step: 'draw' as const, subject: this.mode.job.subject, shape: await this.shapeOf(sketch) }
        : null)
    if (!refused?.shape) return
    this.busy = true
    try {
      const mended = (await call('shape', { op: { op: 'repair', geometry: refused.shape } })).geometries[0]
      if (!mended) return
      this.refused = null
      ui.blocked.value = false
      await this.keepOrBlock(refused.step, refused.subject, mended)
      if (!ui.blocked.value && refused.subject) {
        notify('good', t('map.problem.repaired', { name: refused.subject.name }))
      }
    } catch (error) {
      fail(error)
    } finally {
      this.busy = false
    }
  }

  /** Before another mode: a valid footprint is kept, one with problems holds the mode. False when it must stay. */
  async settle(why: 'keep' | 'escape'): Promise<boolean> {
    const mode = this.mode
    if (ui.pending.value && why === 'keep') return false
    if (mode.name !== 'sketch' || mode.job.kind !== 'footprint' || !mode.sketch.valid) return true
    if (ui.blocked.value) return why === 'escape'
    const { subject } = mode.job
    await this.finish()
    if (ui.blocked.value) {
      notify('info', t('map.problem.keptBack'))
      return false
    }
    if (subject) {
      notify('info', t('map.done.kept', { name: subject.name }), {
        label: t('map.done.undo'),
        run: () => void undo().catch(fail),
      })
    }
    return ui.pending.value === null
  }

  /** Esc: a valid footprint stays as a step that can be undone, anything else is dropped. */
  async cancel(): Promise<void> {
    if (ui.blocked.value) return this.enter({ name: 'select' })
    if (await this.settle('escape')) this.enter({ name: 'select' })
  }

  /** Drops everything without a word: the atlas closes, or the card says so. */
  drop(): void {
    ui.pending.value = null
    this.enter({ name: 'select' })
    this.layers.showKept(null)
  }

  /** The map has read the atlas again: what was shown meanwhile can go. */
  loaded(): void {
    if (!ui.pending.value && !this.sketch && !ui.blocked.value) this.layers.showKept(null)
    const mode = this.mode
    if ((mode.name !== 'vertices' && mode.name !== 'move') || ui.blocked.value) return
    // an undo, or another hand, may have changed what is being edited
    const shape = this.core.atlas.ownShape(mode.subject.id)
    if (!shape) this.enter({ name: 'select' })
    else if (JSON.stringify(shape) !== JSON.stringify(mode.subject.shape))
      this.edit(mode.name, { ...mode.subject, shape })
    else this.core.atlas.hideEdited(mode.subject.id)
  }

  // ---- vertices

  /** Backspace: the last vertex while drawing, the vertex under the pointer while editing. */
  async back(): Promise<void> {
    if (ui.blocked.value && this.sketch) {
      this.refused = null
      ui.blocked.value = false
    }
    if (this.sketch) {
      this.sketch.back()
      this.drawn()
      return
    }
    if (this.mode.name !== 'vertices' || !this.last) return
    const geometry = this.layers.editSource.getFeatures()[0]?.getGeometry()
    if (!geometry) return
    const subject = this.mode.subject
    const reach = VERTEX_PIXELS * (this.core.view.getResolution() ?? 1)
    const left = deleteVertex(plainShape(geometry), this.last.at, reach)
    if (!left) return
    if ('refused' in left) {
      const kind = t(left.refused === 'line' ? 'map.done.kindLine' : 'map.done.kindRing')
      return notify('info', t('map.done.tooFew', { kind, n: left.needed }))
    }
    await this.changed('edit', subject, toStored(plainGeometry(left.shape)))
  }

  private edit(name: 'vertices' | 'move' | 'merge', subject: Subject): void {
    if (!subject.shape) return
    if (name === 'merge') {
      this.enter({ name, subject })
      return
    }
    const geometry = toView(subject.shape)
    this.enter({ name, subject }, () => {
      this.core.atlas.hideEdited(subject.id)
      const feature = this.layers.showEdited(geometry)
      if (!feature) return undefined
      const free = () => !this.input.spaceHeld
      const ended = (now: Geometry) =>
        void this.changed(name === 'move' ? 'move' : 'edit', subject, toStored(now))
      const { tokens } = this.core.currentStyles
      const interaction: Interaction =
        name === 'vertices' ? vertexEditor(feature, tokens, free, ended) : mover(feature, free, ended)
      this.core.map.addInteraction(interaction)
      // the pointer's own reader stays the first to be asked, so that it can adjust what a drag caught
      this.core.map.removeInteraction(this.input)
      this.core.map.addInteraction(this.input)
      this.labelAt = labelPlace(geometry)
      this.live.ask(toStored(geometry))
      return () => this.core.map.removeInteraction(interaction)
    })
  }

  private async changed(step: StepName, subject: Subject, shape: Shape): Promise<void> {
    ui.caught.value = null
    try {
      await this.keepOrBlock(step, subject, shape)
    } catch (error) {
      fail(error)
      this.enter({ name: 'select' })
    }
  }

  private async mergeAt(event: MapBrowserEvent, subject: Subject): Promise<void> {
    const hit = this.core.hit(event.pixel, true)
    const other = hit && 'one' in hit && hit.one.kind === 'project' ? hit.one.row : null
    if (!other?.own || other.id === subject.id || !subject.shape) return
    try {
      const op = { op: 'merge', geometries: [subject.shape, other.geometry] } as const
      const [merged] = (await call('shape', { op: { ...op, geometries: [...op.geometries] } })).geometries
      if (merged) await this.keepOrBlock('merge', subject, merged)
    } catch (error) {
      fail(error)
    }
  }

  /** Shows the footprint simplified by a tolerance in metres; `keepIt` keeps it as a step. */
  async simplify(tolerance: number, keepIt: boolean): Promise<void> {
    const mode = this.mode
    if (mode.name !== 'simplify' || !mode.subject.shape) return
    try {
      const op = { op: 'simplify', geometry: mode.subject.shape, tolerance_m: tolerance } as const
      const answer = await call('shape', { op })
      const [shape] = answer.geometries
      if (!shape || this.mode !== mode) return
      const view = toView(shape)
      this.core.atlas.hideEdited(mode.subject.id)
      this.layers.showEdited(view)
      const before = await call('shape', { op: { op: 'inspect', geometry: mode.subject.shape } })
      ui.simplified.value = {
        before: before.measures[0]?.vertices ?? 0,
        after: answer.measures[0]?.vertices ?? 0,
      }
      if (keepIt) await this.keepOrBlock('simplify', mode.subject, shape)
    } catch (error) {
      fail(error)
    }
  }

  /** Shows a shape that is not kept yet: one read from coordinates. */
  preview(geometry: Geometry | null): void {
    this.layers.showEdited(geometry)
    if (geometry) {
      this.core.view.fit(geometry.getExtent(), { padding: [90, 440, 60, 60], maxZoom: 17 })
    }
  }

  /** A shape that came as coordinates: kept like one that was drawn. */
  async take(shape: Shape): Promise<void> {
    const subject = this.mode.name === 'coordinates' ? this.mode.subject : null
    this.enter({ name: 'sketch', job: { kind: 'footprint', subject }, sketch: new Sketch('polygon') })
    try {
      await this.keepOrBlock('draw', subject, shape)
    } catch (error) {
      fail(error)
    }
  }

  setTracing(on: boolean): void {
    ui.tracing.value = on
    if (this.sketch) this.sketch.tracing = on
    notify('info', t(on ? 'map.snap.traceOn' : 'map.snap.traceOff'))
  }

  setSnapping(on: boolean): void {
    ui.snapping.value = on
    if (!on) ui.caught.value = null
    notify('info', t(on ? 'map.snap.on' : 'map.snap.off'))
  }

  dispose(): void {
    this.machine.enter({ name: 'select' })
    ui.pending.value = null
    this.live.stop()
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
