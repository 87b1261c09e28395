import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { errorText, textOf } from './errors'
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

test('the core speaks for itself, in the language of the window, where a text is missing or would lack a value', () => {
  const words = { code: 'row', zh: '第 3 行的日期读不懂', en: 'the date in row 3 is not understood' }
  const unknown = new IpcError({ code: 'new.code', params: {}, words, detail: '' })
  expect(errorText(unknown)).toBe('第 3 行的日期读不懂')
  expect(errorText(new IpcError({ code: 'file.not_found', params: {}, words, detail: '' }))).toBe(
    '第 3 行的日期读不懂',
  )
  i18n.global.locale.value = 'en'
  expect(errorText(unknown)).toBe('the date in row 3 is not understood')
  expect(errorText(new IpcError({ code: 'file', params: {}, detail: 'EIO' }))).toBe(
    'It could not be done (file). Technical detail: EIO',
  )
  expect(errorText(new Error('x'))).toBe('x')
})

test('every code that the core sends has a text in both languages', () => {
  const text = ['.', 'wire', 'commands', 'session', 'layers', 'user_crs']
    .flatMap((folder) =>
      readdirSync(`../src-tauri/${folder}`).map((name) => `../src-tauri/${folder}/${name}`),
    )
    .filter((path) => path.endsWith('.rs') && !path.endsWith('tests.rs'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const codes = new Set(
    [
      ...text.matchAll(
        /"((?:file|atlas|change|shape|crs|coords|text|export|import|check|layer|place|measure|detail|reveal|wire)\.[a-z_]+)"/g,
      ),
    ].map((m) => m[1] ?? ''),
  )
  expect(codes.size).toBeGreaterThan(40)
  for (const language of ['zh-CN', 'en'] as const) {
    i18n.global.locale.value = language
    expect([...codes].filter((code) => textOf(code) === null)).toEqual([])
  }
})

test('what stands in the way of a removal is named in the language of the window', () => {
  const held = new IpcError({
    code: 'change.in_use',
    params: { by: 'tasks', count: 3 },
    detail: '还有 3 条任务',
  })
  expect(errorText(held)).toContain('3 条任务')
  i18n.global.locale.value = 'en'
  expect(errorText(held)).toContain('3 entries (Task)')
})

test('what the core adds in its own words can stand in a text', () => {
  const words = { code: 'row', zh: '年份要在 1949 和 2100 之间', en: 'the year should be 1949 to 2100' }
  const refused = new IpcError({ code: 'change.row', params: {}, words, detail: '' })
  expect(errorText(refused)).toBe('没有保存：年份要在 1949 和 2100 之间')
  i18n.global.locale.value = 'en'
  expect(errorText(refused)).toBe('Not saved: the year should be 1949 to 2100')
})
