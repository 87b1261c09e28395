/** One colour for each kind of control line, in the light and the dark. */
import type { ControlKind } from '@/ipc'
import { dark } from '@/stores/prefs'

const COLOURS: Record<ControlKind, readonly [light: string, dark: string]> = {
  farmland: ['#9a7b00', '#d9bd4c'],
  ecology: ['#c22f2f', '#ff8177'],
  urban: ['#7445b3', '#b997ee'],
  other: ['#5c6878', '#a3adba'],
}

export function controlColour(kind: ControlKind): string {
  return COLOURS[kind][dark.value ? 1 : 0]
}
