// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'

vi.mock('@/map/edit/drawActions', () => ({ startDrawing: vi.fn(), placeAt: vi.fn() }))

import { closeDialog, dialog } from '@/dialogs/dialogState'
import type { AtlasSummary } from '@/ipc'
import { allBindings, handleKey } from '@/keys/keymap'
import { commandLabel, labelIn } from '@/keys/labels'
import { shortcutSheet } from '@/keys/shortcutGroups'
import { atlas } from '@/stores/atlas'
import { emptyFilter, filter } from '@/stores/filter'
import { placing } from '@/unmapped/placing'
import { bindFrame, frameBindings } from './windowCommands'

const summary: AtlasSummary = {
  path: '/a.gpkg',
  name: 'a',
  title: 'a',
  practice: false,
  read_only: false,
  held_by: null,
  version: 1,
  undo: '改名',
  redo: '改名',
  undo_depth: 1,
  projects: 1,
  empty: false,
  unmeasured: 0,
  outside: false,
}

/** The event that a key of the list stands for. */
function eventOf(name: string): KeyboardEvent {
  const parts = name === '?' ? ['?'] : name.split('+')
  const key = parts.at(-1) ?? ''
  return new KeyboardEvent('keydown', {
    key: key.length === 1 ? key.toLowerCase() : key,
    ctrlKey: parts.includes('Ctrl'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift') || key === '?',
    cancelable: true,
  })
}

describe('the commands of the frame', () => {
  let unbind = () => {}
  beforeEach(() => {
    unbind = bindFrame()
    atlas.value = summary
    filter.value = { ...emptyFilter(), plans: ['a'] }
    placing.value = { kind: 'town', id: 't', name: 't', project_kind: null, place: null }
  })
  afterEach(() => {
    unbind()
    closeDialog()
    placing.value = null
  })

  test('each key runs its own command and no other', () => {
    for (const binding of frameBindings) {
      const all = frameBindings.map((b) => vi.spyOn(b, 'run').mockImplementation(() => {}))
      for (const key of binding.keys) {
        all.forEach((spy) => {
          spy.mockClear()
        })
        expect(handleKey(eventOf(key)), `${key} runs ${binding.id}`).toBe(true)
        expect(
          all.map((spy) => spy.mock.calls.length),
          key,
        ).toEqual(frameBindings.map((b) => (b === binding ? 1 : 0)))
      }
      vi.restoreAllMocks()
    }
  })
  test('every command is named in both languages', () => {
    for (const { id } of allBindings()) {
      expect(labelIn('zh-CN', id), `${id} in Chinese`).toBeTruthy()
      expect(labelIn('en', id), `${id} in English`).toBeTruthy()
    }
  })
  test('the sheet has every key and nothing that is not bound', () => {
    const rows = shortcutSheet().flatMap((group) => group.rows)
    const bound = allBindings().filter((b) => b.keys.length > 0)
    expect(rows.map((r) => [r.id, ...r.keys]).sort()).toEqual(bound.map((b) => [b.id, ...b.keys]).sort())
    expect(rows.every((r) => r.label === commandLabel(r.id))).toBe(true)
  })
  test('? opens the sheet, Ctrl+K the palette, Escape ends placing', async () => {
    handleKey(eventOf('?'))
    expect(dialog.value).toBe('shortcuts')
    handleKey(eventOf('Ctrl+K'))
    expect(dialog.value).toBe('palette')
    handleKey(eventOf('Escape'))
    expect(placing.value).toBeNull()
    handleKey(eventOf('Ctrl+Shift+F'))
    await nextTick()
    expect(filter.value).toEqual(emptyFilter())
  })
  test('without an atlas only what needs none runs', () => {
    atlas.value = null
    placing.value = null
    expect(handleKey(eventOf('Ctrl+E'))).toBe(false)
    expect(handleKey(eventOf('Ctrl+Z'))).toBe(false)
    expect(handleKey(eventOf('Ctrl+O'))).toBe(true)
  })
  test('a read-only atlas cannot be undone into', () => {
    atlas.value = { ...summary, read_only: true }
    expect(handleKey(eventOf('Ctrl+Z'))).toBe(false)
  })
})
