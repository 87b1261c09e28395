/** Which rows are selected after a click with Ctrl or Shift, and where the arrow keys go. */

export interface Picked {
  /** Selected ids, in the order of the ledger where a range was taken. */
  ids: string[]
  /** Where the next range begins. */
  anchor: number
}

/** Takes a row in or out (Ctrl); what was selected alone before stays in. */
export function toggleRow(ids: string[], id: string, index: number): Picked {
  const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]
  return { ids: next, anchor: index }
}

/** All rows from the anchor to a row (Shift). */
export function rangeRows(
  anchor: number,
  index: number,
  idAt: (index: number) => string | undefined,
): Picked {
  const [from, to] = anchor < index ? [anchor, index] : [index, anchor]
  const ids: string[] = []
  for (let at = from; at <= to; at += 1) {
    const id = idAt(at)
    if (id !== undefined) ids.push(id)
  }
  return { ids, anchor }
}

/** The row a key goes to; null for keys that move nothing. */
export function moveTo(key: string, at: number, total: number, page: number): number | null {
  if (total === 0) return null
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: total - 1,
  }[key]
  if (to === undefined) return null
  if (at < 0) return key === 'End' ? total - 1 : 0
  return Math.min(total - 1, Math.max(0, to))
}
