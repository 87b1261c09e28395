/** Positions in words. */
import { i18n, t } from '@/i18n'
import type { Shape } from '@/ipc'

/** A point as `120.12632°E 36.53425°N`; null for anything that is no point. */
export function pointText(shape: Shape | null): string | null {
  if (shape?.type !== 'Point') return null
  const [lon, lat] = shape.coordinates
  if (lon === undefined || lat === undefined) return null
  return `${Math.abs(lon).toFixed(5)}°${lon < 0 ? 'W' : 'E'} ${Math.abs(lat).toFixed(5)}°${lat < 0 ? 'S' : 'N'}`
}

/** What is wrong with a shape, in words: `validity.self-crossing` → 自相交. */
export function problemText(code: string): string {
  const key = `map.problem.${(code.split('.').at(-1) ?? '').replaceAll('-', '_')}`
  return i18n.global.te(key, 'zh-CN') ? i18n.global.t(key) : t('map.problem.other')
}
