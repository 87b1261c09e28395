import { expect, test } from 'vitest'
import { emptyFilter } from '@/stores/filter'
import { type Choice, exportRequest, extensionOf, proposedPath, selectionScope } from './exportRequest'

const choice: Choice = {
  layer: 'projects',
  format: 'geojson',
  crs: null,
  scope: 'filter',
  withUnmapped: false,
  chineseLabels: true,
}
const filter = { ...emptyFilter(), plans: ['qingdao'] }
const none = { target: null, multi: [] }

test('what is filtered is what is exported', () => {
  const request = exportRequest(choice, filter, none)
  expect([request.filter.plans, request.ids, request.path]).toEqual([['qingdao'], [], null])
  expect(exportRequest({ ...choice, scope: 'all' }, filter, none).filter).toEqual(emptyFilter())
})

test('a selection is exported by its ids, or as everything of the plan, town or unit', () => {
  expect(selectionScope('projects', { target: null, multi: ['a', 'b'] })?.ids).toEqual(['a', 'b'])
  expect(selectionScope('projects', { target: { kind: 'project', id: 'p' }, multi: [] })?.ids).toEqual(['p'])
  expect(selectionScope('projects', { target: { kind: 'town', id: 't' }, multi: [] })?.filter.towns).toEqual([
    't',
  ])
  expect(selectionScope('tasks', { target: { kind: 'plan', id: 'x' }, multi: [] })?.filter.plans).toEqual([
    'x',
  ])
  expect(selectionScope('towns', { target: { kind: 'project', id: 'p' }, multi: [] })).toBeNull()
})

test('files are proposed beside the atlas, tables as json', () => {
  expect(proposedPath('/home/a/图册.gpkg', '项目.geojson')).toBe('/home/a/项目.geojson')
  expect(proposedPath('C:\\a\\图册.gpkg', '项目.geojson')).toBe('C:\\a\\项目.geojson')
  expect(extensionOf('tasks', 'xlsx')).toBe('json')
  expect(extensionOf('sites', 'geojson')).toBe('geojson')
  expect(extensionOf('control-lines', 'shp')).toBe('shp')
})

test('a system is asked for only where the format leaves it open', () => {
  const crs = 'EPSG:4548'
  const asked = (part: Partial<Choice>) => exportRequest({ ...choice, crs, ...part }, filter, none).crs
  expect(asked({ format: 'dxf' })).toBe(crs)
  expect(asked({ format: 'geojson' })).toBeNull()
  expect(asked({ format: 'kml' })).toBeNull()
  expect(asked({ layer: 'tasks', format: 'dxf' })).toBeNull()
  expect(exportRequest({ ...choice, layer: 'tasks', format: 'dxf' }, filter, none).format).toBe('json')
})
