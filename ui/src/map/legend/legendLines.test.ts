// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import type { ProjectShape, TownPin } from '@/ipc'
import type { Carried } from '../layers/features'
import { countInView, legendLines } from './legendLines'

const town = (part: Partial<TownPin>): Carried => ({
  kind: 'town',
  row: {
    id: 't',
    name: '某镇',
    at: [120, 36],
    category: null,
    level: null,
    precision: 'town',
    confidence: 'high',
    region_level: 'township',
    ...part,
  },
})
const project = (part: Partial<ProjectShape>): Carried => ({
  kind: 'project',
  row: {
    id: 'p',
    name: '某路',
    kind: 'road',
    stage: 'idea',
    precision: 'sketched',
    alternative: false,
    geometry: { type: 'Point', coordinates: [120, 36] },
    own: true,
    label_at: [120, 36],
    overdue: false,
    light: 'not_due',
    ...part,
  },
})

test('the legend lists only what is in view, in the order of the dictionary', () => {
  const seen = countInView([
    town({ category: 'speciality' }),
    town({ category: 'satellite', level: 'province' }),
    town({ category: 'satellite' }),
    project({ own: false, overdue: true }),
  ])
  expect(legendLines(seen)).toEqual([
    { group: 'town', category: 'satellite', count: 2 },
    { group: 'town', category: 'speciality', count: 1 },
    { group: 'kind', kind: 'road', count: 1 },
    { group: 'stage', stage: 'idea', count: 1 },
    { group: 'overdue', count: 1 },
    { group: 'note', note: 'provincial' },
    { group: 'note', note: 'townLevel' },
  ])
})

test('lights that the map shows are counted, and left out where it shows none', () => {
  const seen = countInView([
    project({ light: 'red' }),
    project({ light: 'suspended' }),
    project({ light: 'red' }),
    project({ light: 'finished' }),
  ])
  const lights = legendLines(seen).filter((line) => line.group === 'light')
  expect(lights).toEqual([
    { group: 'light', light: 'red', count: 2 },
    { group: 'light', light: 'suspended', count: 1 },
  ])
  expect(legendLines(seen, false).some((line) => line.group === 'light')).toBe(false)
})

test('an empty view has an empty legend', () => {
  expect(legendLines(countInView([]))).toEqual([])
})

test('a town at a doubtful place and a sketched footprint are explained', () => {
  const notes = legendLines(countInView([town({ confidence: 'low' }), project({})])).filter(
    (l) => l.group === 'note',
  )
  expect(notes).toEqual([
    { group: 'note', note: 'unsure' },
    { group: 'note', note: 'sketched' },
  ])
})
