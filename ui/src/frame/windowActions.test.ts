import { beforeEach, expect, test, vi } from 'vitest'

const { call, settleOpenWork } = vi.hoisted(() => ({ call: vi.fn(), settleOpenWork: vi.fn() }))
vi.mock('./openWork', () => ({ settleOpenWork }))
vi.mock('@/ipc', async (original) => ({ ...(await original<typeof import('@/ipc')>()), call }))

import { IpcError } from '@/ipc'
import { atlas } from '@/stores/atlas'
import { conditions, setFilter } from '@/stores/filter'
import { notice, question } from '@/stores/notice'
import { closeAtlas, openPath, undo } from './windowActions'

const summary = {
  path: '/a.gpkg',
  name: 'a',
  title: 'a',
  practice: false,
  read_only: false,
  held_by: null,
  version: 1,
  undo: '画范围：环乡路',
  redo: null,
  undo_depth: 1,
  projects: 1,
  empty: false,
  unmeasured: 0,
  outside: false,
}
type Answer = (args: { read_only?: boolean }) => unknown
function core(answers: Record<string, Answer>): void {
  call.mockImplementation(
    async (name: string, args: { read_only?: boolean }) => answers[name]?.(args) ?? null,
  )
}

beforeEach(() => {
  vi.clearAllMocks()
  settleOpenWork.mockResolvedValue(true)
  atlas.value = null
  notice.value = null
  question.value = null
})

test('an atlas that is in use is offered read-only, and opened so after yes', async () => {
  core({
    open_atlas: ({ read_only }) => {
      if (!read_only) throw new IpcError({ code: 'atlas.in_use', params: {}, detail: '正在使用' })
      return { ...summary, read_only: true, held_by: '另一个窗口' }
    },
  })
  const opening = openPath('/a.gpkg')
  await vi.waitFor(() => expect(question.value).not.toBeNull())
  question.value?.answer(true)
  expect(await opening).toBe(true)
  expect(atlas.value?.read_only).toBe(true)
})

test('any other failure is told, and the atlas of before stays', async () => {
  atlas.value = summary
  core({
    open_atlas: () => {
      throw new IpcError({ code: 'file.not_found', params: { path: '/无.gpkg' }, detail: '' })
    },
  })
  expect(await openPath('/无.gpkg')).toBe(false)
  expect(notice.value).toMatchObject({ level: 'error', text: expect.stringContaining('/无.gpkg') })
  expect(atlas.value).toBe(summary)
})

test('what another program did to the file is told when it is opened', async () => {
  core({ open_atlas: () => ({ ...summary, path: '/b.gpkg', outside: true }) })
  expect(await openPath('/b.gpkg')).toBe(true)
  expect(notice.value).toMatchObject({ level: 'info', text: expect.stringContaining('外部修改') })
})

test('undo says which step it took back', async () => {
  atlas.value = summary
  core({ undo: () => ({ atlas: { ...summary, undo: null }, name: '画范围：环乡路', touched: [] }) })
  await undo()
  expect(notice.value?.text).toBe('已撤销：画范围：环乡路')
  await undo()
  expect(call.mock.calls.filter(([name]) => name === 'undo')).toHaveLength(1)
})

test('closing an atlas forgets its filter', async () => {
  atlas.value = summary
  setFilter({ plans: ['a'] })
  core({})
  await closeAtlas()
  expect([atlas.value, conditions.value]).toEqual([null, 0])
})

test('an atlas with work that is to stay open is neither closed nor exchanged', async () => {
  atlas.value = summary
  core({ open_atlas: () => ({ ...summary, path: '/b.gpkg' }) })
  settleOpenWork.mockResolvedValue(false)
  await closeAtlas()
  expect(await openPath('/b.gpkg')).toBe(false)
  expect(atlas.value).toBe(summary)
  expect(call).not.toHaveBeenCalled()
})
