import { expect, test } from 'vitest'
import { covers, placingOf } from './movingPicture'

const size = [800, 600]
/** Where a pixel of the drawn picture lies now. */
function check(from: [number[], number], to: [number[], number], pixel: number[], expected: number[]): void {
  const [center, resolution] = from
  const { scale, right, down } = placingOf({ center, resolution }, { center: to[0], resolution: to[1] }, size)
  const [x = 0, y = 0] = pixel
  expect([scale * x + right, scale * y + down]).toEqual(expected)
}

test('a picture lies where the map stands', () => {
  check([[0, 0], 10], [[0, 0], 10], [400, 300], [400, 300])
  // the view goes 100 m east and 50 m north: what is drawn goes left and down
  check([[0, 0], 10], [[100, 50], 10], [400, 300], [390, 305])
  // twice as close about its middle
  check([[0, 0], 10], [[0, 0], 5], [400, 300], [400, 300])
  check([[0, 0], 10], [[0, 0], 5], [500, 300], [600, 300])
  // both: the place at 1000 m east was at 500, is now 100 m from a middle at 5 m a pixel
  check([[0, 0], 10], [[900, 0], 5], [500, 300], [420, 300])
})

test('a picture covers the view until its margin is used up', () => {
  const moved = (metres: number, margin: number, resolution = 10) =>
    covers(
      placingOf({ center: [0, 0], resolution: 10 }, { center: [metres, 0], resolution }, size),
      size,
      margin,
    )
  expect(moved(0, 0)).toBe(true)
  expect(moved(10, 0)).toBe(false)
  expect(moved(1600, 160)).toBe(true)
  expect(moved(-1600, 160)).toBe(true)
  expect(moved(1620, 160)).toBe(false)
  // closer needs no margin, farther does
  expect(moved(0, 0, 5)).toBe(true)
  expect(moved(0, 0, 11)).toBe(false)
  expect(moved(0, 160, 11)).toBe(true)
  expect(moved(0, 160, 20)).toBe(false)
})
