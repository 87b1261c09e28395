import { beforeEach, expect, test, vi } from 'vitest'

const { call, keep } = vi.hoisted(() => ({ call: vi.fn(), keep: vi.fn() }))
vi.mock('@/ipc', async (original) => ({ ...(await original<typeof import('@/ipc')>()), call }))
vi.mock('./commit', () => ({ keep }))

import type { Shape } from '@/ipc'
import { notice } from '@/stores/notice'
import type { Subject } from './drawMode'
import { blocked, pending } from './drawState'
import { type DrawnShape, ShapeKeeper } from './shapeKeeper'

const ring = (...corners: [number, number][]): Shape => ({ type: 'Polygon', coordinates: [corners] })
const bow = ring([116, 35], [117, 36], [117, 35], [116, 36], [116, 35])
const good = ring([116, 35], [117, 35], [117, 36], [116, 35])
const subject: Subject = {
  of: 'project',
  id: 'p',
  name: '某路',
  kind: 'road',
  shape: null,
  precision: 'none',
}
const drawn = (over: Partial<DrawnShape> = {}): DrawnShape => ({
  step: 'draw',
  subject,
  shape: good,
  ...over,
})

const marked: unknown[] = []
const shown: unknown[] = []
let goesOn = false
const went: string[] = []
const keeper = () =>
  new ShapeKeeper(
    { showKept: (shape: unknown) => shown.push(shape) } as never,
    { showProblems: (problems: unknown[]) => marked.push(problems) } as never,
    {
      leave: () => went.push('left'),
      goOn: (now) => {
        if (goesOn) went.push(`on with ${now.precision}`)
        return goesOn
      },
    },
  )

const crossing = { code: 'self_intersection', at: [116, 35] }
beforeEach(() => {
  vi.clearAllMocks()
  for (const list of [marked, shown, went]) list.length = 0
  goesOn = false
  blocked.value = false
  pending.value = null
  notice.value = null
  keep.mockResolvedValue('sketched')
  call.mockImplementation(async (_: string, { op }: { op: { op: string; geometry: Shape } }) =>
    op.op === 'inspect' ? { problems: op.geometry === bow ? [crossing] : [] } : { geometries: [good] },
  )
})

test('a good shape is kept and the mode ends, but for one in which changes go on', async () => {
  expect(await keeper().keep(drawn())).toBe('sketched')
  expect(keep).toHaveBeenCalledWith('draw', subject, good)
  expect([went, shown.length]).toEqual([['left'], 1])
  goesOn = true
  expect(await keeper().keep(drawn({ step: 'edit' }))).toBe('sketched')
  expect(went).toEqual(['left', 'on with sketched'])
})

test('a shape with serious problems is held back until it is repaired', async () => {
  const kept = keeper()
  expect(await kept.keep(drawn({ shape: bow }))).toBeNull()
  expect([blocked.value, keep.mock.calls.length, marked]).toEqual([true, 0, [[crossing]]])
  if (!kept.refused) throw new Error('it is held back')
  await kept.repair(kept.refused)
  expect([blocked.value, kept.refused, keep.mock.calls.length]).toEqual([false, null, 1])
  expect(notice.value?.level).toBe('good')
})

test('a shape of nobody waits until it is said whose it is', async () => {
  expect(await keeper().keep(drawn({ subject: null }))).toBeNull()
  expect([pending.value, keep.mock.calls.length]).toEqual([good, 0])
})

test('the boundary of a town is an area', async () => {
  const line: Shape = { type: 'LineString', coordinates: [] }
  expect(await keeper().keep(drawn({ subject: { ...subject, of: 'town' }, shape: line }))).toBeNull()
  expect([went, call.mock.calls.length]).toEqual([['left'], 0])
})
