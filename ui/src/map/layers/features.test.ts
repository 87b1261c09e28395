import { describe, expect, it } from 'vitest'
import type { Precision, ProjectShape, RegionLevel, TownPin } from '@/ipc'
import { isOfCounty } from './features'

function project(precision: Precision, own: boolean) {
  const row: ProjectShape = {
    id: 'p',
    name: '环镇路',
    kind: 'road',
    stage: 'idea',
    precision,
    alternative: false,
    geometry: { type: 'Point', coordinates: [116.5, 35.7] },
    own,
    label_at: [116.5, 35.7],
    overdue: false,
    light: 'not_judged',
  }
  return { kind: 'project' as const, row }
}

function town(region_level: RegionLevel) {
  const row: TownPin = {
    id: 't',
    name: '汶上',
    at: [116.5, 35.7],
    category: null,
    level: 'county',
    precision: 'town',
    confidence: null,
    region_level,
  }
  return { kind: 'town' as const, row }
}

describe('the point of a county', () => {
  it('is that of the county and of a project known to lie in it and no more', () => {
    expect(isOfCounty(town('county'))).toBe(true)
    expect(isOfCounty(project('county', false))).toBe(true)
    expect(isOfCounty(town('township'))).toBe(false)
    expect(isOfCounty(project('town', false))).toBe(false)
    expect(isOfCounty(project('county', true))).toBe(false)
    expect(isOfCounty(null)).toBe(false)
  })
})
