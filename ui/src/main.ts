import { inBrackets } from '@/format'
import './pageErrors'
import { createApp, watch } from 'vue'
import App from './App.vue'
import { askNameOnce } from './frame/nameAsk'
import { watchDay } from './frame/newDay'
import { tellOutside } from './frame/outsideChanges'
import { loadPanes } from './frame/paneState'
import { bindTooltips } from './frame/tooltips'
import { guardClosing } from './frame/windowClosing'
import { bindFrame } from './frame/windowCommands'
import { i18n, t } from './i18n'
import { setTitle, setZoom } from './ipc'
import { connectEvents } from './ipc/events'
import { handleKey } from './keys/keymap'
import { atlas, firstAtlas, start } from './stores/atlas'
import { fail } from './stores/notice'
import { SHOWN_AFTER_MS } from './stores/opening'
import { dark, loadPrefs, prefs, remembered } from './stores/prefs'
import './theme.css'
import './form-elements.css'

async function main(): Promise<void> {
  const app = createApp(App)
  app.use(i18n)
  app.config.errorHandler = (error) => {
    console.error(error)
    fail(error)
  }
  window.addEventListener('unhandledrejection', (event) => fail(event.reason))
  window.addEventListener('keydown', handleKey)
  watch(
    () => [prefs.value.language, dark.value, atlas.value?.title, atlas.value?.practice] as const,
    ([language, isDark, title, practice]) => {
      i18n.global.locale.value = language === 'en' ? 'en' : 'zh-CN'
      document.documentElement.lang = language
      document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
      const name = title ? `${title}${practice ? inBrackets(t('frame.practice.tag')) : ''} — ` : ''
      document.title = t('frame.brand')
      void setTitle(`${name}${t('frame.brand')}`)
    },
    { immediate: true },
  )
  bindFrame()
  bindTooltips()
  watchDay()
  // nothing that is told after the first answer may be missed
  await connectEvents().catch(fail)
  void guardClosing().catch(fail)
  let first: Promise<unknown> | undefined
  try {
    const state = await start()
    loadPrefs(state.prefs)
    tellOutside(state.atlas)
    if (state.opening)
      first = firstAtlas(state.opening)
        .then((then) => tellOutside(then.atlas))
        .catch(fail)
  } catch (error) {
    fail(error)
  }
  loadPanes()
  askNameOnce()
  watch(remembered('zoom', 100), setZoom, { immediate: true })
  // an atlas that is soon read is there when the window shows
  if (first) await Promise.race([first, new Promise((resolve) => setTimeout(resolve, SHOWN_AFTER_MS))])
  app.mount('#app')
}

void main()
