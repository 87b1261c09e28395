/** How long a short message stays. What went well goes by itself; an error waits until the user has gone on to something
 * else, so that it is read, and then goes too, so that it covers nothing for good. Under the pointer all of them stay. */
import type { Notice } from '@/stores/notice'

const PLAIN_MS = 3500
const WITH_ACTION_MS = 8000
/** How long an error stays after the first click or key elsewhere. */
const AFTER_MS = 5000

export interface NoticeLife {
  /** Another message is shown, or none. */
  shown: (notice: Notice | null) => void
  /** The user clicked or pressed a key outside of it. */
  wentOn: () => void
  /** The pointer came upon it, or left it. */
  held: (on: boolean) => void
}

export function noticeLife(close: () => void): NoticeLife {
  let timer: ReturnType<typeof setTimeout> | undefined
  let now: Notice | null = null
  let span: number | null = null
  let isHeld = false
  const run = (): void => {
    clearTimeout(timer)
    if (now && span !== null && !isHeld) timer = setTimeout(close, span)
  }
  return {
    shown: (notice) => {
      now = notice
      isHeld = false
      span = !notice || notice.level === 'error' || notice.keep ? null : PLAIN_MS
      if (span !== null && notice?.action) span = WITH_ACTION_MS
      run()
    },
    wentOn: () => {
      if (now?.level !== 'error' || span !== null) return
      span = AFTER_MS
      run()
    },
    held: (on) => {
      isHeld = on
      run()
    },
  }
}
