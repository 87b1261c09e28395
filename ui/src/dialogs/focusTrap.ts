/** Keeps Tab within a dialog, and knows which dialog is on top. */

/** Open dialogs, the topmost last. */
export const stack: symbol[] = []

const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex]:not([tabindex="-1"])'

/** Where Tab must jump at the ends of a box; null inside, where the browser does right. */
export function nextFocus(box: HTMLElement, backwards: boolean): HTMLElement | null {
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((e) => !e.hasAttribute('disabled'))
  const first = all[0]
  const last = all[all.length - 1]
  if (!first || !last) return null
  const at = document.activeElement
  if (backwards && (at === first || at === box)) return last
  if (!backwards && at === last) return first
  return null
}
