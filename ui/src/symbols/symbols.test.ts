// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { words } from '@/ipc'
import { categoryColour, kindColour, stageColour } from './colours'
import { kindGlyph, siteGlyph } from './glyphs'
import {
  boundaryMark,
  clusterSvg,
  controlMark,
  kindMark,
  lightRingMark,
  lightShares,
  listedKind,
  projectSvg,
  townSvg,
} from './svgMarkup'
import { townOutline } from './townShapes'

const light = { dark: false, land: '#f7f6f2' }

test('every kind has a colour of its own and an icon of its own', () => {
  for (const dark of [false, true]) {
    const colours = words.ProjectKind.map((w) => kindColour(w.word, dark))
    expect(new Set(colours).size).toBe(words.ProjectKind.length)
  }
  const icons = words.ProjectKind.map((w) => kindGlyph(w.word))
  expect(new Set(icons).size).toBe(words.ProjectKind.length)
  expect(icons.every((i) => i.includes('<'))).toBe(true)
})

test('every stage has a colour of its own', () => {
  expect(new Set(words.ProjectStage.map((w) => stageColour(w.word, false))).size).toBe(
    words.ProjectStage.length,
  )
})

test('every category of town has a shape and a colour of its own', () => {
  expect(new Set(words.Category.map((w) => townOutline(w.word))).size).toBe(words.Category.length)
  expect(new Set(words.Category.map((w) => categoryColour(w.word, true))).size).toBe(words.Category.length)
})

test('every kind of site has an icon', () => {
  expect(words.SiteKind.every((w) => siteGlyph(w.word).length > 10)).toBe(true)
})

test('only a provincial pilot carries the white dot', () => {
  expect(townSvg('satellite', 'province', false, light)).toContain('fill="#fff"/>')
  expect(townSvg('satellite', 'county', false, light)).not.toContain('<circle')
})

test('a town of unsure place is hollow', () => {
  expect(townSvg('refined', null, true, light)).toContain('fill="#f7f6f2"')
})

test('a project known by its town only is hollow and dashed', () => {
  expect(projectSvg('road', 'idea', 'town', light)).toContain('stroke-dasharray')
  expect(projectSvg('road', 'idea', 'own', light)).not.toContain('stroke-dasharray')
})

test('what is late is marked by a shape, not by colour alone', () => {
  const [late, other] = [true, false].map((is) => projectSvg('road', 'building', 'own', light, is))
  expect(late).toContain('Z" fill="#c5342a"')
  expect(other).not.toContain('#c5342a')
})

test('a cluster says how many it holds', () => {
  expect(clusterSvg(17, '#123456', false, light)).toContain('>17</text>')
})

test('a control area in a legend has the lines of its kind, and an icon its stage only in a list', () => {
  const marks = words.ControlKind.map((w) => controlMark(w.word, light))
  expect(new Set(marks).size).toBe(words.ControlKind.length)
  expect(controlMark('urban', light)).toContain('stroke-dasharray="4 2"')
  expect(controlMark('farmland', light)).not.toContain('stroke-dasharray')
  expect(boundaryMark(light)).toContain('stroke-dasharray="6 2 1.5 2"')
  expect(kindMark('road', light)).toContain(kindGlyph('road'))
  expect(listedKind('road', null, light)).not.toContain('r="4.4"')
  expect(listedKind('road', 'building', light)).toContain('r="4.4" fill="#1f6fd1"')
})

test('each light on the map has a form of its own, and a circle of several has arcs by their share', () => {
  const rings = (['red', 'yellow', 'green', 'suspended'] as const).map((l) => lightRingMark(l, light))
  const forms = rings.map((ring) => ring.replace(/#[0-9a-f]{6}/g, ''))
  expect(new Set(forms).size).toBe(4)
  const lit = projectSvg('road', 'building', 'own', light, false, { light: 'red', strength: 1 })
  expect(lit).toContain('width="34"')
  expect(projectSvg('road', 'building', 'own', light, false, { light: 'finished', strength: 1 })).toContain(
    'width="28"',
  )
  expect(lightShares({ red: 6, yellow: 1, suspended: 0 }, 1000)).toEqual([
    ['red', 1],
    ['yellow', 1],
  ])
  expect(lightShares({ red: 12, yellow: 0, suspended: 3 }, 24)).toEqual([
    ['red', 12],
    ['suspended', 3],
  ])
  expect(lightShares({ red: 0, yellow: 0, suspended: 0 }, 24)).toEqual([])
})
