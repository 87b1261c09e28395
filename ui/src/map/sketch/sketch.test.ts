import { expect, test } from 'vitest'
import { needed, rectangleRing, Sketch, type SketchShape, type Spot } from './sketch'
import { type Coord, type Path, snap } from './snap'

let clock = 0
const spot = (x: number, y: number, on: Spot['on'] = null): Spot => {
  clock += 1000
  return { at: [x, y], pixel: [x, y], on, time: clock }
}
const click = (sketch: Sketch, x: number, y: number): boolean => {
  const s = spot(x, y)
  sketch.move(s)
  return sketch.press(s) || sketch.release({ ...s, time: s.time + 50 })
}

test('clicks set vertices and a double click finishes', () => {
  const sketch = new Sketch('polygon')
  expect(click(sketch, 0, 0)).toBe(false)
  expect(click(sketch, 100, 0)).toBe(false)
  expect(click(sketch, 100, 100)).toBe(false)
  expect(sketch.valid).toBe(true)
  const again: Spot = { at: [101, 100], pixel: [101, 100], on: null, time: clock + 200 }
  expect(sketch.press(again)).toBe(true)
  expect(sketch.vertices).toHaveLength(3)
})

test('a slow second click at the same place does not finish and adds nothing', () => {
  const sketch = new Sketch('line')
  click(sketch, 0, 0)
  click(sketch, 50, 0)
  expect(click(sketch, 50, 0)).toBe(false)
  expect(sketch.vertices).toHaveLength(2)
})

test('a click on the first vertex closes a polygon', () => {
  const sketch = new Sketch('polygon')
  click(sketch, 0, 0)
  click(sketch, 100, 0)
  click(sketch, 100, 100)
  expect(click(sketch, 5, 5)).toBe(true)
  expect(sketch.vertices).toHaveLength(3)
})

test('press, drag and release sets both ends', () => {
  const sketch = new Sketch('line')
  sketch.press(spot(0, 0))
  sketch.move(spot(40, 40))
  expect(sketch.release(spot(80, 80))).toBe(false)
  expect(sketch.vertices).toEqual([
    [0, 0],
    [80, 80],
  ])
})

test.each(['rectangle', 'circle'] as SketchShape[])('a %s takes two clicks or one drag', (shape) => {
  const clicks = new Sketch(shape)
  expect(click(clicks, 0, 0)).toBe(false)
  expect(click(clicks, 50, 30)).toBe(true)
  const drag = new Sketch(shape)
  drag.press(spot(0, 0))
  expect(drag.release(spot(50, 30))).toBe(true)
  expect(drag.vertices).toEqual(clicks.vertices)
})

test('a point is where the button comes up', () => {
  const sketch = new Sketch('point')
  sketch.press(spot(0, 0))
  expect(sketch.release(spot(9, 9))).toBe(true)
  expect(sketch.vertices).toEqual([[9, 9]])
})

test('freehand gathers the way of the pointer and ends with the release', () => {
  const sketch = new Sketch('freehand')
  sketch.press(spot(0, 0))
  for (const [x, y] of [
    [30, 0],
    [31, 0],
    [30, 30],
    [0, 30],
  ] as Coord[])
    sketch.move(spot(x, y))
  expect(sketch.release(spot(0, 5))).toBe(true)
  expect(sketch.vertices).toHaveLength(4)
})

test('a vertex can be taken back until none is left', () => {
  const sketch = new Sketch('line')
  click(sketch, 0, 0)
  click(sketch, 50, 0)
  expect(sketch.back()).toBe(true)
  expect(sketch.vertices).toEqual([[0, 0]])
  expect(sketch.back()).toBe(true)
  expect(sketch.back()).toBe(false)
})

test('what was taken back can be done again until something else is drawn', () => {
  const sketch = new Sketch('polygon')
  click(sketch, 0, 0)
  click(sketch, 50, 0)
  click(sketch, 50, 50)
  sketch.back()
  sketch.back()
  sketch.back()
  expect(sketch.vertices).toEqual([])
  expect([sketch.again(), sketch.again(), sketch.again(), sketch.again()]).toEqual([true, true, true, false])
  expect(sketch.vertices).toEqual([
    [0, 0],
    [50, 0],
    [50, 50],
  ])
  sketch.back()
  click(sketch, 80, 50)
  expect(sketch.canAgain).toBe(false)
  expect(sketch.again()).toBe(false)
  // the ring still closes at its first corner
  sketch.press(spot(1, 1))
  expect(sketch.vertices).toHaveLength(3)
})

test('a shape with too few vertices is not valid', () => {
  for (const shape of ['line', 'polygon', 'rectangle'] as SketchShape[]) {
    const sketch = new Sketch(shape)
    for (let i = 0; i < needed(shape) - 1; i++) click(sketch, i * 50, i * 20)
    expect(sketch.valid).toBe(false)
  }
})

test('tracing takes over the vertices of the line followed and takes them back in one step', () => {
  const road: Path = {
    owner: 'road',
    name: '环乡路',
    closed: false,
    points: [
      [0, 0],
      [100, 0],
      [200, 100],
      [300, 100],
    ],
  }
  const on = (x: number, y: number): Spot => {
    // the paths are gathered anew for each spot, as on the map
    const caught = snap([x, y], [{ ...road }], 5)
    return spot(x, y, caught?.place ?? null)
  }
  const sketch = new Sketch('line')
  sketch.tracing = true
  const first = on(20, 0)
  sketch.press(first)
  sketch.release(first)
  const last = on(250, 100)
  sketch.move(last)
  expect(sketch.preview()).toEqual([
    [20, 0],
    [100, 0],
    [200, 100],
    [250, 100],
  ])
  sketch.press(last)
  sketch.release(last)
  expect(sketch.vertices).toHaveLength(4)
  sketch.back()
  expect(sketch.vertices).toEqual([[20, 0]])
})

test('a rectangle is closed', () => {
  const ring = rectangleRing([0, 0], [4, 3])
  expect(ring).toHaveLength(5)
  expect(ring[0]).toEqual(ring[4])
})
