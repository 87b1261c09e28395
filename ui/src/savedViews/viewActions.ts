/** Named views: the filter and the camera of now, kept in the atlas under a name. */
import { ref } from 'vue'
import { asFilter } from '@/filter/filterChips'
import { showRailTab } from '@/frame/paneState'
import { t } from '@/i18n'
import type { EditRequest, View } from '@/ipc'
import { apply } from '@/stores/atlas'
import { filter } from '@/stores/filter'
import { asCamera, camera, setCamera } from '@/stores/map'
import { fail, notify } from '@/stores/notice'

/** Whether the name of a new view is being typed. */
export const naming = ref(false)

export function startNaming(): void {
  showRailTab('views')
  naming.value = true
}

/** Shows a view: its filter rules from now on and the map goes where it stood. */
export function applyView(view: View): void {
  filter.value = asFilter(view.filter)
  const to = asCamera(view.camera)
  if (to) setCamera(to)
}

async function change(name: string, edit: EditRequest): Promise<boolean> {
  try {
    await apply(name, [edit])
    return true
  } catch (error) {
    fail(error)
    return false
  }
}

/** Keeps the filter and the camera of now under a name. */
export async function saveView(name: string, all: readonly View[]): Promise<boolean> {
  const row = {
    id: crypto.randomUUID(),
    ordinal: 1 + Math.max(0, ...all.map((v) => v.ordinal)),
    name,
    filter: JSON.parse(JSON.stringify(filter.value)) as unknown,
    camera: camera.value,
  }
  const done = await change(t('frame.views.stepSave', { name }), { op: 'put', table: 'views', row })
  if (done) notify('good', t('frame.views.saved', { name }))
  return done
}

export function renameView(view: View, name: string): Promise<boolean> {
  return change(t('frame.views.stepRename', { name }), {
    op: 'set',
    table: 'views',
    id: view.id,
    columns: { name },
  })
}

/** Puts the filter and camera of now into a view that is there. */
export function updateView(view: View): Promise<boolean> {
  const columns = { filter: JSON.parse(JSON.stringify(filter.value)) as unknown, camera: camera.value }
  return change(t('frame.views.stepUpdate', { name: view.name }), {
    op: 'set',
    table: 'views',
    id: view.id,
    columns,
  })
}

export function removeView(view: View): Promise<boolean> {
  return change(t('frame.views.stepRemove', { name: view.name }), {
    op: 'remove',
    table: 'views',
    id: view.id,
  })
}
