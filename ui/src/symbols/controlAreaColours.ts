/** One colour for each kind of control line, in the light and the dark: from the core's table of symbols. */
import { type ControlKind, mapSymbols } from '@/ipc'
import { dark } from '@/stores/prefs'

export function controlColour(kind: ControlKind): string {
  return mapSymbols.controls[kind].colour[dark.value ? 'dark' : 'light']
}
