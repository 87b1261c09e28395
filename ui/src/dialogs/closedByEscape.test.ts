// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { closedByEscape } from './closedByEscape'

test('Esc closes what is open, gives the focus back and is heard by nobody else', async () => {
  const others = vi.fn()
  const button = document.body.appendChild(document.createElement('button'))
  const open = ref(false)
  const scope = effectScope()
  scope.run(() => closedByEscape(open, () => button))
  window.addEventListener('keydown', others)
  const press = () =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))

  open.value = true
  await nextTick()
  press()
  expect([open.value, others.mock.calls.length]).toEqual([false, 0])
  expect(document.activeElement).toBe(button)

  await nextTick()
  press()
  expect(others).toHaveBeenCalledTimes(1)

  open.value = true
  await nextTick()
  scope.stop()
  press()
  expect([open.value, others.mock.calls.length]).toEqual([true, 2])
})
