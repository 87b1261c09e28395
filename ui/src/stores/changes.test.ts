import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

const { asked } = vi.hoisted(() => ({ asked: [] as string[] }))
vi.mock('@/ipc', async (original) => ({
  ...(await original<object>()),
  call: vi.fn(async (name: string) => {
    asked.push(name)
    return null
  }),
}))

import '@/contents/contentsStore'
import '@/filter/facetStore'
import '@/inspector/choices'
import { filterEditor } from '@/filter/filterEditorState'
import type { AtlasSummary, Touched } from '@/ipc'
import { tell } from '@/ipc/events'
import { ask, TABLES } from '@/ipc/questions'
import { atlas } from './atlas'
import { changesOf, collectChanges, touches } from './changes'
import { clearFilter, setFilter } from './filter'

const summary = { path: 'a.gpkg', projects: 3 } as unknown as AtlasSummary
const row = (table: string, id = 'one'): Touched => ({ table, id, removed: false })
const settled = async () => {
  for (let n = 0; n < 8; n += 1) await nextTick()
}
async function afterChange(touched: Touched[] | null): Promise<string[]> {
  asked.length = 0
  tell('atlas:changed', { atlas: summary, touched })
  await settled()
  return [...asked].sort()
}

describe('after a change', () => {
  beforeEach(async () => {
    filterEditor.hide()
    clearFilter()
    tell('atlas:changed', { atlas: summary, touched: null })
    await settled()
  })

  it('only what depends on a touched table is asked again, and nothing twice', async () => {
    expect(await afterChange([row('projects')])).toEqual(['contents', 'totals'])
    expect(await afterChange([row('budget_lines')])).toEqual(['totals'])
    expect(await afterChange([row('views')])).toEqual(['contents'])
    expect(await afterChange([row('gates')])).toEqual(['totals'])
    expect(await afterChange([row('cadences')])).toEqual([])
    expect(await afterChange([row('tasks')])).toEqual(['choices', 'contents', 'totals'])
  })

  it('everything is asked again when anything may be another', async () => {
    expect(await afterChange(null)).toEqual(['choices', 'contents', 'totals'])
    expect(await afterChange([row('a_table_of_tomorrow')])).toEqual(['choices', 'contents', 'totals'])
  })

  it('with a filter the totals of it and of all are two questions', async () => {
    setFilter({ kinds: ['road'] })
    await settled()
    expect(await afterChange([row('budget_lines')])).toEqual(['facets', 'facets', 'totals', 'totals'])
  })

  it('the choices of the filter are counted when they can be seen', async () => {
    expect(await afterChange([row('projects')])).not.toContain('facets')
    asked.length = 0
    filterEditor.show()
    await settled()
    expect(asked).toEqual(['facets'])
    filterEditor.hide()
    await settled()
    asked.length = 0
    filterEditor.show()
    await settled()
    expect(asked, 'nothing has changed since').toEqual([])
  })

  it('sets the summary of the atlas, whoever made the change', () => {
    const other = { ...summary, projects: 4 }
    tell('atlas:changed', { atlas: other, touched: [row('projects')] })
    expect(atlas.value).toBe(other)
  })
})

describe('questions', () => {
  it('that are the same share one answer while it is on its way', async () => {
    asked.length = 0
    const filter = { any: false, text: '' } as never
    const same = { text: '', any: false } as never
    await Promise.all([ask('totals', { filter }), ask('totals', { filter: same })])
    expect(asked).toEqual(['totals'])
    await ask('totals', { filter })
    expect(asked).toEqual(['totals', 'totals'])
  })

  it('are asked anew after a change, though an older answer is on its way', async () => {
    asked.length = 0
    const before = ask('contents', {})
    tell('atlas:changed', { atlas: summary, touched: [row('cadences')] })
    await Promise.all([before, ask('contents', {})])
    expect(asked).toEqual(['contents', 'contents'])
  })

  it('count the changes of their own tables', () => {
    const [detail, control] = [changesOf('detail'), changesOf('control_lines')]
    const before = [detail.value, control.value]
    tell('atlas:changed', { atlas: summary, touched: [row('progress')] })
    expect([detail.value, control.value]).toEqual([(before[0] ?? 0) + 1, before[1]])
  })
})

describe('collected changes', () => {
  it('name the rows by table until they are taken', () => {
    const changes = collectChanges()
    tell('atlas:changed', { atlas: summary, touched: [row('projects', 'a'), row('projects', 'b')] })
    tell('atlas:changed', { atlas: summary, touched: [row('gates', 'c')] })
    const taken = changes.take()
    expect([...(taken.rows.get('projects') ?? [])]).toEqual(['a', 'b'])
    expect(touches(taken, ['sites'])).toBe(false)
    expect(touches(taken, ['gates'])).toBe(true)
    expect(touches(changes.take(), TABLES)).toBe(false)
    changes.stop()
    tell('atlas:changed', { atlas: summary, touched: null })
    expect(changes.take().all).toBe(false)
  })
})
