/** Where the pins of a cluster go when they are spread out around its place. */

/** Pixel offsets (right, down) for `count` pins: a ring while they fit, then a spiral. */
export function spread(count: number): [number, number][] {
  if (count <= 0) return []
  if (count <= 9) {
    const radius = Math.max(38, (count * 34) / (2 * Math.PI))
    return Array.from({ length: count }, (_, i) => at(radius, (2 * Math.PI * i) / count - Math.PI / 2))
  }
  const offsets: [number, number][] = []
  let angle = -Math.PI / 2
  let radius = 44
  for (let i = 0; i < count; i++) {
    offsets.push(at(radius, angle))
    angle += 34 / radius
    radius += (36 * 34) / (2 * Math.PI * radius)
  }
  return offsets
}

function at(radius: number, angle: number): [number, number] {
  return [Math.cos(angle) * radius, Math.sin(angle) * radius]
}
