import { expect, test } from 'vitest'
import { type LayerId, Z_ORDER, zIndexOf } from './zOrder'

test('every layer stands once in the order', () => {
  expect(new Set(Z_ORDER).size).toBe(Z_ORDER.length)
})

test('labels give way in the order towns, projects, sites, base map', () => {
  const order = ['base-labels', 'site-labels', 'project-labels', 'town-labels'] as const
  const z = order.map(zIndexOf)
  expect(z).toEqual([...z].sort((a, b) => a - b))
})

test('every symbol of a town or a project lies over every label', () => {
  const labels = Z_ORDER.filter((id) => id.endsWith('-labels')).map(zIndexOf)
  const pins = Z_ORDER.filter((id) => /^(town|project).*-(pins|dots)$/.test(id)).map(zIndexOf)
  expect(Math.max(...labels)).toBeLessThan(Math.min(...pins))
})

test('what is being drawn lies over everything that is kept', () => {
  expect(zIndexOf('sketch')).toBeGreaterThan(zIndexOf('town-pins'))
})

test('a layer that is not in the order throws', () => {
  expect(() => zIndexOf('roads' as LayerId)).toThrow('roads')
})

test('the line around what is selected lies below every name, the ring around a symbol above', () => {
  for (const names of ['site-labels', 'project-labels', 'town-labels'] as const) {
    expect(zIndexOf('highlight-lines')).toBeLessThan(zIndexOf(names))
    expect(zIndexOf('highlight')).toBeGreaterThan(zIndexOf(names))
  }
})
