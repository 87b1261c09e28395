/** A box with slightly round corners as the path of a canvas, which must be no wider than its corners. */
export function roundBox(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  ctx.beginPath()
  ctx.roundRect(x, y, width, height, Math.min(2.5, width / 2))
}
