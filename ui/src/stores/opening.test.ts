import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tell } from '@/ipc/events'
import { followOpening, opening, projectsRead, SHOWN_AFTER_MS } from './opening'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('an opening that takes long is shown with what was read, and gone when it is over', async () => {
  let finish: (value: string) => void = () => undefined
  const done = followOpening(
    '/册.gpkg',
    () =>
      new Promise<string>((resolve) => {
        finish = resolve
      }),
  )
  tell('job:progress', { job: 'open', done: 0, total: 0, features: 12_000 })
  tell('job:progress', { job: 'measure', done: 0, total: 0, features: 99_000 })
  expect(opening.value).toBeNull()
  vi.advanceTimersByTime(SHOWN_AFTER_MS)
  expect([opening.value, projectsRead.value]).toEqual(['/册.gpkg', 12_000])
  finish('open')
  expect(await done).toBe('open')
  expect(opening.value).toBeNull()
})

test('one that is soon over is not shown, and one that fails is gone', async () => {
  await followOpening('/册.gpkg', () => Promise.resolve())
  vi.advanceTimersByTime(10 * SHOWN_AFTER_MS)
  expect(opening.value).toBeNull()
  const failed = followOpening(
    '/坏.gpkg',
    () => new Promise((_, reject) => setTimeout(() => reject(new Error('no')), 9_000)),
  )
  const seen = expect(failed).rejects.toThrow('no')
  vi.advanceTimersByTime(SHOWN_AFTER_MS)
  expect(opening.value).toBe('/坏.gpkg')
  vi.advanceTimersByTime(9_000)
  await seen
  expect(opening.value).toBeNull()
})
