/** The tokens of the look as values, because a canvas cannot read CSS variables. */

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

/** A colour of the form #rgb or #rrggbb with an opacity from 0 to 1. */
export function fade(colour: string, opacity: number): string {
  const hex = colour.replace('#', '')
  const full = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex
  const [r, g, b] = [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16))
  return `rgba(${r}, ${g}, ${b}, ${opacity})`
}
