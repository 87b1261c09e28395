/** The tokens of the look as values, because a canvas cannot read CSS variables. */
export { fade } from '@/symbols/colours'

const NAMES = [
  'pane',
  'line',
  'text',
  'text-2',
  'text-3',
  'accent',
  'accent-soft',
  'on-accent',
  'land',
  'land-subject',
  'sea',
  'boundary',
  'blue',
  'amber',
  'red',
  'font',
] as const

export type Token = (typeof NAMES)[number]
export type Tokens = Record<Token, string>

/** Reads the tokens as they stand now, light or dark. */
export function readTokens(): Tokens {
  const style = getComputedStyle(document.documentElement)
  const tokens = {} as Tokens
  for (const name of NAMES) tokens[name] = style.getPropertyValue(`--${name}`).trim() || '#888'
  return tokens
}
