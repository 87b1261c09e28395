import { describe, expect, it, vi } from 'vitest'
import { createEditing, createPicking, type Key } from './editing'

function press(key: string, more: Partial<Key> = {}): Key {
  return {
    key,
    isComposing: false,
    keyCode: 0,
    shiftKey: false,
    preventDefault: vi.fn(),
    stopPropagation: vi.fn(),
    ...more,
  }
}

function editor(options: { enabled?: boolean; fail?: boolean; multiline?: boolean } = {}) {
  let stored = '环乡路'
  const save = vi.fn(async (value: string) => {
    if (options.fail) throw new Error('被占用')
    stored = value
  })
  const made = createEditing<string>({
    value: () => stored,
    show: (value) => value,
    read: (text) => (text.trim() ? { value: text.trim() } : { problem: '不能为空' }),
    save,
    explain: (error) => (error instanceof Error ? error.message : ''),
    enabled: () => options.enabled !== false,
    multiline: options.multiline ?? false,
  })
  return { ...made, save }
}

describe('a value edited in place', () => {
  it('commits once with Enter although the field loses the focus when it closes', async () => {
    const e = editor()
    e.begin()
    e.draft.value = '环乡路改造'
    const enter = e.key(press('Enter'))
    await e.blur()
    await enter
    await e.blur()
    expect(e.save.mock.calls).toEqual([['环乡路改造']])
    expect(e.editing.value).toBe(false)
  })

  it('commits when the focus leaves', async () => {
    const e = editor()
    e.begin()
    e.draft.value = '环乡路改造'
    await e.blur()
    expect(e.save).toHaveBeenCalledWith('环乡路改造')
  })

  it('gives up with Escape and keeps the key from the window', async () => {
    const e = editor()
    e.begin()
    e.draft.value = '别的'
    const esc = press('Escape')
    await e.key(esc)
    await e.blur()
    expect(e.save).not.toHaveBeenCalled()
    expect(e.editing.value).toBe(false)
    expect(esc.stopPropagation).toHaveBeenCalled()
  })

  it('does not take the Enter that confirms a candidate for a commit', async () => {
    const e = editor()
    e.begin()
    e.draft.value = 'huan'
    await e.key(press('Enter', { isComposing: true }))
    await e.key(press('Enter', { keyCode: 229 }))
    await e.compose(true)
    await e.key(press('Enter'))
    expect(e.save).not.toHaveBeenCalled()
    expect(e.editing.value).toBe(true)
  })

  it('does not take the Escape that drops a candidate for giving up', async () => {
    const e = editor()
    e.begin()
    await e.key(press('Escape', { isComposing: true }))
    expect(e.editing.value).toBe(true)
  })

  it('waits for the composition to end when the focus leaves in its midst', async () => {
    const e = editor()
    e.begin()
    e.draft.value = 'huan'
    await e.compose(true)
    await e.blur()
    expect(e.save).not.toHaveBeenCalled()
    e.draft.value = '环'
    await e.compose(false)
    expect(e.save.mock.calls).toEqual([['环']])
  })

  it('stays open and says what is wrong with what was typed', async () => {
    const e = editor()
    e.begin()
    e.draft.value = '  '
    await e.blur()
    expect(e.error.value).toBe('不能为空')
    expect(e.editing.value).toBe(true)
    expect(e.save).not.toHaveBeenCalled()
  })

  it('stays open with what was typed when the core refuses it', async () => {
    const e = editor({ fail: true })
    e.begin()
    e.draft.value = '新名'
    await e.key(press('Enter'))
    expect([e.error.value, e.editing.value, e.draft.value, e.busy.value]).toEqual([
      '被占用',
      true,
      '新名',
      false,
    ])
  })

  it('makes no step when nothing was changed', async () => {
    const e = editor()
    e.begin()
    await e.key(press('Enter'))
    expect(e.save).not.toHaveBeenCalled()
    expect(e.editing.value).toBe(false)
  })

  it('does not open in an atlas that is only read', () => {
    const e = editor({ enabled: false })
    e.begin()
    expect(e.editing.value).toBe(false)
  })

  it('makes a new line with Shift and Enter in a long text only', async () => {
    const long = editor({ multiline: true })
    long.begin()
    expect(await long.key(press('Enter', { shiftKey: true }))).toBe(false)
    const short = editor()
    short.begin()
    expect(await short.key(press('Enter', { shiftKey: true }))).toBe(true)
  })
})

describe('a value chosen from a list', () => {
  function picker(fail = false, enabled = true) {
    const save = vi.fn(async (_: string) => {
      if (fail) throw new Error('竣工日期未确认')
    })
    const explain = (error: unknown) => (error instanceof Error ? error.message : '')
    return { ...createPicking<string>({ value: () => 'idea', save, explain, enabled: () => enabled }), save }
  }

  it('commits what is chosen and closes', async () => {
    const p = picker()
    p.begin()
    await p.pick('building')
    expect(p.save.mock.calls).toEqual([['building']])
    expect(p.picking.value).toBe(false)
  })

  it('makes no step when the same is chosen again', async () => {
    const p = picker()
    p.begin()
    await p.pick('idea')
    expect(p.save).not.toHaveBeenCalled()
  })

  it('shows why a choice was refused', async () => {
    const p = picker(true)
    p.begin()
    await p.pick('completed')
    expect(p.error.value).toBe('竣工日期未确认')
  })

  it('does not open in an atlas that is only read', () => {
    const p = picker(false, false)
    p.begin()
    expect(p.picking.value).toBe(false)
  })
})
