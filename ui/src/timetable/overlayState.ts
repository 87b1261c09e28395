/** Dependencies and the critical path over the rows in sight, asked when rows or dates changed. */
import { computed, ref, shallowRef } from 'vue'
import type { RowLink, ScheduledKind, ScheduleOverlay, TimetableRequest } from '@/ipc'
import { ask } from '@/ipc/questions'
import { fail } from '@/stores/notice'
import { remembered } from '@/stores/prefs'

/** Whether dependencies are drawn, and the critical path. */
export const showLinks = remembered<boolean>('timetable.links', true)
export const showCritical = remembered<boolean>('timetable.critical', false)

export const overlay = shallowRef<ScheduleOverlay | null>(null)
export const critical = computed(() => new Set(overlay.value?.critical ?? []))
/** The dependency that is chosen, by its id; null if none is. */
export const chosenLink = ref<string | null>(null)

/** An end of something, to be joined with another one. */
export interface LinkEnd {
  kind: ScheduledKind
  id: string
  name: string
  /** Whether it is its start, else its finish. */
  atStart: boolean
}
/** A dependency that is about to be made, or one that is looked at. */
export type LinkDraft = { from: LinkEnd; to: LinkEnd } | { link: RowLink }
export const linkDraft = shallowRef<LinkDraft | null>(null)
/** What comes before, once it was named by a key; null if nothing was. */
export const linkFrom = shallowRef<LinkEnd | null>(null)

let asked = 0
export async function readOverlay(request: TimetableRequest): Promise<void> {
  asked += 1
  const mine = asked
  try {
    const answer = await ask('schedule_overlay', { request })
    if (mine === asked) overlay.value = answer
  } catch (error) {
    if (mine === asked) fail(error)
  }
}
