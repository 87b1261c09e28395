/** Settings of this user: language, theme, coordinate system, and what the window remembers of its own. */
import { computed, type Ref, ref, watch } from 'vue'
import { call, type Prefs } from '@/ipc'

export const prefs = ref<Prefs>({ language: 'zh-CN', theme: 'light', author: '', crs: 'EPSG:4490', ui: {} })

const systemDark = ref(
  typeof window !== 'undefined' && window.matchMedia?.('(prefers-color-scheme: dark)').matches === true,
)

/** Whether the window is dark now. */
export const dark = computed(() =>
  prefs.value.theme === 'system' ? systemDark.value : prefs.value.theme === 'dark',
)

let timer: ReturnType<typeof setTimeout> | undefined
function keep(): void {
  clearTimeout(timer)
  timer = setTimeout(() => call('set_prefs', { prefs: prefs.value }).catch(() => undefined), 300)
}

/** Takes over the settings the core kept. */
export function loadPrefs(kept: Prefs): void {
  prefs.value = {
    language: kept.language || 'zh-CN',
    theme: kept.theme || 'light',
    author: kept.author,
    crs: kept.crs || 'EPSG:4490',
    ui: kept.ui ?? {},
  }
}

export function setPrefs(part: Partial<Prefs>): void {
  prefs.value = { ...prefs.value, ...part }
  keep()
}

/** A value the window remembers between starts, by key: a pane's size, a table's columns. */
export function remembered<T>(key: string, initial: T): Ref<T> {
  const value = ref((prefs.value.ui[key] as T | undefined) ?? initial) as Ref<T>
  watch(
    value,
    (now) => {
      prefs.value.ui[key] = now as unknown
      keep()
    },
    { deep: true },
  )
  return value
}
