import { beforeEach, expect, test, vi } from 'vitest'
import type { LayerState, MapLayer } from '@/ipc'
import { layerCredits } from '@/map/scale/credits'
import { CGCS2000, GCJ02_MERCATOR } from './crs/projections'
import { gridOf, projectionOf, zoomFrom } from './crs/tileGrids'
import { type Affine, applyAffine, canvasMatrix, extentOf } from './georeference/affinePicture'
import { clicked, complete, nextStep } from './georeference/controlPoints'
import { boundsFor } from './layerActions'
import { moved, slotAt, withAdded } from './layerOrder'
import { standingOf } from './layerStatus'
import { gridUnknown, hostOf, knownSystem, looksLikeAddress } from './serviceAddress'
import { fetchedBy, nameOf } from './tileSources'

const wire = vi.hoisted(() => ({ calls: [] as [string, unknown][], answers: {} as Record<string, unknown> }))
vi.mock('@/ipc', async (original) => ({
  ...(await original<typeof import('@/ipc')>()),
  call: vi.fn(async (name: string, args: unknown) => {
    wire.calls.push([name, args])
    const answer = wire.answers[name]
    return typeof answer === 'function' ? answer(args) : answer
  }),
}))
beforeEach(() => {
  wire.calls.length = 0
})

const layer = (part: Partial<MapLayer>): MapLayer => ({
  id: 'a',
  name: '影像',
  kind: 'xyz',
  visible: true,
  opacity: 1,
  source: '',
  licence: '',
  system: 'wgs84',
  address: '',
  path: '',
  layer: '',
  style: '',
  tile_matrix_set: '',
  format: '',
  version: '',
  crs: '',
  needs_key: false,
  has_key: false,
  min_zoom: 0,
  max_zoom: 18,
  tile_size: 256,
  vector: false,
  bounds: null,
  grid: null,
  controls: [],
  image_size: null,
  fit: null,
  ...part,
})
const state = (problem: LayerState['problem']): LayerState => ({
  id: 'a',
  loading: 0,
  last_ok: null,
  problem,
  words: null,
  retry_in: null,
})
const scheme = (rest: string) => `http${'s'}:${'//'}${rest}`

test('a layer moves to another place, and never out of the list', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b'])
  expect(moved(['a'], 4, 0)).toEqual(['a'])
})

test('a dragged row lands where its middle is nearest', () => {
  const middles = [10, 50, 90]
  expect([0, 29, 31, 69, 71, 400].map((y) => slotAt(y, middles))).toEqual([0, 0, 1, 1, 2, 2])
})

test('new layers go on top, but under the names that lead the list', () => {
  const names = (item: string) => item.startsWith('n')
  expect(withAdded(['n1', 'b', 'c'], ['x'], names)).toEqual(['n1', 'x', 'b', 'c'])
  expect(withAdded(['b', 'n1'], ['x'], names)).toEqual(['x', 'b', 'n1'])
  expect(withAdded(['n1'], ['n2', 'x'], names)).toEqual(['n2', 'n1', 'x'])
  expect(withAdded([], ['x', 'n'], names)).toEqual(['n', 'x'])
})

test('the host of an address is read as a person reads it', () => {
  expect(hostOf(scheme('t{0-7}.example.cn/a/{z}/{x}/{y}.png'))).toBe('t0-7.example.cn')
  expect(hostOf(scheme('{s}.example.cn:8080/a'))).toBe('*.example.cn:8080')
  expect(hostOf(scheme('me:secret@example.cn/a'))).toBe('example.cn')
  expect(hostOf('C:\\a\\b.mbtiles')).toBeNull()
  expect(looksLikeAddress('ftp:/x')).toBe(false)
  expect(looksLikeAddress(scheme('a.cn/wms'))).toBe(true)
})

test('shifted services are known by their host, and by nothing else in the address', () => {
  expect(knownSystem(scheme('webrd0{1-4}.is.autonavi.com/appmaptile?x={x}'))?.system).toBe('gcj02')
  expect(knownSystem(scheme('rt{0-3}.map.gtimg.com/tile?z={z}'))?.system).toBe('gcj02')
  expect(knownSystem(scheme('maponline1.bdimg.com/tile/'))?.system).toBe('bd09')
  expect(gridUnknown(scheme('maponline1.bdimg.com/tile/'))).toBe(true)
  expect(knownSystem(scheme('t0.tianditu.gov.cn/vec_w/wmts'))).toBeNull()
  expect(knownSystem(scheme('example.cn/?from=amap.com'))).toBeNull()
  expect(knownSystem(scheme('notamap.com/x'))).toBeNull()
})

test('what stands in the way of a layer is told with what can be done', () => {
  const calm = { loading: 0, zoom: 10, from: null as number | null }
  const of = (problem: LayerState['problem'], part: Partial<MapLayer> = {}, view = calm) =>
    standingOf(layer(part), state(problem), view)
  expect(of('none').word).toBe('ok')
  expect(of('none', {}, { ...calm, loading: 3 }).word).toBe('loading')
  expect(of('offline')).toMatchObject({ word: 'offline', tone: 'amber', act: 'retry' })
  expect(of('key_refused', { needs_key: true })).toMatchObject({ word: 'key', tone: 'red', act: 'key' })
  expect(of('key_refused')).toMatchObject({ word: 'refused', act: 'retry' })
  expect(of('bad_answer')).toMatchObject({ word: 'bad', act: 'retry' })
  expect(of('bad_answer', { kind: 'mbtiles' })).toMatchObject({ word: 'broken', act: 'file' })
  expect(of('key_missing')).toMatchObject({ word: 'nokey', act: 'key' })
  expect(of('file_missing', { kind: 'mbtiles', path: '/a.mbtiles' })).toMatchObject({
    word: 'file',
    act: 'file',
    params: { path: '/a.mbtiles' },
  })
  // trouble outlasts the tiles that still are on their way
  expect(of('offline', {}, { ...calm, loading: 3 }).word).toBe('offline')
  expect(of('none', {}, { ...calm, from: 12 })).toMatchObject({ word: 'far', params: { zoom: 12 } })
  expect(of('none', { kind: 'image', controls: [{ x: 0, y: 0, lon: 1, lat: 1 }] })).toMatchObject({
    word: 'unpinned',
    act: 'pin',
    params: { n: 2 },
  })
  // a layer that is off does not complain about its server, but about a file that is gone it does
  expect(of('offline', { visible: false }).word).toBe('ok')
  expect(of('file_missing', { visible: false, kind: 'pmtiles' }).word).toBe('file')
})

const degrees = {
  projection: 'EPSG:4490',
  origins: [
    [-180, 90],
    [-180, 90],
    [-180, 90],
  ] as [number, number][],
  resolutions: [0.703125, 0.3515625, 0.17578125],
  tile_sizes: [
    [256, 256],
    [256, 256],
    [256, 256],
  ] as [number, number][],
  sizes: [
    [2, 1],
    [4, 2],
    [8, 4],
  ] as [number, number][],
  matrix_ids: ['1', '2', '3'],
}

test('a grid in degrees is one of CGCS2000, cut where its tiles end', () => {
  const made = layer({ grid: degrees, min_zoom: 1, max_zoom: 1 })
  expect(projectionOf(made)).toBe(CGCS2000)
  const grid = gridOf(made)
  expect(grid?.getMaxZoom()).toBe(1)
  expect(grid?.getMinZoom()).toBe(1)
  expect(grid?.getTileCoordExtent([1, 3, 0])).toEqual([90, 0, 180, 90])
  // level 1 of this grid is as fine as zoom 2 of the web; one zoom out it is still drawn
  expect(zoomFrom(made)).toBeCloseTo(1, 6)
  expect(zoomFrom(layer({ grid: degrees }))).toBeNull()
})

test('a shifted layer has the shifted projection of its grid', () => {
  expect(projectionOf(layer({ system: 'gcj02' }))).toBe(GCJ02_MERCATOR)
  expect(projectionOf(layer({ system: 'gcj02', grid: degrees }))).toContain('gcj02-degrees')
})

test('a layer is fetched anew for another key, not for another opacity', () => {
  const before = fetchedBy(layer({}), 0)
  expect(fetchedBy(layer({ opacity: 0.4, name: '别名', visible: false }), 0)).toBe(before)
  expect(fetchedBy(layer({ has_key: true }), 0)).not.toBe(before)
  expect(fetchedBy(layer({}), 1)).not.toBe(before)
})

test('a picture is drawn through its affine: pixel, ground and canvas agree', () => {
  // 2 m a pixel, turned by 30°, its corner at 1000, 2000
  const [cos, sin] = [2 * Math.cos(Math.PI / 6), 2 * Math.sin(Math.PI / 6)]
  const affine: Affine = [cos, sin, 1000, sin, -cos, 2000]
  const [left = 0, bottom = 0, right = 0, top = 0] = extentOf(affine, [400, 300])
  expect(applyAffine(affine, 0, 0)).toEqual([1000, 2000])
  const m = canvasMatrix(affine, [left, bottom, right, top], 4, 2)
  for (const [x, y] of [
    [0, 0],
    [400, 0],
    [123.4, 56.7],
  ] as const) {
    const [east, north] = applyAffine(affine, x, y)
    expect(m[0] * x + m[2] * y + m[4]).toBeCloseTo(((east - left) / 4) * 2, 9)
    expect(m[1] * x + m[3] * y + m[5]).toBeCloseTo(((top - north) / 4) * 2, 9)
    expect(east).toBeGreaterThanOrEqual(left - 1e-9)
    expect(north).toBeLessThanOrEqual(top + 1e-9)
  }
})

test('a pinned picture can be flown to, an unpinned one cannot', () => {
  const fit = { affine: [10, 0, 12_000_000, 0, -10, 4_000_000] as Affine } as MapLayer['fit']
  const [west = 0, south = 0, east = 0, north = 0] =
    boundsFor(layer({ kind: 'image', image_size: [100, 100], fit })) ?? []
  expect(west).toBeLessThan(east)
  expect(south).toBeLessThan(north)
  expect(boundsFor(layer({ kind: 'image', image_size: [100, 100] }))).toBeNull()
})

test('clicks in the picture and on the map make points in either order', () => {
  let pins = clicked([], 'pixel', [10, 20])
  expect(nextStep(pins)).toBe('onMap')
  pins = clicked(pins, 'place', [115, 33])
  expect(nextStep(pins)).toBe('more')
  pins = clicked(pins, 'place', [116, 33])
  expect(nextStep(pins)).toBe('onPicture')
  pins = clicked(pins, 'pixel', [30, 20])
  pins = clicked(pins, 'pixel', [30, 40])
  expect(complete(pins).controls).toHaveLength(2)
  pins = clicked(pins, 'place', [116, 32])
  expect(nextStep(pins)).toBe('ready')
  expect(complete(pins)).toEqual({
    controls: [
      { x: 10, y: 20, lon: 115, lat: 33 },
      { x: 30, y: 20, lon: 116, lat: 33 },
      { x: 30, y: 40, lon: 116, lat: 32 },
    ],
    from: [0, 1, 2],
  })
})

test('sources of layers that are drawn stand on the map, each once', () => {
  const lines = layerCredits([
    { name: '影像注记', visible: true, source: '天地图', licence: '凭密钥使用' },
    { name: '影像', visible: true, source: '天地图', licence: '凭密钥使用' },
    { name: '旧图', visible: false, source: '某局', licence: '' },
    { name: '无来源', visible: true, source: '', licence: '' },
    { name: '包', visible: true, source: '', licence: 'CC BY 4.0' },
  ])
  expect(lines.map((l) => l.short)).toEqual(['天地图', 'CC BY 4.0'])
  expect(lines[0]?.full).toContain('影像注记')
})

test('features of a vector pack are named in Chinese where they can be', () => {
  const feature = (values: Record<string, unknown>) => ({ get: (key: string) => values[key] })
  expect(nameOf(feature({ name: 'Weihe', 'name:zh': '渭河' }))).toBe('渭河')
  expect(nameOf(feature({ name: ' 渭河 ' }))).toBe('渭河')
  expect(nameOf(feature({ ref: 'G3' }))).toBe('')
})

test('the panel lists layers topmost first, the core is told lowest first', async () => {
  const store = await import('./userLayerStore')
  const kept = [layer({ id: 'low' }), layer({ id: 'high' })]
  wire.answers = { map_layers: kept, layer_states: [state('none')], order_map_layers: [...kept].reverse() }
  await store.loadLayers()
  expect(store.layers.value.map((l) => l.id)).toEqual(['high', 'low'])
  await store.reorder(moved(store.layers.value, 0, 1))
  expect(wire.calls.at(-1)).toEqual(['order_map_layers', { ids: ['high', 'low'] }])
  expect(store.layers.value.map((l) => l.id)).toEqual(['low', 'high'])
})

test('a slider that moves writes once, with where it stopped', async () => {
  vi.useFakeTimers()
  const store = await import('./userLayerStore')
  wire.answers = {
    map_layers: [layer({ id: 'one' })],
    layer_states: [],
    put_map_layer: ({ layer }: { layer: MapLayer }) => layer,
  }
  await store.loadLayers()
  wire.calls.length = 0
  for (const opacity of [0.9, 0.7, 0.5]) store.patch('one', { opacity })
  expect(store.layerOf('one')?.opacity).toBe(0.5)
  await vi.advanceTimersByTimeAsync(400)
  vi.useRealTimers()
  expect(wire.calls.filter(([name]) => name === 'put_map_layer')).toHaveLength(1)
  expect(wire.calls.at(-1)?.[1]).toMatchObject({ layer: { id: 'one', opacity: 0.5 } })
})
