import { expect, it } from 'vitest'
import { shared } from './sharedValue'

it('several things share a value or differ; nothing shared is not the same as differing', () => {
  expect(shared(['road', 'road'])).toEqual({ mixed: false, value: 'road' })
  expect(shared(['road', 'water'])).toEqual({ mixed: true })
  expect(shared([null, null])).toEqual({ mixed: false, value: null })
  expect(shared(['t1', null])).toEqual({ mixed: true })
})
