/** What an address of a map service tells before anyone is asked: its host, and the system its tiles are likely in. */

/** The hosts an address reaches, as a person reads them: `t{0-7}.example.cn` is `t0-7.example.cn`. Null when it names none. */
export function hostOf(address: string): string | null {
  const host = /^\s*[a-z][a-z0-9+.-]*:\/\/([^/?#\s]+)/i.exec(address)?.[1]?.replace(/^[^@]*@/, '')
  return host?.replace(/\{(s|switch:[^}]*)\}/gi, '*').replace(/[{}]/g, '') ?? null
}

/** Whether a layer comes from 天地图, whose keys have a type. */
export function isTianditu(layer: { address: string }): boolean {
  return hostOf(layer.address)?.endsWith('tianditu.gov.cn') === true
}

/** Whether an address is complete enough to be asked. */
export function looksLikeAddress(address: string): boolean {
  return /^\s*https?:\/\/[^/?#\s]+/i.test(address)
}

export type Shift = 'wgs84' | 'gcj02' | 'bd09'

/** The system known of the host; null when nothing is known. 百度's own tiles lie in a grid of their own. */
export function knownSystem(
  address: string,
): { system: Shift; by: 'amap' | 'tencent' | 'google' | 'baidu' } | null {
  const host = hostOf(address)?.toLowerCase() ?? ''
  if (/(^|\.)(autonavi|amap|gaode)\.com$|is\.autonavi\.com/.test(host)) return { system: 'gcj02', by: 'amap' }
  if (/(^|\.)(gtimg\.com|map\.qq\.com)$|map\d*\.gtimg\.com/.test(host))
    return { system: 'gcj02', by: 'tencent' }
  if (/(^|\.)google\.cn$/.test(host)) return { system: 'gcj02', by: 'google' }
  if (/(^|\.)(bdimg\.com|baidu\.com|bdstatic\.com)$/.test(host)) return { system: 'bd09', by: 'baidu' }
  return null
}

/** Whether tiles of that address cannot be put in place: 百度's grid is its own and nowhere described. */
export function gridUnknown(address: string): boolean {
  return knownSystem(address)?.by === 'baidu'
}
