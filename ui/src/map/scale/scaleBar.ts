/** The round length a scale bar stands for. */
const STEPS = [1, 2, 5]

/** The longest round length whose bar is at most `most` pixels wide, at so many metres a pixel. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } | null {
  if (!(metresPerPixel > 0)) return null
  const limit = metresPerPixel * most
  const power = 10 ** Math.floor(Math.log10(limit))
  const step = [...STEPS].reverse().find((s) => s * power <= limit) ?? 1
  const metres = step * power
  return { metres, pixels: metres / metresPerPixel }
}
