/** Which dialog is open; one at a time. */
import { shallowRef } from 'vue'

export type DialogName =
  | 'export'
  | 'settings'
  | 'about'
  | 'shortcuts'
  | 'history'
  | 'open'
  | 'new'
  | 'palette'
  | 'import'
  | 'addLayer'
  | 'editLayer'
  | 'layerKey'
  | 'pinImage'
  | 'systems'

export const dialog = shallowRef<DialogName | null>(null)

export function openDialog(name: DialogName): void {
  dialog.value = name
}

export function closeDialog(): void {
  dialog.value = null
}
