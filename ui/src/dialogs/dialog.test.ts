// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { type App, createApp, h, nextTick } from 'vue'
import { i18n } from '@/i18n'
import { bind, handleKey } from '@/keys/keymap'
import AppDialog from './AppDialog.vue'

const apps: App[] = []
function show(name: string, onClose: () => void): App {
  const host = document.body.appendChild(document.createElement('div'))
  const slots = { default: () => [h('button', { id: `${name}-1` }), h('button', { id: `${name}-2` })] }
  const app = createApp({ render: () => h(AppDialog, { name, title: name, onClose }, slots) })
  app.use(i18n)
  app.mount(host)
  apps.push(app)
  return app
}
function press(key: string, at: EventTarget = document.body, shiftKey = false): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true })
  at.dispatchEvent(event)
  return event
}
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.innerHTML = ''
})

test('Esc closes the dialog on top, wherever the focus is', async () => {
  const lower = vi.fn()
  const upper = vi.fn()
  show('lower', lower)
  const top = show('upper', upper)
  await nextTick()
  press('Escape')
  expect([lower.mock.calls.length, upper.mock.calls.length]).toEqual([0, 1])
  top.unmount()
  apps.pop()
  press('Escape')
  expect([lower.mock.calls.length, upper.mock.calls.length]).toEqual([1, 1])
})

test('shortcuts rest while a dialog is open and work again after', () => {
  const run = vi.fn()
  const remove = bind({ id: 'test.dialog', keys: ['F9'], group: 'general', run })
  const app = show('one', () => {})
  expect(handleKey(new KeyboardEvent('keydown', { key: 'F9' }))).toBe(false)
  app.unmount()
  apps.pop()
  expect(handleKey(new KeyboardEvent('keydown', { key: 'F9', cancelable: true }))).toBe(true)
  remove()
  expect(run).toHaveBeenCalledTimes(1)
})

test('Tab stays within the dialog', () => {
  show('one', () => {})
  const all = [...document.querySelectorAll<HTMLElement>('.dialog button')]
  const last = all.at(-1)
  last?.focus()
  const event = press('Tab', last)
  expect(event.defaultPrevented).toBe(true)
  expect(document.activeElement).toBe(all[0])
  press('Tab', all[0], true)
  expect(document.activeElement).toBe(last)
})

test('the focus goes back where it was', () => {
  const before = document.body.appendChild(document.createElement('button'))
  before.focus()
  const app = show('one', () => {})
  expect(document.activeElement).not.toBe(before)
  app.unmount()
  apps.pop()
  expect(document.activeElement).toBe(before)
})
