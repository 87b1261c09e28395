/** Settings of this user: language, theme, coordinate system, and what the window remembers of its own. */
import { computed, effectScope, type Ref, ref, watch } from 'vue'
import { call, type Prefs } from '@/ipc'

export const prefs = ref<Prefs>({ language: 'zh-CN', theme: 'light', author: '', crs: 'EPSG:4490', ui: {} })

const systemDark = ref(
  typeof window !== 'undefined' && window.matchMedia?.('(prefers-color-scheme: dark)').matches === true,
)

/** While a picture for paper is drawn, everything is light. */
export const onPaper = ref(false)

/** Whether the window is dark now. */
export const dark = computed(() =>
  onPaper.value ? false : prefs.value.theme === 'system' ? systemDark.value : prefs.value.theme === 'dark',
)

let timer: ReturnType<typeof setTimeout> | undefined
function keep(): void {
  clearTimeout(timer)
  timer = setTimeout(() => call('set_prefs', { prefs: prefs.value }).catch(() => undefined), 300)
}

/** Takes over the settings the core kept. */
export function loadPrefs(stored: Prefs): void {
  prefs.value = {
    language: stored.language || 'zh-CN',
    theme: stored.theme || 'light',
    author: stored.author,
    crs: stored.crs || 'EPSG:4490',
    ui: stored.ui ?? {},
  }
  for (const [key, value] of kept) if (key in prefs.value.ui) value.value = prefs.value.ui[key]
}

export function setPrefs(part: Partial<Prefs>): void {
  prefs.value = { ...prefs.value, ...part }
  keep()
}

/** Values that are remembered, by key. */
const kept = new Map<string, Ref<unknown>>()

/** A value the window remembers between starts, by key: a pane's size, a table's columns. One for all who ask; it outlives
 * the pane that asked first. */
export function remembered<T>(key: string, initial: T): Ref<T> {
  const there = kept.get(key)
  if (there) return there as Ref<T>
  const value = ref((prefs.value.ui[key] as T | undefined) ?? initial) as Ref<T>
  kept.set(key, value)
  effectScope(true).run(() => {
    watch(
      value,
      (now) => {
        prefs.value.ui[key] = now as unknown
        keep()
      },
      { deep: true },
    )
  })
  return value
}
