/** Which dialog is open; one at a time, and at most one more over it, that hands something back to it. */
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
  | 'picture'
  | 'saveAs'

export const dialog = shallowRef<DialogName | null>(null)

/** The dialog over the other one, which keeps what was chosen in it. */
export const over = shallowRef<DialogName | null>(null)

export function openDialog(name: DialogName): void {
  over.value = null
  dialog.value = name
}

/** Opens a dialog over the one that is open; alone when none is. */
export function openOver(name: DialogName): void {
  if (dialog.value && dialog.value !== name) over.value = name
  else openDialog(name)
}

/** Closes the dialog on top. */
export function closeDialog(): void {
  if (over.value) over.value = null
  else dialog.value = null
}
