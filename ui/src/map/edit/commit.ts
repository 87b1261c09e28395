/** Keeping footprints: each is one named undo step of the atlas. */
import GeoJSON from 'ol/format/GeoJSON'
import WKT from 'ol/format/WKT'
import { wordWithin } from '@/format'
import { t } from '@/i18n'
import { deleteProjects } from '@/inspector/deletion'
import { newProject } from '@/inspector/edits'
import { outsideText } from '@/inspector/placeText'
import { call, type EditRequest, type Precision, type ProjectKind, type Shape } from '@/ipc'
import { apply, saving, undo } from '@/stores/atlas'
import { doubt, fail, notify } from '@/stores/notice'
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

/** The name of a step that changes the boundary of a town. */
const boundaryStep = (subject: Subject) =>
  t(subject.shape ? 'map.step.outlineChanged' : 'map.step.outline', { name: subject.name })

/** Whether a place is known less well than before, because a hand changed what was surveyed or approved. */
export const lost = (step: StepName, before: Precision, now: Precision): boolean =>
  !ANEW.includes(step) && now !== before

/** Says that a surveyed or approved footprint is none any more, and offers to take the step back. */
function tell(step: StepName, subject: Subject, now: Precision): void {
  if (!lost(step, subject.precision, now)) return
  const was = wordWithin('Precision', subject.precision)
  notify('info', t('map.done.nowSketched', { name: subject.name, was }), {
    label: t('map.done.undo'),
    run: () => void undo().catch(fail),
  })
}

/** Where coordinates came from that shapes were made of. */
const measuredFrom = new WeakMap<Shape, string>()

/** Says that a shape was made of measured coordinates: it is surveyed, and says where from. */
export function madeOfCoordinates(shape: Shape, source: string): void {
  measuredFrom.set(shape, source)
}

/** Questions a place far from the town that the project names, or outside of it. */
export async function questionPlace(id: string): Promise<void> {
  const detail = await call('detail', { kind: 'project', id }).catch(() => null)
  if (detail?.kind !== 'project' || !detail.outside) return
  const what = outsideText(detail.outside)
  doubt(
    t('map.done.doubtful', { name: detail.project.name, what }),
    { label: t('map.done.undo'), run: () => void undo().catch(fail) },
    t('map.done.keep'),
  )
}

/** Hands a footprint to the core, which knows what it is worth then; resolves to its precision. */
async function keepFootprint(step: StepName, subject: Subject, pieces: Shape[]): Promise<Precision> {
  const name = t(`map.step.${step}`, { name: subject.name })
  const was = wordWithin('Precision', subject.precision)
  const footprint = {
    id: subject.id,
    pieces,
    measured_from: pieces[0] ? (measuredFrom.get(pieces[0]) ?? null) : null,
    anew: ANEW.includes(step),
    name,
    name_if_sketched: t('map.step.nowSketched', { step: name, was }),
  }
  let precision = subject.precision
  await saving(async () => {
    const kept = await call('keep_footprint', { footprint })
    precision = kept.precision
    return kept.applied
  })
  tell(step, subject, precision)
  // a place that was kept is not questioned at every vertex
  if (ANEW.includes(step) || step === 'move') await questionPlace(subject.id)
  return precision
}

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
  if (subject.of === 'project') return keepFootprint(step, subject, [shape])
  await apply(boundaryStep(subject), [setOutline(subject.id, outlineText(shape))])
  return subject.precision
}

/** The largest piece stays with the project, every other becomes a new project beside it; one step. */
export async function keepPieces(subject: Subject, pieces: Shape[]): Promise<void> {
  await keepFootprint('split', subject, pieces)
  notify('good', t('map.done.split', { n: pieces.length, name: subject.name }))
}

/** Makes a project with this footprint, as one step; resolves to its id. */
export async function keepAsNew(
  wanted: { name: string; kind: ProjectKind; town: string | null },
  shape: Shape,
): Promise<string> {
  const made = newProject({ ...wanted, plan: null, task: null })
  if (measuredFrom.has(shape)) {
    // what the coordinates are worth is said by the core, of a project that is there
    await apply(t('map.step.create', { name: wanted.name }), made.edits)
    const subject = await subjectOf(made.id)
    if (subject) await keepFootprint('draw', subject, [shape])
    return made.id
  }
  const edits = made.edits.map(
    (edit): EditRequest =>
      edit.op === 'put' && edit.table === 'projects'
        ? { ...edit, row: { ...edit.row, geometry: shape, precision: 'sketched' } }
        : edit,
  )
  await apply(t('map.step.create', { name: wanted.name }), edits)
  await questionPlace(made.id)
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
