import { describe, expect, it } from 'vitest'
import { type Obstacle, placeNames, type Wanted } from './labelSides'

const pin = (key: string, x: number, y: number): Obstacle => ({ x, y, radius: 10, owner: key })
const name = (key: string, x: number, y: number): Wanted => ({ key, x, y, width: 54, height: 18, gap: 12 })

describe('names of towns', () => {
  it('stand below a symbol that stands alone', () => {
    expect(placeNames([name('a', 0, 0)], [pin('a', 0, 0)]).get('a')).toBe('below')
  })

  it('move aside when another symbol is below', () => {
    const places = placeNames([name('a', 0, 0)], [pin('a', 0, 0), pin('b', 5, 20)])
    expect(places.get('a')).toBe('right')
  })

  it('go left when right and below are taken', () => {
    const places = placeNames([name('a', 0, 0)], [pin('a', 0, 0), pin('b', 5, 20), pin('c', 40, 0)])
    expect(places.get('a')).toBe('left')
  })

  it('take a corner when every side is taken', () => {
    const around = [pin('b', -20, 22), pin('c', 30, 0), pin('d', -30, 0), pin('e', 0, -20)]
    expect(placeNames([name('a', 0, 0)], [pin('a', 0, 0), ...around]).get('a')).toBe('belowRight')
  })

  const hemmed = [pin('b', 0, 20), pin('c', 30, 0), pin('d', -30, 0), pin('e', 0, -20)]

  it('are left out when nothing is free', () => {
    expect(placeNames([name('a', 0, 0)], [pin('a', 0, 0), ...hemmed]).has('a')).toBe(false)
  })

  it('stand where they cover the least when they must be there', () => {
    const wanted = { ...name('a', 0, 0), must: true }
    // only the pin below belongs to no town: a part of it is covered rather than another town
    const around = hemmed.map((one) => (one.owner === 'b' ? { ...one, owner: undefined } : one))
    expect(placeNames([wanted], [pin('a', 0, 0), ...around]).get('a')).toMatch(/^below/)
  })

  it('all find a place around the three close towns of Qingdao', () => {
    const at = { nancun: [642, 291], lancun: [656, 331], lige: [649, 348] } as const
    const names = Object.entries(at).map(([key, [x, y]]) => name(key, x, y))
    const pins = Object.entries(at).map(([key, [x, y]]) => pin(key, x, y))
    const places = placeNames(names, [...pins, { x: 618, y: 375, radius: 8 }])
    expect([...places.keys()].sort()).toEqual(['lancun', 'lige', 'nancun'])
  })

  it('leave the last free side to the one that has no other', () => {
    // b can only stand left of its symbol, where a would stand by habit below its own
    const walls = [
      pin('b', 40, 30),
      { x: 40, y: 52, radius: 10 },
      { x: 70, y: 30, radius: 10 },
      { x: 40, y: 8, radius: 10 },
    ]
    const places = placeNames([name('a', 0, 8), name('b', 40, 30)], [pin('a', 0, 8), ...walls])
    expect(places.get('b')).toBe('left')
    expect(places.get('a')).not.toBe('below')
  })
})
