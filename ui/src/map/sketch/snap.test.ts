import { expect, test } from 'vitest'
import { type Coord, type Path, snap } from './snap'
import { traced } from './trace'

const road: Path = {
  owner: 'road',
  name: '环乡路',
  closed: false,
  points: [
    [0, 0],
    [100, 0],
    [200, 50],
  ],
}
const block: Path = {
  owner: 'block',
  name: '产业园',
  closed: true,
  points: [
    [50, -50],
    [150, -50],
    [150, 80],
    [50, 80],
    [50, -50],
  ],
}
const at = (x: number, y: number): Coord => [x, y]
const place = (p: Coord) => {
  const caught = snap(p, [block], 1)
  if (!caught) throw new Error('nothing caught')
  return caught.place
}

test('the end of a line is named as its end', () => {
  expect(snap(at(3, 4), [road], 12)).toMatchObject({ at: [0, 0], kind: 'end', name: '环乡路' })
})

test('a vertex comes before an edge that is nearer', () => {
  expect(snap(at(92, 1), [road], 12)).toMatchObject({ at: [100, 0], kind: 'vertex' })
})

test('an edge is caught at the nearest place of it', () => {
  expect(snap(at(30, 5), [road], 12)).toMatchObject({ at: [30, 0], kind: 'edge' })
})

test('a crossing is named by both things', () => {
  const caught = snap(at(55, 4), [road, block], 12)
  expect(caught).toMatchObject({ at: [50, 0], kind: 'intersection' })
  expect([caught?.name, caught?.other].sort()).toEqual(['产业园', '环乡路'])
})

test('nothing is caught beyond the reach', () => {
  expect(snap(at(30, 13), [road], 12)).toBeNull()
  expect(snap(at(30, 11), [road], 12)).not.toBeNull()
})

test('a pin is caught as a point', () => {
  const pin: Path = { owner: 'p', name: '南村镇', closed: false, points: [[5, 5]] }
  expect(snap(at(6, 6), [pin], 12)).toMatchObject({ kind: 'point', name: '南村镇' })
})

test('tracing a line passes its vertices in the order walked', () => {
  const from = snap(at(20, 0), [road], 1)?.place
  const to = snap(at(180, 40), [road], 1)?.place
  if (!from || !to) throw new Error('nothing caught')
  expect(traced(from, to)).toEqual([[100, 0]])
  expect(traced(to, from)).toEqual([[100, 0]])
})

test('tracing a ring goes the shorter way round, over the seam when that is shorter', () => {
  expect(traced(place([100, -50]), place([150, 0]))).toEqual([[150, -50]])
  expect(traced(place([70, -50]), place([50, -20]))).toEqual([[50, -50]])
  expect(traced(place([50, -20]), place([70, -50]))).toEqual([[50, -50]])
  expect(traced(place([50, 60]), place([150, 0]))).toEqual([
    [50, 80],
    [150, 80],
  ])
})

test('places on two things are not traced', () => {
  const from = snap(at(20, 0), [road], 1)?.place
  if (!from) throw new Error('nothing caught')
  expect(traced(from, place([100, -50]))).toBeNull()
})
