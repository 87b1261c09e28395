import { afterEach, expect, test } from 'vitest'
import { i18n } from '@/i18n'
import type { CrsLabel } from '@/ipc'
import { systemName } from './systemName'

afterEach(() => {
  i18n.global.locale.value = 'zh-CN'
})

const labels: CrsLabel[] = [
  { code: 'degrees', datum: 'cgcs2000' },
  { code: 'degrees', datum: 'xian1980' },
  { code: 'web_mercator' },
  { code: 'gcj02' },
  { code: 'bd09' },
  { code: 'utm', zone: '50N' },
  { code: 'gauss', datum: 'beijing1954', degrees: 6, meridian: 117 },
  { code: 'gauss_prefixed', datum: 'cgcs2000', degrees: 3, meridian: 117, zone: 39 },
]

test('a system is named in the language of the window', () => {
  expect(labels.map(systemName)).toEqual([
    'CGCS2000 经纬度',
    '西安80 经纬度',
    'Web 墨卡托',
    'GCJ-02（高德、腾讯）',
    'BD-09（百度）',
    'WGS84 UTM 50N',
    '北京54 6° 带，中央经线 117°（Y 不含带号）',
    'CGCS2000 3° 带，中央经线 117°（39 带，Y 含带号）',
  ])
  i18n.global.locale.value = 'en'
  for (const label of labels) expect(systemName(label)).not.toMatch(/\p{Script=Han}|[，（）]/u)
  expect(systemName({ code: 'named', name: '县城独立坐标系' })).toBe('县城独立坐标系')
})
