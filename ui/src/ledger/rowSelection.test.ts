import { describe, expect, it } from 'vitest'
import { moveTo, rangeRows, toggleRow } from './rowSelection'

const idAt = (n: number) => (n === 7 ? undefined : `p${n}`)

describe('rows taken together', () => {
  it('Ctrl takes a row in and out', () => {
    expect(toggleRow(['p1'], 'p4', 4).ids).toEqual(['p1', 'p4'])
    expect(toggleRow(['p1', 'p4'], 'p1', 1).ids).toEqual(['p4'])
  })
  it('Shift takes all rows between, in either direction, and the range can be drawn anew', () => {
    expect(rangeRows(2, 4, idAt)).toEqual({ ids: ['p2', 'p3', 'p4'], anchor: 2 })
    expect(rangeRows(4, 2, idAt)).toEqual({ ids: ['p2', 'p3', 'p4'], anchor: 4 })
  })
  it('a row that could not be read is left out', () => {
    expect(rangeRows(6, 8, idAt).ids).toEqual(['p6', 'p8'])
  })
})

describe('keys', () => {
  const go = (key: string, at: number, expected: number | null) =>
    it(`${key} from ${at} goes to ${expected}`, () => expect(moveTo(key, at, 20, 8)).toBe(expected))
  go('ArrowDown', 3, 4)
  go('ArrowDown', 19, 19)
  go('ArrowUp', 0, 0)
  go('ArrowDown', -1, 0)
  go('ArrowUp', -1, 0)
  go('PageDown', 3, 11)
  go('PageUp', 3, 0)
  go('Home', 12, 0)
  go('End', 12, 19)
  go('End', -1, 19)
  go('x', 3, null)
  it('an empty ledger has nowhere to go', () => expect(moveTo('ArrowDown', -1, 0, 8)).toBe(null))
})
