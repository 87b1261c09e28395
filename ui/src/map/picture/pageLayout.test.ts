import { expect, test } from 'vitest'
import { layOut, type PageContent, wrapped } from './pageLayout'

/** Chinese letters are as wide as their size, others half of it. */
const measure = (text: string, size: number): number =>
  [...text].reduce((sum, c) => sum + (c > '\u2e80' ? size : size / 2), 0)
const ten = (text: string): number => measure(text, 10)

test('Chinese breaks between letters, other words at spaces, and nothing is lost', () => {
  expect(wrapped('特色小城镇建设项目分布图', 50, 9, ten)).toEqual(['特色小城镇', '建设项目分', '布图'])
  expect(wrapped('Projects of the county', 60, 9, ten)).toEqual(['Projects of', 'the county'])
  expect(wrapped('abcdefghijklmnop', 40, 9, ten)).toEqual(['abcdefgh', 'ijklmnop'])
  expect(wrapped('', 50, 9, ten)).toEqual([])
})

test('what is longer than its lines ends in an ellipsis within the width', () => {
  const lines = wrapped('长'.repeat(100), 50, 3, ten)
  expect(lines).toHaveLength(3)
  expect(lines.at(-1)).toBe('长长长长…')
})

const content = (legend: number, title = '示例'): PageContent => ({
  title,
  notes: ['筛选：道路交通'],
  legend: Array.from({ length: legend }, (_, n) => ({ label: `类型${n}`, count: String(n) })),
  legendTitle: '图例',
  foot: '2026年11月30日',
})

test('the legend stands beside the map and never over it, in columns when it is long', () => {
  for (const rows of [0, 1, 9, 40]) {
    const page = layOut({ width: 600, height: 300 }, content(rows), measure)
    const { legend, map } = page
    expect(page.legendColumns * page.legendRows).toBeGreaterThanOrEqual(rows)
    if (!legend) {
      expect(rows).toBe(0)
      continue
    }
    expect(legend.x).toBeGreaterThanOrEqual(map.x + map.width)
    expect(legend.x + legend.width).toBeLessThanOrEqual(page.width)
    expect(legend.height).toBeLessThanOrEqual(map.height)
  }
})

test('a title of any length stands above the map', () => {
  for (const title of ['', '短', '长'.repeat(500)]) {
    const page = layOut({ width: 600, height: 300 }, content(3, title), measure)
    expect(page.titleTop + page.title.length * 30).toBeLessThanOrEqual(page.map.y)
    expect(page.title.length).toBeLessThanOrEqual(3)
    for (const line of page.title) expect(measure(line, 22)).toBeLessThanOrEqual(page.width - 48)
  }
})
