import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'

vi.mock('@/ipc', async (original) => ({ ...(await original<object>()), call: vi.fn(async () => null) }))

import { loadPrefs, prefs, remembered } from './prefs'

describe('what the window remembers', () => {
  beforeEach(() => {
    loadPrefs({ language: 'zh-CN', theme: 'light', author: '', crs: 'EPSG:4490', ui: { width: 300 } })
  })

  it('is still kept when the pane that asked first is closed', async () => {
    const pane = effectScope()
    const tab = pane.run(() => remembered('test.tab', 'projects'))
    pane.stop()
    if (tab) tab.value = 'check'
    await nextTick()
    expect(prefs.value.ui['test.tab']).toBe('check')
  })

  it('is one value for all who ask by the same key', () => {
    remembered('test.shared', 1).value = 2
    expect(remembered('test.shared', 1).value).toBe(2)
  })

  it('begins with what was kept at the last start', () => {
    expect(remembered('width', 100).value).toBe(300)
    loadPrefs({ language: 'zh-CN', theme: 'light', author: '', crs: 'EPSG:4490', ui: { width: 400 } })
    expect(remembered('width', 100).value).toBe(400)
  })
})
