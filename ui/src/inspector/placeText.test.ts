import { expect, it } from 'vitest'
import { historyValue } from '@/history/historyValue'
import en from '@/i18n/en'
import { pointText, problemText } from './placeText'

it('a point is written with its hemisphere, a line is no point', () => {
  expect(pointText({ type: 'Point', coordinates: [120.12632, 36.53425] })).toBe('120.12632°E 36.53425°N')
  expect(pointText({ type: 'Point', coordinates: [-70.5, -33.25] })).toBe('70.50000°W 33.25000°S')
  expect(
    pointText({
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    }),
  ).toBe(null)
  expect(pointText(null)).toBe(null)
})

it('what is wrong with a shape is said in words, also when it is not known', () => {
  expect(problemText('validity.self-crossing')).toBe('自相交')
  expect(problemText('hole_outside')).toBe('洞在范围外')
  expect(problemText('validity.never-heard-of')).toBe('形状无效')
})

it('values of the journal are written as on the card', () => {
  const check = (column: string, value: string | null, expected: string) =>
    expect(historyValue(column, value)).toBe(expected)
  check('starts', '2025-H1', '2025年上半年')
  check('starts', '"2025-06"', '2025年6月')
  check('stage', 'building', '在建')
  check('stage', 'allocated', '下达')
  check('amount', '48500000', '48.50 万元')
  check('confirmed', 'true', '是')
  check('town', null, '空')
  check('name', '环乡路', '环乡路')
})

it('English tags of problems begin with a capital, as other tags do', () => {
  const tags = Object.values(en.map.problem)
  expect(tags.filter((tag) => !/^[A-Z{]/.test(tag))).toEqual([])
})
