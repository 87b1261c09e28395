/** An atlas that is being opened: which one, how far, and how to give it up. */
import { ref, shallowRef } from 'vue'
import { call } from '@/ipc'
import { on } from '@/ipc/events'

/** What takes no longer than this is not worth a word. */
export const SHOWN_AFTER_MS = 400

/** The file that is being opened, once it takes longer than a moment; null when none is. */
export const opening = shallowRef<string | null>(null)

/** How many of its projects have been read. */
export const projectsRead = ref(0)

/** Whether it was given up and the core has not yet let go of it. */
export const givenUp = ref(false)

/** Follows the opening of a file until the work is done. */
export async function followOpening<T>(path: string, work: () => Promise<T>): Promise<T> {
  projectsRead.value = 0
  givenUp.value = false
  const timer = setTimeout(() => {
    opening.value = path
  }, SHOWN_AFTER_MS)
  const unfollow = on('job:progress', (now) => {
    if (now.job === 'open') projectsRead.value = Math.max(projectsRead.value, now.features)
  })
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    unfollow()
    opening.value = null
  }
}

/** Gives it up; what was open before stays open. */
export async function giveUpOpening(): Promise<void> {
  givenUp.value = true
  await call('cancel_opening', {})
}
