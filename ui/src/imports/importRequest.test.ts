import { expect, test } from 'vitest'
import type { FileLayer, FileSurvey, FileWarning } from '@/ipc'
import {
  byKind,
  choicesFor,
  firstLayer,
  freeFields,
  importRequest,
  isLoss,
  lacking,
  likelyControl,
  likelyTarget,
  newMoneyField,
  readOptions,
  sharePercent,
  systemOf,
  systemsWith,
  withColumn,
  yearOf,
} from './importRequest'

const field = (name: string) => ({ name, kind: 'text', filled: 3, examples: ['甲'] })
const layer: FileLayer = {
  name: '图层',
  n: 3,
  without_geometry: 0,
  places: null,
  geometry: { Polygon: 3 },
  fields: [field('项目名称'), field('镇街'), field('地类')],
  rows: [],
  encoding: 'GB18030',
  crs_found: 'unstated',
  crs_stated: null,
  crs: null,
  likely: [
    {
      id: 'EPSG:4548',
      label: { code: 'gauss', datum: 'cgcs2000', degrees: 3, meridian: 117 },
      why: 'zone_of_expected_place',
      swapped: true,
    },
  ],
  guesses: { projects: { name: '项目名称', town: '镇街' }, 'control-lines': { name: '项目名称' } },
  money: [],
}
const survey: FileSurvey = {
  path: '/d/a.shp',
  name: 'a.shp',
  format: 'shp',
  format_name: 'Shapefile',
  n: 3,
  warnings: [],
  layers: [layer],
  columns: {},
  systems: [],
}

function aims(file: string, name: string, target: string): void {
  expect(likelyTarget(file, { ...layer, name, fields: [] }), `${file} ${name}`).toBe(target)
}

test('what a layer becomes is guessed from its names', () => {
  aims('永久基本农田.shp', 'x', 'control-lines')
  aims('a.gpkg', 'STBHHX', 'control-lines')
  aims('三区三线.zip', 'x', 'control-lines')
  aims('重点项目.xlsx', '镇街', 'projects')
  aims('乡镇驻地.kml', 'x', 'towns')
  aims('学校.csv', 'x', 'sites')
  aims('a.csv', 'Sheet1', 'projects')
})

test('the kind of a control line is guessed from its names', () => {
  expect(['2023永久基本农田', '生态红线', '城镇开发边界', '规划'].map(likelyControl)).toEqual([
    'farmland',
    'ecology',
    'urban',
    null,
  ])
})

test('a file begins with its largest layer, the guessed fields and the likeliest system', () => {
  expect(firstLayer({ ...survey, layers: [{ ...layer, n: 1 }, layer] })?.n).toBe(3)
  const begun = choicesFor(survey, layer)
  expect(begun.mapping).toEqual({ name: '项目名称', town: '镇街' })
  expect([begun.crs, begun.swapped]).toEqual(['EPSG:4548', true])
  const stated: FileLayer = {
    ...layer,
    crs_found: 'stated',
    crs: { id: 'EPSG:4490', label: { code: 'degrees', datum: 'cgcs2000' }, projected: false, group: 'usual' },
  }
  expect([choicesFor(survey, stated).crs, choicesFor(survey, stated).swapped]).toEqual(['EPSG:4490', false])
})

test('an older system goes with its parameters, another without', () => {
  const begun = { ...choicesFor(survey, layer), shift: 'three' as const, parameters: [1, 2, 3, 4] }
  expect(systemOf(begun, true).shift).toEqual([1, 2, 3])
  expect(systemOf({ ...begun, shift: 'none' }, true).shift).toEqual([])
  expect(systemOf({ ...begun, shift: 'open' }, true).shift).toBeNull()
  expect(systemOf(begun, false).shift).toBeNull()
})

test('all layers at once are matched each by its own fields', () => {
  const request = importRequest('/d/a.shp', { ...choicesFor(survey, layer), layer: null }, false)
  expect([request.mapping, request.options.layer]).toEqual([null, null])
})

test('what is missing is said before anything is asked', () => {
  const begun = choicesFor(survey, layer)
  expect(lacking(layer, begun, false)).toBeNull()
  expect(lacking(layer, { ...begun, crs: null }, false)).toBe('crs')
  expect(lacking({ ...layer, geometry: {} }, { ...begun, crs: null }, false)).toBeNull()
  expect(lacking(layer, begun, true)).toBe('shift')
  expect(lacking(layer, { ...begun, target: 'control-lines', mapping: {} }, false)).toBe('control')
  expect(lacking({ ...layer, n: 0 }, begun, false)).toBe('layer')
})

test('fields that become no column are told', () => {
  expect(freeFields(layer, { name: '项目名称' }, [])).toEqual(['镇街', '地类'])
  expect(freeFields(layer, { name: '项目名称' }, [newMoneyField('地类')])).toEqual(['镇街'])
})

test('warnings of one kind stand together', () => {
  const warning = (kind: string, number: number): FileWarning => ({
    kind,
    number,
    text: { code: kind, zh: kind, en: kind },
  })
  const groups = byKind([warning('invalid', 1), warning('bad_text', 2), warning('invalid', 3)])
  expect(groups.map((g) => [g.kind, g.lines.length])).toEqual([
    ['invalid', 2],
    ['bad_text', 1],
  ])
})

test('the bar never goes back, though the file is read twice', () => {
  let shown = 0
  const step = (done: number, total: number, features: number) =>
    ({ job: 'import', done, total, features }) as const
  const seen = [
    step(50, 100, 0),
    step(100, 100, 0),
    step(10, 100, 0),
    step(100, 100, 900),
    step(100, 100, 1800),
  ].map((p) => {
    shown = sharePercent(p, shown, 1800)
    return shown
  })
  expect(seen).toEqual([18, 35, 35, 67, 99])
  expect(sharePercent(step(10, 0, 0), 99, 1800)).toBe(99)
})

test('columns that say where go with the request, one or two of them', () => {
  expect(readOptions('表', null, null)).toEqual({ layer: '表', encoding: null, xy: null, place_text: null })
  expect(readOptions(null, 'GB18030', { x: '东', y: '北' }).xy).toEqual(['东', '北'])
  expect(readOptions(null, null, { text: '图形' })).toMatchObject({ xy: null, place_text: '图形' })
  const request = importRequest(
    'a.csv',
    { ...choicesFor(survey, layer), columns: { x: '乙', y: '甲' } },
    false,
  )
  expect(request.options.xy).toEqual(['乙', '甲'])
})

test('a column chosen for both directions exchanges them', () => {
  expect(withColumn({ x: null, y: null }, 'x', '甲')).toEqual({ x: '甲', y: null })
  expect(withColumn({ x: '甲', y: '乙' }, 'x', '乙')).toEqual({ x: '乙', y: '甲' })
  expect(withColumn({ x: '甲', y: '乙' }, 'y', '丙')).toEqual({ x: '甲', y: '丙' })
})

test('the systems of the user are replaced by those there are now, the others stay', () => {
  const named = (name: string) => ({ code: 'named', name }) as const
  const known = { id: 'EPSG:4490', label: named('CGCS2000'), old: false, own: false }
  const gone = { id: 'own:1', label: named('旧的'), old: false, own: true }
  const made = { id: 'own:2', label: named('县城独立坐标系'), projected: true, group: 'own' } as const
  const other = { id: 'EPSG:4548', label: named('117'), projected: true, group: 'usual' } as const
  expect(systemsWith([gone, known], [made, other])).toEqual([
    { id: 'own:2', label: named('县城独立坐标系'), old: false, own: true },
    known,
  ])
})

test('a field of money begins with the year in its name', () => {
  expect(newMoneyField('2025年计划').year).toBe(2025)
  expect(newMoneyField('总投资').year).toBe(null)
  expect([yearOf('2026'), yearOf('2026年'), yearOf('26'), yearOf('')]).toEqual([2026, 2026, null, null])
})

test('totals and notes that are passed over are no loss, features left out are', () => {
  expect(isLoss('row_passed_over')).toBe(false)
  expect(isLoss('feature_left_out')).toBe(true)
  expect(isLoss('geometry_left_out')).toBe(true)
})
