import { beforeEach, expect, test, vi } from 'vitest'

vi.mock('@/ipc', () => ({ call: vi.fn(() => Promise.resolve()) }))

import { mapInSight, mapShare, needMap, onMap, resizeMap, showWorkspace, standing } from './workspaceState'

beforeEach(() => {
  showWorkspace('map')
  standing.value = 'alone'
  resizeMap('right', null)
})

test('the map is in sight as the page and beside a page', () => {
  expect([onMap.value, mapInSight.value]).toEqual([true, true])
  showWorkspace('timetable')
  expect([onMap.value, mapInSight.value]).toEqual([false, false])
  standing.value = 'right'
  expect([onMap.value, mapInSight.value]).toEqual([false, true])
})

test('what needs the map shows it, and leaves a page beside it alone', () => {
  showWorkspace('timetable')
  standing.value = 'down'
  needMap()
  expect(onMap.value).toBe(false)
  standing.value = 'alone'
  needMap()
  expect(onMap.value).toBe(true)
})

test('map and page share the room; neither gets too small', () => {
  expect(mapShare(1000, 'right')).toBe(500)
  expect(mapShare(1000, 'right', 900)).toBe(700)
  expect(mapShare(1000, 'right', 10)).toBe(300)
  expect(mapShare(500, 'right', 400)).toBe(200)
  resizeMap('right', 420)
  expect(mapShare(1000, 'right')).toBe(420)
})
