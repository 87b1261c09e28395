/** Keeping footprints: each is one named undo step of the atlas. */
import GeoJSON from 'ol/format/GeoJSON'
import WKT from 'ol/format/WKT'
import { wordWithin } from '@/format'
import { t } from '@/i18n'
import { deleteProjects } from '@/inspector/deletion'
import { newId, newProject } from '@/inspector/edits'
import { call, type EditRequest, type Measures, type Precision, type ProjectKind, type Shape } from '@/ipc'
import { apply, undo } from '@/stores/atlas'
import { fail, notify } from '@/stores/notice'
import { select } from '@/stores/selection'
import type { Subject } from './drawMode'

export type StepName =
  | 'draw'
  | 'place'
  | 'edit'
  | 'move'
  | 'hole'
  | 'part'
  | 'split'
  | 'cut'
  | 'merge'
  | 'reshape'
  | 'simplify'

/** Steps that make a footprint anew; every other changes one that is there. */
const ANEW: readonly StepName[] = ['draw', 'place']

/** What is known of a place once a hand has moved it: no longer what was surveyed or approved. */
export function precisionAfter(step: StepName, before: Precision): Precision {
  if (ANEW.includes(step) || before === 'surveyed' || before === 'approved' || before === 'none')
    return 'sketched'
  return before
}

const loses = (step: StepName, subject: Subject): boolean =>
  subject.of === 'project' &&
  !ANEW.includes(step) &&
  precisionAfter(step, subject.precision) !== subject.precision

/** The name of a step; it says so when the footprint loses its precision by it. */
function nameOf(step: StepName, subject: Subject): string {
  if (subject.of === 'town')
    return t(subject.shape ? 'map.step.outlineChanged' : 'map.step.outline', { name: subject.name })
  const name = t(`map.step.${step}`, { name: subject.name })
  if (!loses(step, subject)) return name
  return t('map.step.nowSketched', { step: name, was: wordWithin('Precision', subject.precision) })
}

/** Says that a surveyed or approved footprint is none any more, and offers to take the step back. */
function tell(step: StepName, subject: Subject): void {
  if (!loses(step, subject)) return
  const was = wordWithin('Precision', subject.precision)
  notify('info', t('map.done.nowSketched', { name: subject.name, was }), {
    label: t('map.done.undo'),
    run: () => void undo().catch(fail),
  })
}

const setShape = (id: string, geometry: Shape, precision: Precision): EditRequest => ({
  op: 'set',
  table: 'projects',
  id,
  columns: { geometry, precision },
})

const json = new GeoJSON()
const wkt = new WKT()

/** A shape as the text in which boundaries are kept. */
export function outlineText(shape: Shape): string {
  const geometry = json.readGeometry(shape)
  if (!geometry) throw new Error('a boundary without geometry')
  return wkt.writeGeometry(geometry)
}

const setOutline = (id: string, outline: string | null): EditRequest => ({
  op: 'set',
  table: 'regions',
  id,
  columns: { outline },
})

/** Takes the boundary of a town away, as one step. */
export async function dropOutline(id: string, name: string): Promise<void> {
  await apply(t('map.step.outlineRemoved', { name }), [setOutline(id, null)])
}

/** Sets the footprint of a project or the boundary of a town; resolves to the precision it has now. */
export async function keep(step: StepName, subject: Subject, shape: Shape): Promise<Precision> {
  if (subject.of === 'town') {
    await apply(nameOf(step, subject), [setOutline(subject.id, outlineText(shape))])
    return subject.precision
  }
  const precision = precisionAfter(step, subject.precision)
  await apply(nameOf(step, subject), [setShape(subject.id, shape, precision)])
  tell(step, subject)
  return precision
}

/** Which piece of a split stays: the largest by area, or by length. */
export function largest(measures: Measures[]): number {
  let best = 0
  const size = (m: Measures | undefined) => (m ? m.area_m2 || m.length_m : 0)
  for (let i = 1; i < measures.length; i++) if (size(measures[i]) > size(measures[best])) best = i
  return best
}

/** The largest piece stays with the project, every other becomes a new project beside it; one step. */
export async function keepPieces(subject: Subject, pieces: Shape[], measures: Measures[]): Promise<void> {
  const detail = await call('detail', { kind: 'project', id: subject.id })
  if (detail.kind !== 'project') return
  const stays = largest(measures)
  const precision = precisionAfter('split', subject.precision)
  const edits: EditRequest[] = []
  let number = 2
  for (const [i, piece] of pieces.entries()) {
    if (i === stays) {
      edits.unshift(setShape(subject.id, piece, precision))
      continue
    }
    const name = `${subject.name}（${number}）`
    number += 1
    edits.push({
      op: 'put',
      table: 'projects',
      row: { ...detail.project, id: newId('projects'), name, geometry: piece, precision },
    })
  }
  await apply(nameOf('split', subject), edits)
  notify('good', t('map.done.split', { n: pieces.length, name: subject.name }))
  tell('split', subject)
}

/** Makes a project with this footprint, as one step; resolves to its id. */
export async function keepAsNew(
  wanted: { name: string; kind: ProjectKind; town: string | null },
  shape: Shape,
): Promise<string> {
  const made = newProject({ ...wanted, plan: null, task: null })
  const edits = made.edits.map(
    (edit): EditRequest =>
      edit.op === 'put' && edit.table === 'projects'
        ? { ...edit, row: { ...edit.row, geometry: shape, precision: 'sketched' } }
        : edit,
  )
  await apply(t('map.step.create', { name: wanted.name }), edits)
  return made.id
}

/** Deletes the project whose footprint was merged into another, after the usual question. */
export async function dropMerged(into: string, other: string): Promise<void> {
  try {
    const detail = await call('detail', { kind: 'project', id: other })
    if (detail.kind !== 'project') return
    if (await deleteProjects([detail.project])) select({ kind: 'project', id: into })
  } catch (error) {
    fail(error)
  }
}

/** A project as the subject of drawing; null when there is none of that id. */
export async function subjectOf(id: string): Promise<Subject | null> {
  const detail = await call('detail', { kind: 'project', id })
  if (detail.kind !== 'project') return null
  const { name, kind, geometry, precision } = detail.project
  return { of: 'project', id, name, kind, shape: geometry, precision }
}

/** A town as the subject of drawing; null when there is none of that id. */
export async function townSubjectOf(id: string): Promise<Subject | null> {
  const detail = await call('detail', { kind: 'town', id })
  if (detail.kind !== 'town') return null
  const { name, outline, precision } = detail.region
  const shape = outline ? (json.writeGeometryObject(wkt.readGeometry(outline)) as Shape) : null
  return { of: 'town', id, name, kind: null, shape, precision }
}
