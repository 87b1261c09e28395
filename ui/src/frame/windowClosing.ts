/** What happens when the window is to be closed: open work is kept, or the user is asked. */
import { answerClosing, onClosing } from '@/ipc'
import { settleOpenWork } from './openWork'

let asking = false

/** Lets the page be asked before its window closes. */
export async function guardClosing(): Promise<void> {
  await onClosing(async () => {
    await answerClosing('heard')
    if (asking) return
    asking = true
    try {
      await answerClosing((await settleOpenWork()) ? 'close' : 'stay')
    } catch {
      // nothing that goes wrong here may hold the window open
      await answerClosing('close')
    } finally {
      asking = false
    }
  })
}
