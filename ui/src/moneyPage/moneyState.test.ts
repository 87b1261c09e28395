import { expect, test } from 'vitest'
import { columns, request, rows, setColumns, setRows, stage } from './moneyState'

test('a side is never at both edges', () => {
  rows.value = 'town'
  columns.value = 'source'
  setColumns('town')
  expect([rows.value, columns.value]).toEqual(['source', 'town'])
  setRows('town')
  expect([rows.value, columns.value]).toEqual(['town', 'source'])
  rows.value = 'project'
  setRows('source')
  expect([rows.value, columns.value]).toEqual(['source', 'year'])
})

test('cells of a side of stages speak of their own stage', () => {
  rows.value = 'town'
  columns.value = 'source'
  stage.value = 'approved'
  expect(request.value.view.stage).toBe('approved')
  columns.value = 'stage'
  expect(request.value.view.stage).toBe(null)
})
