/** Keeping footprints: each is one named undo step of the atlas. */
import { t } from '@/i18n'
import { newId, newProject } from '@/inspector/edits'
import { call, type EditRequest, type Measures, type ProjectKind, type Shape } from '@/ipc'
import { apply } from '@/stores/atlas'
import type { Subject } from '../mode'

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

const setShape = (id: string, geometry: Shape): EditRequest => ({
  op: 'set',
  table: 'projects',
  id,
  columns: { geometry, precision: 'sketched' },
})

/** Sets the footprint of a project. */
export async function keep(step: StepName, subject: Subject, shape: Shape): Promise<void> {
  await apply(t(`map.step.${step}`, { name: subject.name }), [setShape(subject.id, shape)])
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
  const edits: EditRequest[] = []
  let number = 2
  for (const [i, piece] of pieces.entries()) {
    if (i === stays) {
      edits.unshift(setShape(subject.id, piece))
      continue
    }
    const name = `${subject.name}（${number}）`
    number += 1
    edits.push({
      op: 'put',
      table: 'projects',
      row: { ...detail.project, id: newId('projects'), name, geometry: piece, precision: 'sketched' },
    })
  }
  await apply(t('map.step.split', { name: subject.name }), edits)
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

/** A project as the subject of drawing; null when there is none of that id. */
export async function subjectOf(id: string): Promise<Subject | null> {
  const detail = await call('detail', { kind: 'project', id })
  if (detail.kind !== 'project') return null
  const { name, kind, geometry } = detail.project
  return { id, name, kind, shape: geometry }
}
