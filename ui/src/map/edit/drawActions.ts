/** What the rest of the window asks of the drawing tools. */
import { t } from '@/i18n'
import type { Shape } from '@/ipc'
import { apply } from '@/stores/atlas'
import { fail, notify } from '@/stores/notice'
import { select } from '@/stores/selection'
import { isLocked, layerLooks } from '../layers/layerLooks'
import type { SketchShape } from '../sketch/sketch'
import { questionPlace, subjectOf } from './commit'
import type { DrawController } from './drawController'

export { type Drawing, drawingState } from './drawState'

let current: DrawController | null = null

/** The map says that it stands, or with null that it is gone. */
export function setController(controller: DrawController | null): void {
  current = controller
}

export function controller(): DrawController | null {
  return current
}

/** Starts drawing the footprint of a project: with the tool, or as what its kind usually is. */
export function startDrawing(projectId: string, tool?: SketchShape): void {
  if (isLocked('project')) notify('info', t('map.tool.locked'))
  else void current?.start(projectId, tool)
}

/** Draws the boundary of a town, or changes the one it has. */
export function startOutline(townId: string): void {
  if (isLocked('town')) {
    notify('info', t('map.tool.lockedOutlines'))
    return
  }
  // what is drawn is to be seen afterwards
  layerLooks().value.outlines.visible = true
  void current?.startOutline(townId)
}

/** Puts a project on the map as a sketched point, in one step. */
export async function placeAt(projectId: string, lon: number, lat: number): Promise<void> {
  try {
    const subject = await subjectOf(projectId)
    if (!subject) return
    const round = (n: number) => Math.round(n * 1e8) / 1e8
    const geometry: Shape = { type: 'Point', coordinates: [round(lon), round(lat)] }
    await apply(t('map.step.place', { name: subject.name }), [
      { op: 'set', table: 'projects', id: projectId, columns: { geometry, precision: 'sketched' } },
    ])
    select({ kind: 'project', id: projectId })
    notify('good', t('map.done.placed', { name: subject.name }))
    await questionPlace(projectId)
  } catch (error) {
    fail(error)
  }
}

/** Ends drawing as Esc does: a valid shape stays as a step that can be undone. */
export function cancelDrawing(): void {
  void current?.cancel()
}
