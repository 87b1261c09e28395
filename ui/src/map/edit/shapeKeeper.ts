/** Keeps what was drawn. A shape with serious problems stays on the map, marked, until it is repaired or dropped. */
import { t } from '@/i18n'
import { call, type Precision, type Shape } from '@/ipc'
import { notify } from '@/stores/notice'
import { toView } from '../layers/features'
import { keep, type StepName } from './commit'
import type { Subject } from './drawMode'
import * as ui from './drawState'
import type { Marks } from './shapeMarks'
import { mended } from './shapeOperations'
import { serious } from './shapeProblems'
import type { SketchLayers } from './sketchLayers'

/** A shape on its way to be kept; of no project yet when `subject` is null. */
export interface DrawnShape {
  step: StepName
  subject: Subject | null
  shape: Shape
}

/** What goes on once a shape was kept. */
export interface AfterKeeping {
  /** Ends the mode there is. */
  leave(): void
  /** Goes on changing a subject as it is now, in a mode that does so; false in one that ends with a kept shape. */
  goOn(subject: Subject): boolean
}

export class ShapeKeeper {
  /** A shape that could not be kept for its problems. */
  refused: DrawnShape | null = null

  constructor(
    private readonly layers: SketchLayers,
    private readonly marks: Marks,
    private readonly after: AfterKeeping,
  ) {}

  /** No shape is held back any more. */
  forget(): void {
    this.refused = null
    ui.blocked.value = false
  }

  /** Keeps a shape or holds it back. Resolves to the precision it has then; null when it was not kept. */
  async keep(drawn: DrawnShape): Promise<Precision | null> {
    const { subject, shape } = drawn
    if (subject?.of === 'town' && !shape.type.includes('Polygon')) {
      notify('info', t('map.done.outlineIsArea'))
      this.after.leave()
      return null
    }
    const found = await call('shape', { op: { op: 'inspect', geometry: shape } })
    if (serious(found.problems).length > 0) {
      this.refused = drawn
      ui.blocked.value = true
      this.layers.showKept(toView(shape))
      this.marks.showProblems(found.problems)
      return null
    }
    if (subject) return this.keepOf(subject, drawn)
    this.after.leave()
    this.layers.showKept(toView(shape))
    ui.pending.value = shape
    return null
  }

  private async keepOf(subject: Subject, { step, shape }: DrawnShape): Promise<Precision> {
    const precision = await keep(step, subject, shape)
    if (this.after.goOn({ ...subject, shape, precision })) {
      this.forget()
      this.marks.showProblems([])
    } else {
      this.after.leave()
      this.layers.showKept(toView(shape))
    }
    return precision
  }

  /** Mends a shape and keeps it. */
  async repair(drawn: DrawnShape): Promise<void> {
    const shape = await mended(drawn.shape)
    if (!shape) return
    this.forget()
    await this.keep({ ...drawn, shape })
    if (!ui.blocked.value && drawn.subject) {
      notify('good', t('map.problem.repaired', { name: drawn.subject.name }))
    }
  }
}
