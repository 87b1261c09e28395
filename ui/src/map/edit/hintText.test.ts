import { expect, test } from 'vitest'
import en from '@/i18n/en/map'
import zh from '@/i18n/zh-CN/map'
import { Sketch, type SketchShape } from '../sketch/sketch'
import { JOB_SHAPES, type Job, type Mode, type Subject } from './drawMode'
import { hintKey, hintPieces } from './hintText'

const subject: Subject = {
  of: 'project',
  id: 'p',
  name: '某园',
  kind: 'culture',
  shape: null,
  precision: 'none',
}
const footprint: Job = { kind: 'footprint', subject }

function sketching(shape: SketchShape, vertices: number, job: Job = footprint): Mode {
  const sketch = new Sketch(shape)
  for (let i = 0; i < vertices; i++) sketch.put([i, i * i])
  return { name: 'sketch', job, sketch }
}

test('the hint says how to begin, go on and finish', () => {
  expect(hintKey(sketching('polygon', 0), false)).toBe('first')
  expect(hintKey(sketching('polygon', 2), false)).toBe('more')
  expect(hintKey(sketching('polygon', 3), false)).toBe('finish')
  expect(hintKey(sketching('circle', 0), false)).toBe('circleFirst')
  expect(hintKey(sketching('polygon', 0, { kind: 'hole', subject }), false)).toBe('holeFirst')
  expect(hintKey({ name: 'select' }, false)).toBeNull()
  expect(hintKey(sketching('polygon', 3), true)).toBe('blocked')
})

test('every hint has words in both languages, and the same keys in both', () => {
  const shapes: SketchShape[] = ['point', 'line', 'polygon', 'rectangle', 'circle', 'freehand']
  const modes: Mode[] = shapes.flatMap((s) => [0, 1, 2, 3].map((n) => sketching(s, n)))
  for (const kind of Object.keys(JOB_SHAPES) as (keyof typeof JOB_SHAPES)[]) {
    modes.push(sketching(JOB_SHAPES[kind], 0, { kind, subject }))
  }
  modes.push({ name: 'vertices', subject }, { name: 'move', subject }, { name: 'merge', subject })
  modes.push({ name: 'simplify', subject, tolerance: 5 })
  const keys = new Set(modes.map((m) => hintKey(m, false)))
  keys.add('blocked')
  keys.delete(null)
  for (const key of keys) {
    const chinese = zh.hint[key as keyof typeof zh.hint]
    const english = en.hint[key as keyof typeof en.hint]
    expect(chinese, `zh ${key}`).toBeTruthy()
    expect(english, `en ${key}`).toBeTruthy()
    const pressed = (text: string) =>
      hintPieces(text)
        .filter((p) => p.key)
        .map((p) => p.text)
        .sort()
    expect(pressed(english)).toEqual(pressed(chinese))
  }
})

test('a hint splits into words and keys', () => {
  expect(hintPieces('双击或 [Enter] 完成')).toEqual([
    { text: '双击或 ', key: false },
    { text: 'Enter', key: true },
    { text: ' 完成', key: false },
  ])
})
