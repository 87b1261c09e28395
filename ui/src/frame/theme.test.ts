import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync('src/theme.css', 'utf8')
const [light, dark] = [css.split('data-theme="dark"')[0] ?? '', css.split('data-theme="dark"')[1] ?? '']

/** The tokens of a theme. */
function tokens(text: string): Map<string, string> {
  return new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
}

/** Relative luminance of a colour (WCAG 2.2). */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? [...colour.slice(1)].map((c) => c + c).join('') : colour.slice(1)
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3). */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

test('black on white has the contrast the standard gives', () => {
  expect(contrast('#000', '#ffffff')).toBeCloseTo(21, 5)
})

test.each([
  ['light', light],
  ['dark', dark],
])('every text of the %s theme has a contrast of at least 4.5 on what it stands on', (_, text) => {
  const all = tokens(text)
  const of = (name: string): string => all.get(name) ?? ''
  const pairs = [
    ...['text', 'text-2', 'text-3', 'amber', 'red', 'good', 'accent'].flatMap((ink) =>
      ['pane', 'ground', 'accent-soft'].map((paper) => [ink, paper]),
    ),
    ['amber', 'amber-soft'],
    ['red', 'red-soft'],
    ['on-accent', 'accent'],
  ]
  const weak = pairs
    .map(([ink = '', paper = '']) => ({ ink, paper, is: contrast(of(ink), of(paper)) }))
    .filter(({ is }) => !(is >= 4.5))
  expect(weak).toEqual([])
})
