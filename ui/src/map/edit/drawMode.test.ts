import { expect, test } from 'vitest'
import type { Shape } from '@/ipc'
import { Sketch } from '../sketch/sketch'
import {
  fits,
  type Mode,
  ModeMachine,
  modeOf,
  partShape,
  type Subject,
  subjectIn,
  toolOf,
  usualShape,
} from './drawMode'

const area: Shape = { type: 'MultiPolygon', coordinates: [] }
const line: Shape = { type: 'LineString', coordinates: [] }
const subject: Subject = {
  of: 'project',
  id: 'p',
  name: '某路',
  kind: 'road',
  shape: area,
  precision: 'sketched',
}

test('entering a mode cleans up after the one before, once', () => {
  const log: string[] = []
  const machine = new ModeMachine((mode) => log.push(`in ${mode.name}`))
  machine.enter({ name: 'vertices', subject }, () => () => log.push('cleaned vertices'))
  machine.enter({ name: 'move', subject }, () => () => log.push('cleaned move'))
  machine.enter({ name: 'select' })
  machine.enter({ name: 'select' })
  expect(log).toEqual([
    'in vertices',
    'cleaned vertices',
    'in move',
    'cleaned move',
    'in select',
    'in select',
  ])
})

test('clean-up that enters a mode itself does not run twice', () => {
  const machine = new ModeMachine()
  let cleaned = 0
  machine.enter({ name: 'vertices', subject }, () => () => {
    cleaned += 1
    machine.enter({ name: 'select' })
  })
  machine.enter({ name: 'move', subject })
  expect(cleaned).toBe(1)
  expect(machine.mode.name).toBe('move')
})

test('a sketch shows the tool it was begun with', () => {
  const sketch = new Sketch('line')
  const draw: Mode = { name: 'sketch', job: { kind: 'footprint', subject: null }, sketch }
  const split: Mode = { name: 'sketch', job: { kind: 'split', subject }, sketch }
  expect(toolOf(draw)).toBe('line')
  expect(toolOf(split)).toBe('split')
})

test('tools that change a footprint need one of the right sort', () => {
  expect(fits('polygon', null)).toBe(true)
  expect(fits('vertices', null)).toBe(false)
  expect(fits('hole', area)).toBe(true)
  expect(fits('hole', line)).toBe(false)
  expect(fits('split', line)).toBe(true)
  expect(fits('split', { type: 'Point', coordinates: [120, 36] })).toBe(false)
})

test('a new part is of the sort of the footprint', () => {
  expect(partShape(area)).toBe('polygon')
  expect(partShape(line)).toBe('line')
  expect(partShape({ type: 'MultiPoint', coordinates: [] })).toBe('point')
})

test('roads, sewers and watercourses are drawn as lines, the rest as areas', () => {
  expect((['road', 'sewage', 'water'] as const).map(usualShape)).toEqual(['line', 'line', 'line'])
  expect((['housing', 'culture', 'other'] as const).map(usualShape)).toEqual([
    'polygon',
    'polygon',
    'polygon',
  ])
})

test('what is drawn beside a footprint that is there asks whose it is; a change is of that footprint', () => {
  const bare = { ...subject, shape: null }
  const drawn = (chosen: Subject | null) => subjectIn(modeOf('polygon', chosen) ?? { name: 'select' })
  expect(drawn(bare)).toBe(bare)
  expect(drawn(subject)).toBeNull()
  expect(drawn(null)).toBeNull()
  const part = modeOf('part', { ...subject, shape: line })
  expect(part).toMatchObject({ name: 'sketch', job: { kind: 'part' }, sketch: { shape: 'line' } })
  expect(modeOf('hole', subject)).toMatchObject({ name: 'sketch', job: { kind: 'hole', subject } })
  expect(modeOf('hole', bare)).toBeNull()
  expect(modeOf('merge', null)).toBeNull()
  expect(modeOf('coordinates', subject)).toEqual({ name: 'coordinates', subject: null })
})
