import { beforeEach, expect, test, vi } from 'vitest'

const { call, placeAt, startDrawing } = vi.hoisted(() => ({
  call: vi.fn(),
  placeAt: vi.fn(),
  startDrawing: vi.fn(),
}))
vi.mock('@/ipc', async (original) => ({ ...(await original<typeof import('@/ipc')>()), call }))
vi.mock('@/map/edit/drawActions', () => ({ placeAt, startDrawing }))

import type { UnmappedItem } from '@/ipc'
import { atlas } from '@/stores/atlas'
import { pointer } from '@/stores/map'
import { selected } from '@/stores/selection'
import { begin, cancelPlacing, placing, takeClick } from './placing'

const open = {
  path: '/a.gpkg',
  name: 'a',
  title: 'a',
  practice: false,
  read_only: false,
  held_by: null,
  version: 1,
  undo: null,
  redo: null,
  undo_depth: 0,
  projects: 1,
  empty: false,
  unmeasured: 0,
  outside: false,
}
const town: UnmappedItem = {
  kind: 'town',
  id: '370830111',
  name: '杨店镇',
  project_kind: null,
  place: '汶上县',
}
const project: UnmappedItem = {
  kind: 'project',
  id: 'p1',
  name: '环乡路',
  project_kind: 'road',
  place: '杨店镇',
}

beforeEach(() => {
  vi.clearAllMocks()
  call.mockResolvedValue({ atlas: open, name: '', touched: [] })
  atlas.value = open
  pointer.value = null
  cancelPlacing()
})

test('a click on a project of the list selects it and starts drawing', () => {
  begin(project)
  expect(startDrawing).toHaveBeenCalledWith('p1')
  expect(selected.value).toEqual({ kind: 'project', id: 'p1' })
  expect(placing.value).toBeNull()
})

test('a town waits for a click on the map and is pinned there in one named step', async () => {
  begin(town)
  expect(takeClick(), 'not while the pointer is off the map').toBe(false)
  pointer.value = { lon: 116.512345678901, lat: 35.7 }
  expect(takeClick()).toBe(true)
  await vi.waitFor(() => expect(call).toHaveBeenCalledWith('apply', expect.anything()))
  const change = call.mock.calls.find(([name]) => name === 'apply')?.[1].change
  expect(change.name).toBe('定位：杨店镇')
  expect(change.edits).toMatchObject([
    {
      op: 'set',
      table: 'regions',
      id: '370830111',
      columns: { precision: 'town', geometry: { coordinates: [116.51234568, 35.7] } },
    },
  ])
  expect(placing.value, 'and waits no longer').toBeNull()
})

test('in a read-only atlas nothing is placed', () => {
  atlas.value = { ...open, read_only: true }
  begin(town)
  begin(project)
  expect(placing.value).toBeNull()
  expect(startDrawing).not.toHaveBeenCalled()
})
