import { expect, test } from 'vitest'
import { scaleBar } from './scaleBar'

test('a scale bar stands for a round length and is never too wide', () => {
  for (const resolution of [0.2, 1.7, 33, 238, 4900]) {
    const bar = scaleBar(resolution, 100)
    if (!bar) throw new Error('no bar')
    expect(bar.pixels).toBeLessThanOrEqual(100)
    expect(bar.pixels).toBeGreaterThan(39)
    expect([1, 2, 5]).toContain(
      Number(
        String(bar.metres)
          .replace('.', '')
          .replace(/^0*|0*$/g, ''),
      ),
    )
    expect(bar.metres / resolution).toBeCloseTo(bar.pixels)
  }
})

test('before the map stands there is no bar', () => {
  expect(scaleBar(0, 100)).toBeNull()
})
