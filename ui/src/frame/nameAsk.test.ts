import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { saveState } from '@/stores/atlas'
import { type Notice, notice, notify } from '@/stores/notice'
import { prefs, remembered } from '@/stores/prefs'
import { askNameOnce } from './nameAsk'

vi.mock('@/ipc', async (original) => ({ ...(await original<object>()), call: vi.fn(async () => null) }))

let end: () => void
beforeEach(() => {
  vi.useFakeTimers()
  notice.value = null
  prefs.value.author = ''
  remembered('nameAsked', false).value = false
  end = askNameOnce()
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

function edit(): void {
  saveState.value = 'saving'
  saveState.value = 'saved'
  vi.advanceTimersByTime(1)
}

test('after the first edit the name is asked for, and never again', () => {
  edit()
  expect((notice.value as Notice | null)?.action?.label).toBe('填写姓名')
  notice.value = null
  edit()
  expect(notice.value).toBeNull()
})

test('who has said a name is not asked, nor is anybody when an edit failed', () => {
  saveState.value = 'saving'
  saveState.value = 'failed'
  vi.advanceTimersByTime(1)
  expect(notice.value).toBeNull()
  prefs.value.author = '张三'
  edit()
  expect(notice.value).toBeNull()
})

test('what the edit itself says is read first', async () => {
  saveState.value = 'saving'
  saveState.value = 'saved'
  notify('good', '已修复')
  vi.advanceTimersByTime(1)
  expect((notice.value as Notice | null)?.text).toBe('已修复')
  notice.value = null
  await nextTick()
  expect((notice.value as Notice | null)?.action?.label).toBe('填写姓名')
})
