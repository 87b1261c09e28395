/** How far down the measures of a shape move, so that they and the tags of its problems can both be read. */

interface Spot {
  x: number
  y: number
}

/** Half of the measures' height, and what a tag takes above and below the place it points at, pixels. */
const MEASURE = 26
const ABOVE = 36
const BELOW = 14
/** A tag to the left or right farther than this is no matter. */
const ASIDE = 300
/** Room between them. */
const GAP = 6

/** Pixels to move down; 0 where nothing is in the way. */
export function clearOf(measure: Spot, tags: readonly Spot[]): number {
  let y = measure.y
  const near = tags.filter((tag) => Math.abs(tag.x - measure.x) < ASIDE).sort((a, b) => a.y - b.y)
  for (const tag of near) {
    const free = y + MEASURE < tag.y - ABOVE || y - MEASURE > tag.y + BELOW
    if (!free) y = tag.y + BELOW + MEASURE + GAP
  }
  return y - measure.y
}
