/** The drawing tools over a map: holds the one mode, turns pointer and keys into shapes, and hands them on to be kept. */

import { getHeight, getWidth } from 'ol/extent'
import type { Geometry } from 'ol/geom'
import type Interaction from 'ol/interaction/Interaction'
import type MapBrowserEvent from 'ol/MapBrowserEvent'
import { t } from '@/i18n'
import type { Shape } from '@/ipc'
import { undo } from '@/stores/atlas'
import { fail, notify } from '@/stores/notice'
import { select, selected } from '@/stores/selection'
import { plainGeometry, plainShape, toStored, toView } from '../layers/features'
import { isLocked } from '../layers/layerLooks'
import type { MapCore } from '../mapCore'
import { Sketch, type SketchShape, type Spot } from '../sketch/sketch'
import type { Caught, Coord } from '../sketch/snap'
import { dropMerged, keepPieces, lost, type StepName, subjectOf, townSubjectOf } from './commit'
import { deleteVertex } from './deleteVertex'
import {
  EDIT_TOOLS,
  fits,
  type Job,
  type Mode,
  ModeMachine,
  modeOf,
  OUTLINE_TOOLS,
  type Subject,
  subjectIn,
  type Tool,
  toolOf,
  usualShape,
} from './drawMode'
import * as ui from './drawState'
import { mover, vertexEditor } from './editInteractions'
import { type At, makePan, PointerInput, type PointerTaker } from './pointerInput'
import { type DrawnShape, ShapeKeeper } from './shapeKeeper'
import { Marks } from './shapeMarks'
import { circleAt, merged, operate, shapeOf, simplified } from './shapeOperations'
import { radiusOf, SketchLayers, sketchGeometry } from './sketchLayers'
import { Snapper } from './snapper'
import { UnderPointer } from './underPointer'

const VERTEX_PIXELS = 12

/** Whether the pointer has left the first vertex. */
const hasSize = (geometry: Geometry): boolean => {
  const extent = geometry.getExtent()
  return getWidth(extent) > 0 || getHeight(extent) > 0
}

export class DrawController implements PointerTaker {
  readonly layers = new SketchLayers()
  readonly input: PointerInput = new PointerInput(this)
  private readonly machine = new ModeMachine((mode) => this.shown(mode))
  private readonly snapper: Snapper
  private readonly marks: Marks
  private readonly keeper: ShapeKeeper
  /** What is under the pointer while nothing is drawn. */
  readonly under: UnderPointer
  private last: At | null = null
  private disposed = false
  private busy = false

  constructor(private readonly core: MapCore) {
    this.snapper = new Snapper(core)
    this.marks = new Marks(core, this.layers, () => {
      const sketch = this.sketch
      return sketch?.shape === 'circle' ? radiusOf(sketch.preview()) : null
    })
    this.keeper = new ShapeKeeper(this.layers, this.marks, {
      leave: () => this.enter({ name: 'select' }),
      goOn: (subject) => this.goOn(subject),
    })
    this.under = new UnderPointer(core, () => (this.disposed ? null : this.mode.name))
    for (const layer of this.layers.all) core.map.addLayer(layer)
    this.layers.restyle(core.currentStyles.tokens)
    core.map.addInteraction(
      makePan(
        () => this.input,
        () => this.sketching(),
      ),
    )
    core.map.addInteraction(this.input)
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
    const town = OUTLINE_TOOLS.includes(tool) ? this.townAt(tool) : null
    if (!(await this.settle('keep'))) return
    if (tool === 'select') return this.enter({ name: 'select' })
    if (isLocked(town ? 'town' : 'project')) {
      notify('info', t(town ? 'map.tool.lockedOutlines' : 'map.tool.locked'))
      return this.enter({ name: 'select' })
    }
    const chosen = town
      ? await this.subject(town, 'town')
      : selected.value?.kind === 'project'
        ? await this.subject(selected.value.id)
        : null
    const name = t(`map.tool.${tool}`)
    if (!fits(tool, chosen?.shape ?? null, chosen?.of)) {
      const words = chosen?.shape
        ? t('map.tool.notThisShape', { tool: name, name: chosen.name })
        : t('map.tool.needsShape', { tool: name })
      notify('info', words)
      return this.enter({ name: 'select' })
    }
    this.begin(tool, chosen)
  }

  /** Starts drawing the footprint of a project, whatever is selected. */
  async start(projectId: string, tool?: SketchShape): Promise<void> {
    if (!(await this.settle('keep'))) return
    const subject = await this.subject(projectId)
    if (!subject) return
    select({ kind: 'project', id: projectId })
    const sketch = new Sketch(tool ?? usualShape(subject.kind))
    this.enter({ name: 'sketch', job: { kind: 'footprint', subject }, sketch })
  }

  /** Draws the boundary of a town, or changes the nodes of the one it has. */
  async startOutline(townId: string): Promise<void> {
    if (!(await this.settle('keep'))) return
    const subject = await this.subject(townId, 'town')
    if (!subject) return
    select({ kind: 'town', id: townId })
    if (subject.shape) {
      this.edit('vertices', subject)
      this.core.look(toView(subject.shape).getExtent())
    } else {
      this.enter({ name: 'sketch', job: { kind: 'footprint', subject }, sketch: new Sketch('polygon') })
    }
  }

  /** The town whose boundary a tool is for: the one being drawn, or for tools that change a shape the one selected. */
  private townAt(tool: Tool): string | null {
    const subject = subjectIn(this.mode)
    if (subject?.of === 'town') return subject.id
    const changes = (EDIT_TOOLS as readonly string[]).includes(tool)
    return changes && selected.value?.kind === 'town' ? selected.value.id : null
  }

  private subject(id: string, of: Subject['of'] = 'project'): Promise<Subject | null> {
    return (of === 'town' ? townSubjectOf(id) : subjectOf(id)).catch((error) => {
      fail(error)
      return null
    })
  }

  private begin(tool: Tool, chosen: Subject | null): void {
    if (tool === 'vertices' || tool === 'move') {
      if (chosen) this.edit(tool, chosen)
      return
    }
    const mode = modeOf(tool, chosen)
    if (mode) this.enter(mode)
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
    this.marks.clear()
    this.keeper.forget()
    ui.simplified.value = null
    this.layers.showEdited(null)
    if (!this.busy) this.layers.showKept(null)
    this.hide(null)
  }

  /** What is being changed is drawn by the editing layer alone. */
  private hide(subject: Subject | null): void {
    this.core.atlas.hideEdited(subject?.of === 'project' ? subject.id : null)
    this.core.outlines.hide(subject?.of === 'town' ? subject.id : null)
  }

  private shown(mode: Mode): void {
    ui.mode.value = mode
    ui.sketchTick.value += 1
    const job = mode.name === 'sketch' ? mode.job : null
    const subject = subjectIn(mode)
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
    this.marks.showCaught(found)
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
    this.input.altHeld = alt
    if (this.last && this.sketching()) this.move({ ...this.last, alt })
  }

  click(event: MapBrowserEvent): void {
    const mode = this.mode
    if (mode.name === 'merge') void this.mergeAt(event, mode.subject)
    if (mode.name === 'select') this.under.click(event)
  }

  hover(event: MapBrowserEvent): void {
    this.last = { at: event.coordinate as Coord, pixel: event.pixel as Coord, alt: false }
    if (!event.dragging) this.under.hover(event.pixel)
  }

  left(): void {
    this.under.left()
  }

  adjust(at: At): At | null {
    if (this.mode.name !== 'vertices') return null
    const found = this.catchAt(at, this.mode.subject.id)
    this.marks.showCaught(found)
    if (!found) return null
    return { ...at, at: found.at, pixel: this.core.map.getPixelFromCoordinate(found.at) as Coord }
  }

  // ---- showing

  private drawn(): void {
    const sketch = this.sketch
    if (!sketch || this.busy) return
    this.layers.showSketch(sketch)
    const geometry = sketchGeometry(sketch, true)
    if (geometry && geometry.getType() !== 'Point' && hasSize(geometry)) {
      this.marks.follow(geometry, !sketch.valid)
    } else {
      this.marks.rest()
    }
    this.shown(this.mode)
  }

  private moved(): void {
    const first = this.sketch?.vertices[0]
    if (first) this.sketch?.movedTo(this.core.map.getPixelFromCoordinate(first) as Coord)
    ui.caught.value = null
  }

  // ---- finishing

  /** Finishes what is being drawn (Enter, double click, closing click). */
  async finish(): Promise<void> {
    const mode = this.mode
    if (mode.name === 'vertices' || mode.name === 'move' || mode.name === 'merge')
      return this.enter({ name: 'select' })
    if (mode.name === 'simplify') return this.simplify(ui.tolerance.value, true)
    if (mode.name === 'sketch' && mode.sketch.valid) await this.finishSketch(mode.job, mode.sketch)
  }

  /** Does what a finished sketch is for; says what came of it. */
  private async finishSketch(job: Job, sketch: Sketch): Promise<'kept' | 'blocked' | 'nothing' | 'failed'> {
    if (this.busy) return 'failed'
    this.busy = true
    this.marks.stop()
    try {
      const shape = await shapeOf(sketch)
      const done = shape ? await this.complete(job, shape) : false
      if (ui.blocked.value) return 'blocked'
      return done ? 'kept' : 'nothing'
    } catch (error) {
      fail(error)
      return 'failed'
    } finally {
      this.busy = false
    }
  }

  /** Whether the shape changed anything. */
  private async complete(job: Job, drawn: Shape): Promise<boolean> {
    if (job.kind === 'footprint') {
      await this.keeper.keep({ step: 'draw', subject: job.subject, shape: drawn })
      return true
    }
    const geometry = job.subject.shape
    if (!geometry) return false
    const answer = await operate(job.kind, geometry, drawn)
    const [first] = answer.geometries
    if (!first) {
      notify('info', t('map.done.nothing'))
      return false
    }
    if (job.kind === 'split' && answer.geometries.length > 1) {
      await keepPieces(job.subject, answer.geometries)
      this.enter({ name: 'select' })
    } else {
      await this.keeper.keep({ step: job.kind, subject: job.subject, shape: first })
    }
    return true
  }

  /** Whether a mode in which shapes are changed goes on with a subject as it is now. */
  private goOn(subject: Subject): boolean {
    const { name } = this.mode
    if (name !== 'vertices' && name !== 'move' && name !== 'merge') return false
    this.edit(name, subject)
    return true
  }

  /** One click mends what is marked, and keeps it. */
  async repair(): Promise<void> {
    const drawn = this.keeper.refused ?? (await this.drawnFootprint())
    if (!drawn) return
    this.busy = true
    try {
      await this.keeper.repair(drawn)
    } catch (error) {
      fail(error)
    } finally {
      this.busy = false
    }
  }

  private async drawnFootprint(): Promise<DrawnShape | null> {
    const mode = this.mode
    if (mode.name !== 'sketch' || mode.job.kind !== 'footprint' || !mode.sketch.valid) return null
    const shape = await shapeOf(mode.sketch)
    return shape && { step: 'draw', subject: mode.job.subject, shape }
  }

  /** Before another mode: a valid shape is kept, be it a footprint, a hole, a part or a cut; one with problems holds the
   * mode. False when it must stay. */
  async settle(why: 'keep' | 'escape'): Promise<boolean> {
    const mode = this.mode
    if (ui.pending.value && why === 'keep') return false
    if (mode.name !== 'sketch' || !mode.sketch.valid) return true
    if (ui.blocked.value) return why === 'escape'
    const { subject } = mode.job
    const came = await this.finishSketch(mode.job, mode.sketch)
    if (came === 'blocked') {
      notify('info', t('map.problem.keptBack'))
      return false
    }
    if (came === 'failed') return false
    if (came === 'kept' && subject) {
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
    if (mode.subject.of === 'town') return void this.loadedOutline(mode.name, mode.subject)
    const own = this.core.atlas.own(mode.subject.id)
    if (!own) this.enter({ name: 'select' })
    else if (JSON.stringify(own.geometry) !== JSON.stringify(mode.subject.shape))
      this.edit(mode.name, { ...mode.subject, shape: own.geometry, precision: own.precision })
    else this.hide(mode.subject)
  }

  private async loadedOutline(name: 'vertices' | 'move', subject: Subject): Promise<void> {
    const now = await this.subject(subject.id, 'town')
    if (this.mode.name !== name || this.mode.subject !== subject) return
    if (!now?.shape) this.enter({ name: 'select' })
    else if (JSON.stringify(now.shape) !== JSON.stringify(subject.shape)) this.edit(name, now)
    else this.hide(subject)
  }

  // ---- vertices

  /** Backspace: the last vertex while drawing, the vertex under the pointer while editing. */
  async back(): Promise<void> {
    if (ui.blocked.value && this.sketch) {
      this.keeper.forget()
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

  /** Sets again the vertex that was taken back last. */
  again(): void {
    if (this.sketch?.again()) this.drawn()
  }

  private edit(name: 'vertices' | 'move' | 'merge', subject: Subject): void {
    if (!subject.shape) return
    if (name === 'merge') {
      this.enter({ name, subject })
      return
    }
    const geometry = toView(subject.shape)
    this.enter({ name, subject }, () => {
      this.hide(subject)
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
      this.marks.follow(geometry)
      return () => this.core.map.removeInteraction(interaction)
    })
  }

  private async changed(step: StepName, subject: Subject, shape: Shape): Promise<void> {
    ui.caught.value = null
    try {
      await this.keeper.keep({ step, subject, shape })
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
      const shape = await merged(subject.shape, other.geometry)
      if (!shape) return
      const now = await this.keeper.keep({ step: 'merge', subject, shape })
      if (now === null) return
      const sketched = lost('merge', subject.precision, now)
      const words = t(sketched ? 'map.done.mergedSketched' : 'map.done.merged', {
        name: subject.name,
        other: other.name,
      })
      notify('good', words, {
        label: t('map.done.dropOther'),
        run: () => void dropMerged(subject.id, other.id),
      })
    } catch (error) {
      fail(error)
    }
  }

  /** Makes the circle whose centre is set with a typed radius in metres. */
  async circleOf(radius: number): Promise<void> {
    const mode = this.mode
    const [centre] = this.sketch?.vertices ?? []
    if (mode.name !== 'sketch' || mode.sketch.shape !== 'circle' || !centre || this.busy) return
    this.busy = true
    this.marks.stop()
    try {
      const shape = await circleAt(centre, radius)
      if (shape) await this.complete(mode.job, shape)
    } catch (error) {
      fail(error)
    } finally {
      this.busy = false
    }
  }

  /** Shows the footprint simplified by a tolerance in metres; `keepIt` keeps it as a step. */
  async simplify(tolerance: number, keepIt: boolean): Promise<void> {
    const mode = this.mode
    if (mode.name !== 'simplify' || !mode.subject.shape) return
    ui.tolerance.value = tolerance
    try {
      const made = await simplified(mode.subject.shape, tolerance)
      if (!made || this.mode !== mode) return
      const { shape, before, after } = made
      this.hide(mode.subject)
      this.layers.showEdited(toView(shape))
      ui.simplified.value = { before, after }
      if (keepIt) await this.keeper.keep({ step: 'simplify', subject: mode.subject, shape })
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
      await this.keeper.keep({ step: 'draw', subject, shape })
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
    this.disposed = true
    this.machine.enter({ name: 'select' })
    ui.pending.value = null
    this.marks.stop()
  }
}
