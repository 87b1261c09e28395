/** Keeps a form whole in sight, down to its buttons, while it grows and what stands above it comes in. */
import { nextTick, onBeforeUnmount, onMounted, type Ref, watch } from 'vue'

/** How long after it opened a form follows what still comes in around it, milliseconds. */
const SETTLING_MS = 1500

export function keepInSight(form: Readonly<Ref<HTMLElement | null>>, error: Readonly<Ref<string>>): void {
  let watched: ResizeObserver | undefined
  const show = (): void => form.value?.scrollIntoView({ block: 'nearest' })
  const stop = (): void => watched?.disconnect()

  onMounted(() => {
    show()
    const box = form.value?.closest<HTMLElement>('.inspector')?.firstElementChild
    if (!form.value || !box || typeof ResizeObserver === 'undefined') return
    watched = new ResizeObserver(show)
    watched.observe(box)
    watched.observe(form.value)
    setTimeout(stop, SETTLING_MS)
    // A user who scrolls is not pulled back.
    form.value.closest('.inspector')?.addEventListener('wheel', stop, { once: true, passive: true })
  })
  onBeforeUnmount(stop)
  watch(error, async (now) => {
    if (!now) return
    await nextTick()
    form.value?.querySelector('.form-foot')?.scrollIntoView({ block: 'nearest' })
  })
}
