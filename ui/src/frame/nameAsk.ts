/** Asks once who is at work: after the first edit of a user whose name is not set, without standing in the way. */
import { watch } from 'vue'
import { openDialog } from '@/dialogs/dialogState'
import { t } from '@/i18n'
import { saveState } from '@/stores/atlas'
import { notice, notify } from '@/stores/notice'
import { prefs, remembered } from '@/stores/prefs'

function ask(): void {
  notify('info', t('frame.nameAsk.text'), {
    label: t('frame.nameAsk.act'),
    run: () => openDialog('settings'),
  })
}

/** Asks when nothing else is being said. */
function askInTurn(): void {
  if (!notice.value) {
    ask()
    return
  }
  const end = watch(notice, (now) => {
    if (now) return
    end()
    ask()
  })
}

/** Waits for the first edit; returns what ends the waiting. */
export function askNameOnce(): () => void {
  const asked = remembered('nameAsked', false)
  return watch(
    saveState,
    (now, before) => {
      if (before !== 'saving' || now !== 'saved' || asked.value || prefs.value.author) return
      asked.value = true
      // what the edit itself has to say comes first
      setTimeout(askInTurn, 0)
    },
    { flush: 'sync' },
  )
}
