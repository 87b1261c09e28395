/** Tooltips in the look of the window, from the `title` of what the pointer rests on. Those of the system are black in either
 * theme, stand under the pointer and so on the next tool, and repeat what can be read already. */

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}
export interface Size {
  width: number
  height: number
}

const WAIT_MS = 500
const GAP = 6
const EDGE = 4
/** A thing wider than this has its tooltip at its beginning, not at its middle. */
const WIDE = 240

/** Whether a tooltip would only repeat the words that stand there whole. */
export function repeats(tip: string, words: string, clipped: boolean): boolean {
  const bare = (text: string) => text.replace(/\s+/g, '')
  return !clipped && bare(words).includes(bare(tip))
}

const within = (at: number, size: number, room: number) => Math.max(EDGE, Math.min(at, room - size - EDGE))

/** Where a tooltip stands: under its thing or, if there is no room, over it; beside it, towards the middle of the window, if the
 * thing is one of a column. */
export function placed(of: Box, tip: Size, room: Size, beside: boolean): { left: number; top: number } {
  if (beside) {
    const isRight = (of.left + of.right) / 2 > room.width / 2
    const left = isRight ? of.left - GAP - tip.width : of.right + GAP
    return {
      left: within(left, tip.width, room.width),
      top: within((of.top + of.bottom - tip.height) / 2, tip.height, room.height),
    }
  }
  const below = of.bottom + GAP
  const top = below + tip.height + EDGE > room.height ? of.top - GAP - tip.height : below
  const left = of.right - of.left > WIDE ? of.left : (of.left + of.right - tip.width) / 2
  return { left: within(left, tip.width, room.width), top: Math.max(EDGE, top) }
}

function isClipped(thing: Element): boolean {
  const parts = [thing, ...thing.querySelectorAll('*')]
  return parts.some((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
}

/** Shows the tooltips of a document from now on; returns what ends it. */
export function bindTooltips(page: Document = document): () => void {
  const tip = page.createElement('div')
  tip.className = 'tooltip'
  tip.setAttribute('role', 'tooltip')
  tip.hidden = true
  page.body.append(tip)
  let thing: HTMLElement | SVGElement | null = null
  let text = ''
  let named = false
  let timer: ReturnType<typeof setTimeout> | undefined
  // The page may say another title while the pointer rests there, as when the language changes.
  const titles = new MutationObserver(() => {
    const fresh = thing?.getAttribute('title')
    if (!thing || !fresh) return
    text = fresh
    if (named) thing.setAttribute('aria-label', text)
    thing.setAttribute('title', '')
    if (!tip.hidden) show()
  })

  function hide(): void {
    clearTimeout(timer)
    tip.hidden = true
    tip.textContent = ''
  }
  /** Gives the thing its title back, which is its name for those who do not see it. */
  function leave(): void {
    hide()
    titles.disconnect()
    if (!thing) return
    // the page may have given it another meanwhile, or taken it away
    if (thing.getAttribute('title') === '') thing.setAttribute('title', text)
    if (named) thing.removeAttribute('aria-label')
    thing = null
  }
  function show(): void {
    if (!thing?.isConnected || repeats(text, thing.textContent ?? '', isClipped(thing))) return
    tip.textContent = text
    tip.hidden = false
    const own = thing.getBoundingClientRect()
    const column = thing.closest('[role=toolbar], .tips-beside')?.getBoundingClientRect()
    const { left, top } = placed(
      // beside all columns of tools, so that none of them is covered
      column ? { left: column.left, right: column.right, top: own.top, bottom: own.bottom } : own,
      tip.getBoundingClientRect(),
      { width: page.documentElement.clientWidth, height: page.documentElement.clientHeight },
      column !== undefined,
    )
    tip.style.left = `${Math.round(left)}px`
    tip.style.top = `${Math.round(top)}px`
  }
  function take(of: HTMLElement | SVGElement): void {
    thing = of
    text = of.getAttribute('title') ?? ''
    named = !of.hasAttribute('aria-label') && !of.textContent?.trim()
    if (named) of.setAttribute('aria-label', text)
    of.setAttribute('title', '')
    titles.observe(of, { attributes: true, attributeFilter: ['title'] })
    timer = setTimeout(show, WAIT_MS)
  }
  function over(event: Event): void {
    const target = event.target
    if (!(target instanceof Element)) return
    const found = target.closest<HTMLElement | SVGElement>('[title]')
    // what is taken has an empty title, unless it was given a new one
    if (found && found === thing && found.getAttribute('title') === '') return
    leave()
    if (found?.getAttribute('title')) take(found)
  }
  page.addEventListener('pointerover', over)
  page.documentElement.addEventListener('pointerleave', leave)
  for (const event of ['pointerdown', 'keydown', 'wheel', 'scroll']) page.addEventListener(event, hide, true)
  return () => {
    leave()
    page.removeEventListener('pointerover', over)
    page.documentElement.removeEventListener('pointerleave', leave)
    for (const event of ['pointerdown', 'keydown', 'wheel', 'scroll'])
      page.removeEventListener(event, hide, true)
    tip.remove()
  }
}
