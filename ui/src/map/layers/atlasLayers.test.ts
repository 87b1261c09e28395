// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { MapFeatures, ProjectShape, Shape } from '@/ipc'
import { AtlasLayers } from './atlasLayers'
import { carriedBy } from './features'

const square = (west: number): Shape => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 35],
      [west + 0.1, 35],
      [west + 0.1, 35.1],
      [west, 35.1],
      [west, 35],
    ],
  ],
})
const project = (id: string, geometry: Shape, own = true): ProjectShape => ({
  id,
  name: id,
  kind: 'road',
  stage: 'idea',
  precision: 'sketched',
  alternative: false,
  geometry,
  own,
  label_at: [116, 35],
  overdue: false,
  light: 'not_judged',
})
const pin: Shape = { type: 'Point', coordinates: [116, 35] }
function shown(...projects: ProjectShape[]): AtlasLayers {
  const layers = new AtlasLayers()
  const found: MapFeatures = {
    towns: [],
    sites: [],
    projects,
    counties: [],
    bounds: null,
    project_bounds: null,
    pilot_bounds: null,
    tiled: false,
    tile_set: null,
  }
  layers.show(found)
  return layers
}

describe('projects that were touched', () => {
  it('are changed in their place, and no other feature is made anew', () => {
    const layers = shown(project('a', square(116)), project('b', square(117)))
    const [a, b] = ['a', 'b'].map((id) => layers.find('project', id)?.shape)
    const extent = layers.replaceProjects(['a'], [{ ...project('a', square(118)), name: '新名' }])
    expect(layers.find('project', 'a')?.shape).toBe(a)
    expect(layers.find('project', 'b')?.shape).toBe(b)
    expect(layers.ownShape('a')).toEqual(square(118))
    const carried = carriedBy(layers.find('project', 'a')?.pin)
    expect(carried?.row.name).toBe('新名')
    expect(a?.getGeometry()?.getExtent()[0]).toBeCloseTo((118 / 180) * 20037508.342789244, 3)
    expect(extent[0]).toBeLessThan(extent[2] ?? 0)
  })

  it('come onto the map and go from it', () => {
    const layers = shown(project('a', square(116)))
    layers.replaceProjects(['b'], [project('b', square(117))])
    expect(layers.ownShape('b')).toEqual(square(117))
    layers.replaceProjects(['a'], [])
    expect(layers.find('project', 'a')).toBeNull()
    expect(layers.sources.shapes.getFeatures().map((f) => f.getId())).toEqual(['project:b'])
  })

  it('change from an area to a point and to the place of their town', () => {
    const layers = shown(project('a', square(116)))
    layers.replaceProjects(['a'], [project('a', pin)])
    const point = layers.find('project', 'a')
    expect([point?.shape, point?.pin.get('shape')]).toEqual([null, undefined])
    layers.replaceProjects(['a'], [project('a', pin, false)])
    expect(layers.own('a')).toBeNull()
    expect(layers.sources.ownPins.getFeatures()).toEqual([])
    layers.replaceProjects(['a'], [project('a', square(116))])
    const area = layers.find('project', 'a')
    expect(area?.pin.get('shape')).toBe(area?.shape)
    expect(layers.sources.townPins.getFeatures()).toEqual([])
  })
})
