import { describe, expect, it, vi } from 'vitest'

const answers = vi.hoisted(() => new Map<string, unknown>())
vi.mock('@/ipc', () => ({
  call: async (_name: string, { kind, id }: { kind: string; id: string }) => answers.get(`${kind}/${id}`),
}))

import { lookFor } from './whereabouts'

const region = (id: string, parent: string | null, at: [number, number] | null) => ({
  id,
  parent,
  geometry: at && { type: 'Point', coordinates: at },
})
answers.set('town/town', { kind: 'town', region: region('town', 'county', null) })
answers.set('town/county', { kind: 'town', region: region('county', null, [116.5, 35.7]) })
answers.set('town/lost', { kind: 'town', region: region('lost', null, null) })
answers.set('plan/plan', {
  kind: 'plan',
  region: region('county', null, [116.5, 35.7]),
  designations: [{ designation: { region: 'a' } }, { designation: { region: 'b' } }],
})
answers.set('project/p', { kind: 'project', town: region('town', 'county', null) })

answers.set('plan/far', {
  kind: 'plan',
  region: region('county', null, [116.5, 35.7]),
  designations: [{ designation: { region: 'a' } }],
  bounds: [116, 35, 117, 36],
})

const none = () => false

describe('looking for what has no mark of its own', () => {
  it('finds a plan at those of its pilot towns that are on the map', async () => {
    const there = await lookFor({ kind: 'plan', id: 'plan' }, (mark) => mark.id === 'b')
    expect(there).toEqual({ marks: [{ kind: 'town', id: 'b' }] })
  })
  it('finds a plan without towns on the map at the seat of its region', async () => {
    expect(await lookFor({ kind: 'plan', id: 'plan' }, none)).toEqual({ at: [116.5, 35.7] })
  })
  it('shows the box of a plan whole when it is known', async () => {
    const there = await lookFor({ kind: 'plan', id: 'far' }, () => true)
    expect(there).toEqual({ bounds: [116, 35, 117, 36] })
  })
  it('looks for a town of unknown place, and for a project in it, in the county above', async () => {
    expect(await lookFor({ kind: 'town', id: 'town' }, none)).toEqual({ at: [116.5, 35.7] })
    expect(await lookFor({ kind: 'project', id: 'p' }, none)).toEqual({ at: [116.5, 35.7] })
  })
  it('stays where it is when nothing is known', async () => {
    expect(await lookFor({ kind: 'town', id: 'lost' }, none)).toBeNull()
  })
})
