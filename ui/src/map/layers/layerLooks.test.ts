import { expect, test } from 'vitest'
import { completeLooks, LAYER_GROUPS } from './layerLooks'

test('every layer but money shows fully at first, and only projects and boundaries of towns can be drawn on', () => {
  const looks = completeLooks(null)
  for (const group of LAYER_GROUPS) {
    expect(looks[group]).toEqual({
      visible: group !== 'money',
      opacity: 1,
      locked: group !== 'projects' && group !== 'outlines',
    })
  }
})

test('what was kept comes back, broken values are mended', () => {
  const looks = completeLooks({
    towns: { visible: false, opacity: 0.4, locked: false },
    sites: { opacity: 'much' },
    projects: { opacity: -3, locked: true },
  })
  expect(looks.towns).toEqual({ visible: false, opacity: 0.4, locked: true })
  expect(looks.sites.opacity).toBe(1)
  expect(looks.projects).toEqual({ visible: true, opacity: 0.1, locked: true })
})
