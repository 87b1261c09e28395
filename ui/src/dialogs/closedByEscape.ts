/** Esc closes what lies open over the page, and nothing else with it; the focus goes back to what opened it. */
import { onScopeDispose, type Ref, watch } from 'vue'

/** While `open` holds, Esc makes it false before anybody else hears of the key. */
export function closedByEscape(open: Ref<boolean>, opener: () => HTMLElement | null): void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    event.stopImmediatePropagation()
    open.value = false
    opener()?.focus()
  }
  const forget = () => window.removeEventListener('keydown', onKey, true)
  watch(open, (now) => {
    forget()
    if (now) window.addEventListener('keydown', onKey, true)
  })
  onScopeDispose(forget)
}
