/** The page of targets at work: its table, the sheet of the one that is open, and the steps that change them. */
import { computed, ref, shallowRef, watch } from 'vue'
import { t } from '@/i18n'
import {
  type Applied,
  call,
  type EditRequest,
  type Indicator,
  type TargetSheet,
  type TargetTable,
} from '@/ipc'
import { ask } from '@/ipc/questions'
import { apply, atlas, saving } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { filter } from '@/stores/filter'
import { prefs } from '@/stores/prefs'
import { asOf, todayIs } from '@/stores/statusDate'
import { opened } from './targetsState'

export function useTargets() {
  const table = shallowRef<TargetTable | null>(null)
  const sheet = shallowRef<TargetSheet | null>(null)
  const failure = ref<unknown>(null)
  const request = computed(() => ({ filter: filter.value, as_of: asOf.value }))

  let asked = 0
  async function reload(): Promise<void> {
    if (!atlas.value) return
    asked += 1
    const mine = asked
    try {
      const answer = await ask('target_table', { request: request.value })
      if (mine !== asked) return
      table.value = answer
      if (asOf.value === null) todayIs.value = answer.as_of
      failure.value = null
    } catch (error) {
      if (mine === asked) failure.value = error
    }
  }
  let looked = 0
  async function look(): Promise<void> {
    looked += 1
    const mine = looked
    const id = opened.value
    const answer = id && (await ask('target_sheet', { id, as_of: asOf.value }).catch(() => null))
    if (mine === looked) sheet.value = answer || null
  }

  watch([request, todayIs, changesOf('target_table')], reload, { deep: true, immediate: true })
  watch([opened, asOf, todayIs, changesOf('target_sheet')], look, { immediate: true })
  return { table, sheet, failure, reload }
}

/** Sets the part of a town, or takes it away. */
export function breakDown(
  i: Indicator,
  town: { id: string; name: string },
  value: number | null,
): Promise<Applied> {
  const name = t('targets.step.breakDown', { who: i.name, town: town.name })
  return saving(() => call('break_down_target', { name, indicator: i.id, region: town.id, value }))
}

/** Reports a value of the whole, or of a town. */
export function report(
  i: Indicator,
  town: { id: string; name: string } | null,
  on: string,
  value: number,
): Promise<Applied> {
  const name = t('targets.step.report', { who: town ? `${town.name} ${i.name}` : i.name })
  return saving(() =>
    call('report_target', {
      name,
      value: {
        indicator: i.id,
        region: town?.id ?? null,
        on_date: on,
        value,
        reported_by: prefs.value.author || null,
        note: null,
      },
    }),
  )
}

/** Keeps what the atlas says today as a report. */
export function confirm(i: Indicator): Promise<Applied> {
  return saving(() =>
    call('confirm_target', { name: t('targets.step.confirm', { who: i.name }), indicator: i.id }),
  )
}

/** Says what the atlas is asked for the value of a target. */
export function setRule(i: Indicator, columns: Partial<Indicator>): Promise<Applied> {
  const edits: EditRequest[] = [{ op: 'set', table: 'indicators', id: i.id, columns }]
  return apply(t('targets.step.rule', { who: i.name }), edits)
}
