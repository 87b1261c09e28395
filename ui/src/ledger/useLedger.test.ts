// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EffectScope, effectScope, nextTick, ref } from 'vue'
import type { AtlasSummary, Page, Sort } from '@/ipc'

vi.mock('@/ipc', async (original) => ({ ...(await original<object>()), call: vi.fn(async () => null) }))

import { atlas } from '@/stores/atlas'
import { clearFilter, setFilter } from '@/stores/filter'
import { flight, multi, select, selected } from '@/stores/selection'
import { useLedger } from './useLedger'

const TOTAL = 250
const rows = Array.from({ length: TOTAL }, (_, n) => ({ id: `p${n}` }))
const settled = async () => {
  for (let n = 0; n < 20; n += 1) await nextTick()
}
const press = (key: string, more: Partial<KeyboardEventInit> = {}) =>
  new KeyboardEvent('keydown', { key, ...more })
const plain = { ctrlKey: false, metaKey: false, shiftKey: false }

describe('a ledger at work', () => {
  let scope: EffectScope
  const scrolled = vi.fn()
  const sort = ref<Sort>({ column: '', descending: false, find: '' })
  const read = vi.fn(
    async (_f: unknown, _s: unknown, offset: number, limit: number): Promise<Page<{ id: string }>> => ({
      total: TOTAL,
      offset,
      rows: rows.slice(offset, offset + limit),
    }),
  )
  let ledger: ReturnType<typeof useLedger<{ id: string }>>

  beforeEach(async () => {
    atlas.value = { path: 'a' } as unknown as AtlasSummary
    select(null)
    flight.value = null
    clearFilter()
    read.mockClear()
    scrolled.mockClear()
    scope = effectScope()
    scope.run(() => {
      ledger = useLedger({
        kind: 'project',
        question: 'project_page',
        many: true,
        sort: () => sort.value,
        read,
        inSight: () => [0, 9],
        scrollTo: scrolled,
      })
    })
    await settled()
  })
  afterEach(() => scope.stop())

  it('a click selects and flies', () => {
    ledger.click(3, plain)
    expect(selected.value).toEqual({ kind: 'project', id: 'p3' })
    expect(flight.value).toEqual({ to: 'target', target: { kind: 'project', id: 'p3' } })
  })

  it('Ctrl adds to what was selected alone; taking all but one out leaves a plain selection', () => {
    ledger.click(3, plain)
    ledger.click(5, { ...plain, ctrlKey: true })
    expect(multi.value).toEqual(['p3', 'p5'])
    ledger.click(3, { ...plain, ctrlKey: true })
    expect([multi.value, selected.value?.id]).toEqual([[], 'p5'])
  })

  it('Shift takes all rows between, reading those not read yet', async () => {
    ledger.click(98, plain)
    ledger.click(203, { ...plain, shiftKey: true })
    await settled()
    expect([multi.value.length, multi.value[0], multi.value.at(-1)]).toEqual([106, 'p98', 'p203'])
  })

  it('the arrow keys walk without moving the map, and Enter flies', async () => {
    ledger.click(3, plain)
    flight.value = null
    await ledger.key(press('ArrowDown'))
    expect([selected.value?.id, flight.value]).toEqual(['p4', null])
    expect(scrolled).toHaveBeenLastCalledWith(4)
    await ledger.key(press('Enter'))
    expect(flight.value).toMatchObject({ target: { id: 'p4' } })
  })

  it('keys of a composition move nothing', async () => {
    ledger.click(3, plain)
    await ledger.key(press('ArrowDown', { isComposing: true }))
    expect(selected.value?.id).toBe('p3')
  })

  it('what is selected on the map is found and scrolled to, on whatever page it is', async () => {
    select({ kind: 'project', id: 'p230' })
    await settled()
    expect(scrolled).toHaveBeenCalledWith(230)
  })

  it('reads anew when the filter or the order changes', async () => {
    setFilter({ text: '道路' })
    await settled()
    sort.value = { column: 'name', descending: true, find: '' }
    await settled()
    expect(read.mock.calls.map(([f, s]) => [(f as { text: string }).text, (s as Sort).column])).toEqual([
      ['', ''],
      ['道路', ''],
      ['道路', 'name'],
    ])
  })
})
