import { expect, test } from 'vitest'
import { fitPanes, initialPanes } from './paneSizes'

test('a window of 1440×900 has the panes of the design', () => {
  expect(fitPanes(1440, 900, initialPanes)).toEqual({ rail: 280, inspector: 360, dock: 260 })
})

test('at 1280×720 the rails narrow and the map keeps 420 px of height', () => {
  const panes = fitPanes(1280, 720, initialPanes)
  expect(panes.rail).toBeLessThan(280)
  expect(panes.inspector).toBeLessThan(360)
  expect(720 - 48 - 26 - panes.dock).toBe(420)
})

test('the dock folds before the map gets small, and opens when asked to', () => {
  expect(fitPanes(1280, 620, initialPanes).dock).toBe(0)
  expect(fitPanes(1280, 620, initialPanes, true).dock).toBe(150)
})

test('sizes the user chose are kept, but the map keeps its least size', () => {
  const wanted = { ...initialPanes, rail: 460, inspector: 540, dock: 680 }
  expect(fitPanes(1920, 1080, wanted)).toEqual({ rail: 460, inspector: 540, dock: 680 })
  const narrow = fitPanes(1280, 720, wanted)
  expect(1280 - narrow.rail - narrow.inspector).toBeGreaterThanOrEqual(419)
  expect(720 - 74 - narrow.dock).toBe(240)
})

test('closed panes take no room', () => {
  expect(
    fitPanes(1440, 900, { ...initialPanes, railOpen: false, inspectorOpen: false, dockOpen: false }),
  ).toEqual({ rail: 0, inspector: 0, dock: 0 })
})
