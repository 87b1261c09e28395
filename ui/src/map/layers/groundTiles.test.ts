import MVT from 'ol/format/MVT'
import { get } from 'ol/proj'
import VectorTile from 'ol/VectorTile'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadGround, seaOf } from './groundTiles'

const extent = [0, 0, 1000, 1000]

function load(answer: { ok: boolean; status: number }): Promise<VectorTile<never>> {
  vi.stubGlobal('fetch', async () => ({ ...answer, arrayBuffer: async () => new ArrayBuffer(0) }))
  return new Promise((resolve, reject) => {
    const projection = get('EPSG:3857')
    if (!projection) return reject(new Error('no projection'))
    const tile = new VectorTile<never>([9, 1, 1], 0, 'tiles://base/9/1/1.mvt', new MVT() as never, loadGround)
    tile.extent = extent
    tile.projection = projection
    tile.resolution = 1
    tile.addEventListener('change', () => tile.getState() !== 1 && resolve(tile))
    tile.load()
  })
}

afterEach(() => vi.unstubAllGlobals())

describe('the ground of a tile', () => {
  it('is sea where nothing else is, a little beyond its edges', () => {
    const sea = seaOf(extent)
    expect(sea.get('layer')).toBe('sea')
    expect(sea.getExtent()).toEqual([-20, -20, 1020, 1020])
  })
  it('is sea in a tile without content, and nothing in one that did not come', async () => {
    const empty = await load({ ok: true, status: 204 })
    expect(empty.getFeatures()?.map((f: { get: (key: string) => unknown }) => f.get('layer'))).toEqual([
      'sea',
    ])
    const failed = await load({ ok: false, status: 500 })
    expect(failed.getState()).toBe(3)
  })
})
