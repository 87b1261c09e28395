/** The bindings of keys to commands: one list, from which the shortcut sheet and the palette are made.
 * They fire only with no dialog open and never during the composition of Chinese input. While a text field has the focus
 * only those fire that mean nothing to it: with Ctrl or Alt, but not those that edit text, or with `inFields`. */
import { shallowReactive } from 'vue'

export interface Binding {
  /** A stable word: `edit.undo`; its label is `commands.<id>` in the texts of any area (see labels.ts). */
  id: string
  /** `Ctrl+K`, `Escape`, `1`, `Shift+?`; several are alternatives. */
  keys: string[]
  /** Heading in the sheet: `general`, `map`, `draw`, `list`. */
  group: 'general' | 'map' | 'draw' | 'list'
  /** Whether it can run now. */
  when?: () => boolean
  /** Also while a text field has the focus, though it is a key of text. */
  inFields?: boolean
  run: () => void
}

const bindings = shallowReactive(new Map<string, Binding>())
let openDialogs = 0

/** Registers a command; returns a function that removes it. */
export function bind(binding: Binding): () => void {
  if (bindings.has(binding.id)) throw new Error(`binding ${binding.id} is there already`)
  bindings.set(binding.id, binding)
  return () => bindings.delete(binding.id)
}

/** Every command, for the sheet and the palette. */
export function allBindings(): Binding[] {
  return [...bindings.values()]
}

/** A dialog says that it opened; the returned function says that it closed. */
export function dialogOpened(): () => void {
  openDialogs += 1
  let closed = false
  return () => {
    if (!closed) openDialogs -= 1
    closed = true
  }
}

/** The name of the key of an event: `Ctrl+Shift+Z`, `?`, `Enter`. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  const shiftMatters = event.key.length > 1 || /[A-Z]/.test(key)
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && shiftMatters ? 'Shift' : '',
    key === ' ' ? 'Space' : key,
  ]
    .filter(Boolean)
    .join('+')
}

function inTextField(event: KeyboardEvent): boolean {
  const target = event.target
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** Keys with Ctrl by which a text field is edited. */
const EDITS_TEXT = new Set('ACVXYZ'.split('').flatMap((key) => [`Ctrl+${key}`, `Ctrl+Shift+${key}`]))

/** Whether a text field has a use for a key. */
function isOfText(name: string): boolean {
  return !/^(Ctrl|Alt)\+(Shift\+)?[^+]$/.test(name) || EDITS_TEXT.has(name)
}

/** Runs what a key is bound to; returns whether something ran. Of several that can run, the one registered last
 * does: while drawing, the map's Ctrl+Z takes back a vertex before the window's takes back a step. */
export function handleKey(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || openDialogs > 0) return false
  const name = keyName(event)
  const typing = inTextField(event)
  for (const binding of [...bindings.values()].reverse()) {
    if (!binding.keys.includes(name) || (typing && !binding.inFields && isOfText(name))) continue
    if (binding.when && !binding.when()) continue
    event.preventDefault()
    binding.run()
    return true
  }
  return false
}
