import { expect, test, vi } from 'vitest'

vi.mock('@/ipc', () => ({ call: vi.fn(() => Promise.resolve()), words: {} }))

import type { MatrixCell } from '@/ipc'
import { asTsv } from '@/tables/pageTable'
import { inSight, lettersOf, matrixTable } from './matrix'

const cells: MatrixCell[] = [
  { task: 0, unit: 0, role: 'lead', by_group: false },
  { task: 0, unit: 0, role: 'responsible', by_group: false },
  { task: 1, unit: 1, role: 'supporting', by_group: true },
]

test('a unit with two roles in a task has both letters, under the look of the first', () => {
  const letters = lettersOf(cells)
  expect(letters.get('0 0')).toMatchObject({ text: '牵责', role: 'lead', byGroup: false })
  expect(letters.get('1 1')).toMatchObject({ text: '配', byGroup: true })
  expect(letters.has('0 1')).toBe(false)
})

test('only what is in sight is drawn, with some beyond the edges', () => {
  expect(inSight(0, 300, 30, 1000)).toEqual([0, 14])
  expect(inSight(3000, 300, 30, 1000)).toEqual([96, 114])
  expect(inSight(29_900, 300, 30, 1000)).toEqual([992, 1000])
  expect(inSight(0, 300, 30, 3)).toEqual([0, 3])
  expect(inSight(0, 300, 30, 0)).toEqual([0, 0])
})

test('the whole matrix is copied, in sight or not', () => {
  const unit = (id: string, name: string) => ({
    id,
    name,
    region: '',
    is_group: false,
    lead: 1,
    responsible: 1,
    participating: 0,
  })
  const task = (id: string, title: string) => ({
    id,
    title,
    plan_title: '方案',
    number: '一',
    is_part: false,
    light: 'green' as const,
    units: 1,
  })
  const table = matrixTable({
    units: [unit('a', '县水务局'), unit('b', '县\t财政局')],
    tasks: [task('x', '供水'), task('y', '排水')],
    cells,
  })
  const rows = asTsv(table)
    .split('\n')
    .map((line) => line.split('\t'))
  expect(rows).toHaveLength(4)
  expect(rows.every((row) => row.length === 5)).toBe(true)
  expect(rows[2]).toEqual(['方案', '一', '供水', '牵责', ''])
  expect(rows[3]?.[4]).toBe('配')
})
