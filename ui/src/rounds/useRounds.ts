/** The page of rounds at work: the round that is chosen, the lists of a meeting, what is to be done, and the steps that
 * change them. */
import { computed, ref, shallowRef, watch } from 'vue'
import { t } from '@/i18n'
import {
  type Applied,
  call,
  type MeetingLists,
  type NewRound,
  type RoundBrief,
  type RoundRow,
  type RoundSheet,
  type TodoItem,
} from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas, saving } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { prefs, remembered } from '@/stores/prefs'
import { asOf, todayIs } from '@/stores/statusDate'

/** Days within which things are due that are listed as to be done. */
export const withins = [7, 30, 90] as const
export const within = remembered<number>('rounds.within', 30)
/** The round that shows; null for the newest that has opened. */
const wanted = ref<string | null>(null)

export function useRounds() {
  const briefs = shallowRef<RoundBrief[] | null>(null)
  const sheet = shallowRef<RoundSheet | null>(null)
  const lists = shallowRef<MeetingLists[]>([])
  const todo = shallowRef<TodoItem[]>([])
  const failure = ref<unknown>(null)
  const day = computed(() => asOf.value ?? todayIs.value)
  const chosen = computed<string | null>({
    get: () => {
      const all = briefs.value ?? []
      const open = all.find((round) => round.opens <= day.value) ?? all[0]
      return (all.find((round) => round.id === wanted.value) ?? open)?.id ?? null
    },
    set: (id) => {
      wanted.value = id
    },
  })

  let asked = 0
  async function reload(): Promise<void> {
    if (!atlas.value) return
    asked += 1
    const mine = asked
    const request = { filter: filter.value, as_of: asOf.value }
    try {
      const rounds = await ask('round_briefs', {})
      if (mine !== asked) return
      briefs.value = rounds
      const id = chosen.value
      const answers = await Promise.all([
        id ? ask('round_sheet', { id, ...request }) : null,
        ask('meeting_lists', request),
        ask('todo_items', { ...request, within: within.value }),
      ])
      if (mine !== asked) return
      sheet.value = answers[0]
      if (asOf.value === null && answers[0]) todayIs.value = answers[0].as_of
      lists.value = answers[1]
      todo.value = answers[2]
      failure.value = null
    } catch (error) {
      if (mine === asked) failure.value = error
    }
  }
  watch(
    [
      filter,
      asOf,
      todayIs,
      within,
      wanted,
      changesOf('round_briefs'),
      changesOf('round_sheet'),
      changesOf('todo_items'),
    ],
    reload,
    { deep: true, immediate: true },
  )
  return { briefs, sheet, lists, todo, failure, day, chosen, reload }
}

/** What a report says; null for nothing. */
export interface Said {
  percent: number | null
  spent: number | null
  problem: string | null
  next_step: string | null
  unchanged: boolean | null
}

/** Hands in a report on a project for a round. */
export function report(round: RoundBrief, row: RoundRow, said: Said): Promise<Applied> {
  const name = t('rounds.step.report', { who: row.name, round: round.title })
  return saving(() =>
    call('report_progress', {
      name,
      report: {
        owner_kind: 'project',
        owner: row.project,
        on_date: todayIs.value,
        reported_by: prefs.value.author || row.unit_name,
        round: round.id,
        ...said,
      },
    }),
  )
}

export function begin(round: NewRound): Promise<Applied> {
  return saving(() => call('begin_round', { name: t('rounds.step.begin', { round: round.title }), round }))
}

/** Closes a round, or opens it again. */
export function close(round: RoundBrief, closed: boolean): Promise<Applied> {
  const name = t(closed ? 'rounds.step.close' : 'rounds.step.reopen', { round: round.title })
  return saving(() => call('close_round', { name, id: round.id, closed }))
}
