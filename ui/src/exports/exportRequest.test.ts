import { expect, test } from 'vitest'
import { emptyFilter } from '@/stores/filter'
import { folderOf, proposedPath } from '@/stores/outputFolder'
import {
  type Choice,
  exportRequest,
  extensionOf,
  formatsOf,
  type Seen,
  selectionScope,
} from './exportRequest'

const choice: Choice = {
  layer: 'projects',
  format: 'geojson',
  crs: null,
  scope: 'filter',
  withUnmapped: false,
  chineseLabels: true,
  columns: 'seen',
  perUnit: 'whole',
}
const filter = { ...emptyFilter(), plans: ['qingdao'] }
const none = { target: null, multi: [] }
const seen: Seen = {
  columns: (ledger) => [`${ledger}-b`, `${ledger}-a`],
  sort: () => ({ column: 'ends', descending: true, find: '' }),
  today: '2026-11-30',
}

test('what is filtered is what is exported', () => {
  const request = exportRequest(choice, filter, none, seen)
  expect([request.filter.plans, request.ids, request.path]).toEqual([['qingdao'], [], null])
  expect(exportRequest({ ...choice, scope: 'all' }, filter, none, seen).filter).toEqual(emptyFilter())
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

test('files are proposed in a folder, and end as their format does', () => {
  expect(proposedPath('/home/a', '项目.geojson')).toBe('/home/a/项目.geojson')
  expect(proposedPath('C:\\a', '项目.geojson')).toBe('C:\\a\\项目.geojson')
  expect(proposedPath('/', '项目.geojson')).toBe('/项目.geojson')
  expect(proposedPath('', '项目.geojson')).toBe('项目.geojson')
  expect([folderOf('/home/a/b.xlsx'), folderOf('C:\\a\\b.xlsx'), folderOf('b')]).toEqual([
    '/home/a',
    'C:\\a',
    '',
  ])
  expect(extensionOf('tasks', 'ledger')).toBe('xlsx')
  expect(extensionOf('units', 'xlsx')).toBe('json')
  expect(extensionOf('sites', 'geojson')).toBe('geojson')
  expect(extensionOf('control-lines', 'shp')).toBe('shp')
})

test('a system is asked for only where the format leaves it open', () => {
  const crs = 'EPSG:4548'
  const asked = (part: Partial<Choice>) => exportRequest({ ...choice, crs, ...part }, filter, none, seen).crs
  expect(asked({ format: 'dxf' })).toBe(crs)
  expect(asked({ format: 'geojson' })).toBeNull()
  expect(asked({ format: 'kml' })).toBeNull()
  expect(asked({ layer: 'tasks', format: 'dxf' })).toBeNull()
  expect(exportRequest({ ...choice, layer: 'tasks', format: 'dxf' }, filter, none, seen).format).toBe(
    'ledger',
  )
})

test('the ledger as seen comes first where there is one, with its columns and order', () => {
  expect([formatsOf('projects')[0], formatsOf('tasks'), formatsOf('units'), formatsOf('sites')[0]]).toEqual([
    'ledger',
    ['ledger', 'json'],
    ['json'],
    'geojson',
  ])
  const view = (part: Partial<Choice>) =>
    exportRequest({ ...choice, format: 'ledger', ...part }, filter, none, seen).view
  expect(view({})).toEqual({
    columns: ['projects-b', 'projects-a'],
    sort: { column: 'ends', descending: true, find: '' },
    per_unit: 'whole',
    dated: '2026-11-30',
  })
  expect(view({ columns: 'usual' }).columns).toEqual([])
  expect(view({ layer: 'tasks', perUnit: 'files' }).per_unit).toBe('files')
  expect(view({ layer: 'projects', perUnit: 'files' }).per_unit).toBe('whole')
  expect(view({ format: 'csv' }).columns).toEqual([])
})
