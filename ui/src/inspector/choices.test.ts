import { expect, it, vi } from 'vitest'

vi.mock('@/ipc', async (original) => ({ ...(await original<object>()), call: vi.fn(async () => null) }))

import { nearFirst } from './choices'

it('units of the own county stand before their namesakes, the others keep their order', () => {
  const unit = (value: string, hint: string | null) => ({ value, label: '县水务局', hint })
  const all = [unit('a', '成武县'), unit('b', '汶上县'), unit('c', null), unit('d', '汶上县')]
  expect(nearFirst(all, ['山东省', '汶上县']).map((c) => c.value)).toEqual(['b', 'd', 'a', 'c'])
})
