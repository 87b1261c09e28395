import { describe, expect, it } from 'vitest'
import { projectColumns } from '@/projectLedger/projectColumns'
import { taskColumns } from '@/taskLedger/taskColumns'
import { townColumns } from '@/townLedger/townColumns'
import { heading, isShown, nextSort, setWidth, toggleColumn, usualColumns, widthOf } from './ledgerColumns'

const column = (key: string) => {
  const found = projectColumns.find((c) => c.key === key)
  if (!found) throw new Error(key)
  return found
}

describe('the columns of a ledger', () => {
  it('all have a heading of their own', () => {
    for (const { key } of [...projectColumns, ...taskColumns, ...townColumns])
      expect(heading(key)).not.toContain('dock.')
  })

  it('are shown and hidden one by one, but never the name', () => {
    const hidden = toggleColumn(column('town_name'), usualColumns)
    expect(isShown(column('town_name'), hidden)).toBe(false)
    expect(isShown(column('town_name'), toggleColumn(column('town_name'), hidden))).toBe(true)
    expect(isShown(column('name'), toggleColumn(column('name'), usualColumns))).toBe(true)
    expect(isShown(column('starts'), usualColumns)).toBe(false)
    expect(isShown(column('starts'), toggleColumn(column('starts'), usualColumns))).toBe(true)
  })

  it('keep the width they were given, within reason', () => {
    expect(widthOf(column('name'), setWidth('name', 300.4, usualColumns))).toBe(300)
    expect(widthOf(column('name'), setWidth('name', 3, usualColumns))).toBeGreaterThan(40)
    expect(widthOf(column('name'), usualColumns)).toBe(column('name').width)
  })

  it('sort up, down and back to the order of the plan', () => {
    let sort = { column: '', descending: false }
    const seen = []
    for (let click = 0; click < 3; click += 1) {
      sort = nextSort(sort, 'planned')
      seen.push(`${sort.column}${sort.descending ? '↓' : ''}`)
    }
    expect(seen).toEqual(['planned', 'planned↓', ''])
    expect(nextSort({ column: 'name', descending: true }, 'planned')).toEqual({
      column: 'planned',
      descending: false,
    })
  })
})
