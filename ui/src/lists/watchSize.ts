/** Watches the size of an element. The answer comes in the next frame: what is laid out anew by it may change the size once
 * more, and the browser calls that an error within one frame. */
export function watchSize(changed: () => void): ResizeObserver {
  return new ResizeObserver(() => requestAnimationFrame(changed))
}
