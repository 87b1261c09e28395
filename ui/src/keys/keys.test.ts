// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { bind, dialogOpened, handleKey, keyName } from './keymap'
import { keyText } from './labels'
import { pinyinInitials } from './pinyin'

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  Object.defineProperty(event, 'target', { value: target })
  return handleKey(event)
}

describe('a binding', () => {
  const run = vi.fn()
  let remove = () => {}
  beforeEach(() => {
    run.mockClear()
    remove = bind({ id: 'test.one', keys: ['Ctrl+Z'], group: 'general', run }) as () => void
  })
  afterEach(() => remove())

  test('runs on its key and on no other', () => {
    expect(press('z', { ctrlKey: true })).toBe(true)
    expect(press('z')).toBe(false)
    expect(press('z', { ctrlKey: true, shiftKey: true })).toBe(false)
    expect(run).toHaveBeenCalledTimes(1)
  })
  test('does not run while a text field has the focus', () => {
    expect(press('z', { ctrlKey: true }, document.createElement('input'))).toBe(false)
    expect(run).not.toHaveBeenCalled()
  })
  test('runs beside a text field when the key is no key of text', () => {
    const keys = ['Ctrl+Shift+O', 'Ctrl+E', 'Alt+1', 'N', 'Enter', 'Ctrl+V', 'Ctrl+Backspace']
    const away = bind({ id: 'test.three', keys, group: 'general', run })
    const field = document.createElement('input')
    expect(press('O', { ctrlKey: true, shiftKey: true }, field)).toBe(true)
    expect(press('e', { ctrlKey: true }, field)).toBe(true)
    expect(press('1', { altKey: true }, field)).toBe(true)
    expect(press('n', {}, field)).toBe(false)
    expect(press('Enter', {}, field)).toBe(false)
    expect(press('v', { ctrlKey: true }, field)).toBe(false)
    expect(press('Backspace', { ctrlKey: true }, field)).toBe(false)
    away()
    expect(run).toHaveBeenCalledTimes(3)
  })
  test('does not run while a dialog is open', () => {
    const closed = dialogOpened()
    expect(press('z', { ctrlKey: true })).toBe(false)
    closed()
    closed()
    expect(press('z', { ctrlKey: true })).toBe(true)
  })
  test('does not run during the composition of Chinese input', () => {
    expect(press('z', { ctrlKey: true, isComposing: true })).toBe(false)
  })
  test('gives way to one registered later, as long as that can run', () => {
    const later = vi.fn()
    let drawing = true
    const away = bind({ id: 'test.two', keys: ['Ctrl+Z'], group: 'draw', when: () => drawing, run: later })
    press('z', { ctrlKey: true })
    expect([later.mock.calls.length, run.mock.calls.length]).toEqual([1, 0])
    drawing = false
    press('z', { ctrlKey: true })
    away()
    expect([later.mock.calls.length, run.mock.calls.length]).toEqual([1, 1])
  })
  test('is there once', () => {
    expect(() => bind({ id: 'test.one', keys: [], group: 'general', run })).toThrow()
  })
})

test('keys are named by what they type', () => {
  const name = (key: string, init: KeyboardEventInit = {}) =>
    keyName(new KeyboardEvent('keydown', { key, ...init }))
  expect(name('?', { shiftKey: true })).toBe('?')
  expect(name('Z', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+Z')
  expect(name(' ')).toBe('Space')
  expect(name('k', { metaKey: true })).toBe('Ctrl+K')
  expect(keyText('Escape')).toBe('Esc')
})

test('pinyin initials of commands', () => {
  for (const [text, initials] of [
    ['撤销', 'cx'],
    ['打开图册', 'dktc'],
    ['未上图', 'wst'],
    ['命名视图', 'mmst'],
    ['导出 GeoJSON', 'dcgeojson'],
    ['日志', 'rz'],
    ['切换深色', 'qhss'],
    ['资金', 'zj'],
    ['快捷键', 'kjj'],
  ]) {
    expect(pinyinInitials(text ?? ''), text).toBe(initials)
  }
})
