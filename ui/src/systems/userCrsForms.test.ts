import { describe, expect, test } from 'vitest'
import type { CrsChoice, CrsTrial, UserCrs } from '@/ipc'
import { doubtOf, found, knownChoices, newLocal, newOld, numbersOf, residual } from './userCrsForms'

const choice = (id: string, label: string, group: CrsChoice['group']): CrsChoice => ({
  id,
  label: { code: 'named', name: label },
  group,
  projected: true,
})
const choices = [
  choice('own:1', '县城独立坐标系', 'own'),
  choice('EPSG:4548', 'CGCS2000 3° 带，中央经线 117°（Y 不含带号）', 'usual'),
  choice('EPSG:4527', 'CGCS2000 3° 带，中央经线 117°（39 带，Y 含带号）', 'usual'),
  choice('EPSG:4549', 'CGCS2000 3° 带，中央经线 120°（Y 不含带号）', 'zone'),
  choice('EPSG:2384', '西安80 3° 带，中央经线 117°（Y 不含带号）', 'old'),
]
const ids = (text: string, most?: number) =>
  found(choices, text, most).groups.flatMap((g) => g.list.map((c) => c.id))

describe('a list of systems', () => {
  test('is found through by zone, meridian, code and name, however they are written', () => {
    expect(ids('117 不含')).toEqual(['EPSG:4548', 'EPSG:2384'])
    expect(ids('西安80 3度带')).toEqual(['EPSG:2384'])
    expect(ids('4549')).toEqual(['EPSG:4549'])
    expect(ids('独立')).toEqual(['own:1'])
    expect(ids('138°')).toEqual([])
  })
  test('keeps its groups apart and says how many more there are', () => {
    const all = found(choices, '', 3)
    expect(all.groups.map((g) => [g.group, g.list.length])).toEqual([
      ['own', 1],
      ['usual', 2],
    ])
    expect(all.more).toBe(2)
  })
})

test('known places are written in any system that needs no more and is not local itself', () => {
  const own: UserCrs[] = [{ ...newLocal('EPSG:4548'), id: 'own:1', name: '县城独立坐标系' }]
  expect(knownChoices(choices, own).map((c) => c.id)).toEqual(['EPSG:4548', 'EPSG:4527', 'EPSG:4549'])
  const old: UserCrs[] = [{ ...newOld('EPSG:2384'), id: 'own:1', name: '县里的西安80' }]
  expect(knownChoices(choices, old).map((c) => c.id)).toContain('own:1')
})

test('parameters are read as they are pasted', () => {
  expect(numbersOf('15.8, −154.4，-82.3')).toEqual([15.8, -154.4, -82.3])
  expect(numbersOf('1 2 3 4 5 6 7')).toHaveLength(7)
  expect(numbersOf('15.8 米')).toBeNull()
  expect(numbersOf('')).toBeNull()
})

describe('a fit', () => {
  const trial = (part: Partial<NonNullable<CrsTrial['fit']>>, outlier = false): CrsTrial => ({
    points: [{ row: 1, name: 'K1', local: [0, 0], north_m: 0.1, east_m: -0.1, outlier }],
    unread: [],
    beyond: 0,
    fit: {
      rms_m: 0.1,
      spare: 2,
      swapped: false,
      base: { code: 'named', name: '' },
      scale: 1.00002,
      rotation: 0,
      ...part,
    },
    moves_m: null,
    sample: null,
    problem: null,
  })
  test('is doubted for exchanged columns first, then its scale, then single points, then for proving nothing', () => {
    expect(doubtOf(trial({}))).toBeNull()
    expect(doubtOf(trial({ swapped: true, scale: 0.2 }, true))).toBe('swapped')
    expect(doubtOf(trial({ scale: 1000 }, true))).toBe('scale')
    expect(doubtOf(trial({ spare: 0 }, true))).toBe('outlier')
    expect(doubtOf(trial({ spare: 0 }))).toBe('bare')
    expect(doubtOf({ ...trial({}), fit: null })).toBeNull()
  })
  test('shows residuals to the millimetre with their sign', () => {
    const shown = [0.01234, -2, 0, -0.0003, 0.0004, null].map(residual)
    expect(shown).toEqual(['+0.012', '-2.000', '0.000', '0.000', '0.000', ''])
  })
})
