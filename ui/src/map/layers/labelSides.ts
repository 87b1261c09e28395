/** Where the names of towns stand: on a side or at a corner of their symbols, so that as many as can be are readable.
 *
 * Pixels, y down. The answer depends on the scale alone, not on where the map is: names do not jump when it is moved. */

export const SIDES = [
  'below',
  'right',
  'left',
  'above',
  'belowRight',
  'belowLeft',
  'aboveRight',
  'aboveLeft',
] as const
export type Side = (typeof SIDES)[number]

/** A symbol that must stay free of names. */
export interface Obstacle {
  x: number
  y: number
  /** Half of its width and height. */
  radius: number
  /** The name of this key belongs to it and may touch it. */
  owner?: string
}

/** A name that wants a place beside its symbol. */
export interface Wanted {
  key: string
  x: number
  y: number
  /** Room of the name with its halo. */
  width: number
  height: number
  /** From the middle of the symbol to its name. */
  gap: number
  /** It must be named even where that covers a part of something. */
  must?: boolean
}

/** At a corner the name begins, or ends, this many pixels past the middle of its symbol. */
export const CORNER_INSET = 6
/** Weight of what a name that has no free side would cover, for a pixel of it: another name or its owner's symbol, or a pin. */
const OVER_NAME = 20
const OVER_PIN = 1

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

function boxOf(name: Wanted, side: Side): Box {
  const { x, y, width, height, gap } = name
  switch (side) {
    case 'below':
      return { left: x - width / 2, right: x + width / 2, top: y + gap, bottom: y + gap + height }
    case 'above':
      return { left: x - width / 2, right: x + width / 2, top: y - gap - height, bottom: y - gap }
    case 'right':
      return { left: x + gap, right: x + gap + width, top: y - height / 2, bottom: y + height / 2 }
    case 'left':
      return { left: x - gap - width, right: x - gap, top: y - height / 2, bottom: y + height / 2 }
    case 'belowRight':
    case 'aboveRight':
    case 'belowLeft':
    case 'aboveLeft': {
      const top = side.startsWith('below') ? y + gap : y - gap - height
      const left = side.endsWith('Right') ? x - CORNER_INSET : x + CORNER_INSET - width
      return { left, right: left + width, top, bottom: top + height }
    }
  }
}

function covered(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}

const touch = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

const around = ({ x, y, radius }: Obstacle): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
})

/** The side of every name that has a free one. Names with the least choice choose first; a name without room is left out,
 * or, when it must be there, stands where it covers the least. */
export function placeNames(names: Wanted[], obstacles: Obstacle[]): Map<string, Side> {
  const walls = obstacles.map((one) => ({ box: around(one), owner: one.owner }))
  const open = names.map((name, order) => {
    const free = SIDES.map((side) => ({ side, box: boxOf(name, side) })).filter(
      ({ box }) => !walls.some((wall) => wall.owner !== name.key && touch(wall.box, box)),
    )
    return { name, order, free }
  })
  const placed = new Map<string, Side>()
  const boxes: Box[] = []
  const crowded: Wanted[] = []
  while (open.length > 0) {
    open.sort((a, b) => a.free.length - b.free.length || a.order - b.order)
    const next = open.shift()
    const first = next?.free[0]
    if (!next) continue
    if (!first) {
      if (next.name.must) crowded.push(next.name)
      continue
    }
    // the usual order, unless another name would lose its last side, or the one it would take
    let best = first
    let least = Number.POSITIVE_INFINITY
    for (const one of next.free) {
      const hurt = open.filter((o) => o.free.length > 0)
      const last = hurt.some((o) => o.free.every((f) => touch(f.box, one.box)))
      const firsts = hurt.filter((o) => o.free[0] && touch(o.free[0].box, one.box)).length
      const cost = SIDES.indexOf(one.side) + 2 * firsts + (last ? 1000 : 0)
      if (cost < least) {
        least = cost
        best = one
      }
    }
    placed.set(next.name.key, best.side)
    boxes.push(best.box)
    for (const other of open) other.free = other.free.filter((f) => !touch(f.box, best.box))
  }
  for (const name of crowded) {
    const cost = (box: Box): number =>
      boxes.reduce((sum, one) => sum + OVER_NAME * covered(one, box), 0) +
      walls.reduce((sum, wall) => {
        if (wall.owner === name.key) return sum
        return sum + (wall.owner ? OVER_NAME : OVER_PIN) * covered(wall.box, box)
      }, 0)
    const [best] = SIDES.map((side) => ({ side, box: boxOf(name, side) })).sort(
      (a, b) => cost(a.box) - cost(b.box),
    )
    if (!best) continue
    placed.set(name.key, best.side)
    boxes.push(best.box)
  }
  return placed
}
