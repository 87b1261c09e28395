/** The order of layers in the panel, topmost first. */

/** The list with the item at one index moved to another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [item] = next.splice(from, 1)
  if (item === undefined) return next
  next.splice(Math.max(0, Math.min(next.length, to)), 0, item)
  return next
}

/** Where a dragged row lands: the index whose middle lies nearest, given the middles of all rows from top to bottom. */
export function slotAt(y: number, middles: readonly number[]): number {
  let nearest = 0
  middles.forEach((middle, i) => {
    if (Math.abs(middle - y) < Math.abs((middles[nearest] ?? 0) - y)) nearest = i
  })
  return nearest
}

/** The list with new items on top, but below the names that lead it: names are to be read over every other layer. Both lists
 * are topmost first. */
export function withAdded<T>(before: readonly T[], added: readonly T[], isNames: (item: T) => boolean): T[] {
  const end = before.findIndex((item) => !isNames(item))
  const leading = end < 0 ? before.length : end
  return [
    ...added.filter(isNames),
    ...before.slice(0, leading),
    ...added.filter((item) => !isNames(item)),
    ...before.slice(leading),
  ]
}
