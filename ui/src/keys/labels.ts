/** Names of commands and keys, as the shortcut sheet, the palette and tooltips show them. */
import { i18n } from '@/i18n'
import { allBindings } from './keymap'

type Tree = { [key: string]: Tree | string }

function lookUp(tree: Tree | string | undefined, id: string): string | null {
  if (tree === undefined || typeof tree === 'string') return null
  const flat = tree[id]
  if (typeof flat === 'string') return flat
  let at: Tree | string | undefined = tree
  for (const part of id.split('.')) {
    if (typeof at !== 'object') return null
    at = at[part]
  }
  return typeof at === 'string' ? at : null
}

/** The label of a command in a language: `commands.<id>` of whichever area of the texts has it; null when none has. */
export function labelIn(language: string, id: string): string | null {
  const areas = i18n.global.getLocaleMessage(language) as unknown as Record<string, Tree>
  for (const area of Object.values(areas)) {
    const label = lookUp(area.commands, id)
    if (label) return label
  }
  return null
}

/** The label of a command in the language of the window; its id when no area names it. */
export function commandLabel(id: string): string {
  return labelIn(i18n.global.locale.value, id) ?? labelIn('zh-CN', id) ?? id
}

const SHOWN: Record<string, string> = {
  Escape: 'Esc',
  Backspace: '⌫',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** A key as it is written on a keycap: `Ctrl+Shift+Z`, `Esc`. */
export function keyText(key: string): string {
  if (key === '+' || key.endsWith('++')) return key
  return key
    .split('+')
    .map((part) => SHOWN[part] ?? part)
    .join('+')
}

/** A label with the first key of its command behind it, for tooltips. */
export function withKey(label: string, id: string): string {
  const key = allBindings().find((b) => b.id === id)?.keys[0]
  return key ? `${label} (${keyText(key)})` : label
}
