/** What the base map is made of, in the language of the window; one entry is no source but a notice. */
import type { Credit, MapLayer } from '@/ipc'

/** Whether an entry is a source with a licence, not a notice. */
export function isSource(credit: Pick<Credit, 'licence_zh'>): boolean {
  return credit.licence_zh !== '—'
}

/** Name, licence and note of a source. */
export function inLanguage(
  credit: Credit,
  english: boolean,
): { name: string; licence: string; note: string } {
  return english
    ? { name: credit.name_en, licence: credit.licence_en, note: credit.note_en }
    : { name: credit.name_zh, licence: credit.licence_zh, note: credit.note_zh }
}

/** What stands on the map: the name without version; of a notice its first clause. */
export function shortCredit(credit: Credit, english: boolean): string {
  const { name, note } = inLanguage(credit, english)
  if (!isSource(credit)) return note.split(/[，。；：,;:.]/u)[0]?.trim() ?? note
  return name.replace(/\s*[（(].*?[）)]/gu, '').trim()
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
