/** Positions in words. */
import { length } from '@/format'
import { t, textIfAny } from '@/i18n'
import type { Outside, Shape } from '@/ipc'

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
  return textIfAny(key) ?? t('map.problem.other')
}

/** What speaks against the place of a project: it lies elsewhere, or far from the point of its town. */
export function outsideText(o: Pick<Outside, 'county' | 'lies_in' | 'distance_m'>): string {
  const { county, lies_in: place } = o
  if (o.distance_m === null) return t('checks.lies', { county, place: place ?? t('checks.abroad') })
  const away = length(o.distance_m)
  return place ? t('checks.farNear', { county, away, place }) : t('checks.far', { county, away })
}
