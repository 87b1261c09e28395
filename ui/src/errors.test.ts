import { afterEach, expect, test } from 'vitest'
import { errorText } from './errors'
import { i18n } from './i18n'
import { IpcError } from './ipc'

afterEach(() => {
  i18n.global.locale.value = 'zh-CN'
})
const missing = new IpcError({ code: 'file.not_found', params: { path: '/a.gpkg' }, detail: '没有这个文件' })

test('an error is told by its code in the language of the window', () => {
  expect(errorText(missing)).toBe('找不到文件 /a.gpkg。它可能被移动、改名，或所在的盘没有接上。')
  i18n.global.locale.value = 'en'
  expect(errorText(missing)).toContain('/a.gpkg is not there')
})

test('the core speaks for itself where a text is missing or would lack a value', () => {
  expect(errorText(new IpcError({ code: 'new.code', params: {}, detail: '第 3 行的日期读不懂' }))).toBe(
    '第 3 行的日期读不懂',
  )
  expect(errorText(new IpcError({ code: 'file.not_found', params: {}, detail: '没有 b.gpkg' }))).toBe(
    '没有 b.gpkg',
  )
  expect(errorText(new IpcError({ code: 'file', params: {}, detail: '' }))).toBe('file')
  expect(errorText(new Error('x'))).toBe('x')
})
