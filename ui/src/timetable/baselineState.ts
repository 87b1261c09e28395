/** Baselines: which there are, which one is shown beneath the bars, and freezing a new one. */
import { computed, ref, shallowRef } from 'vue'
import { t } from '@/i18n'
import { type Baseline, call } from '@/ipc'
import { ask } from '@/ipc/questions'
import { saving } from '@/stores/atlas'
import { fail } from '@/stores/notice'

export const baselines = shallowRef<Baseline[]>([])
/** The one that was chosen, by its id; null for none, undefined before anything was chosen. */
const chosen = ref<string | null | undefined>(undefined)
/** The one that is shown: what was chosen while it is there, else the one that the atlas says. */
export const baseline = computed<string | null>(() => {
  const wanted = chosen.value
  if (wanted === null) return null
  const of = baselines.value.find(({ id }) => id === wanted) ?? baselines.value.find(({ active }) => active)
  return of?.id ?? null
})
export const baselineName = computed(
  () => baselines.value.find(({ id }) => id === baseline.value)?.name ?? '',
)
/** Which of its dialogs is open. */
export const baselineDialog = ref<'freeze' | 'variance' | null>(null)

export function chooseBaseline(id: string | null): void {
  chosen.value = id
}

export async function readBaselines(): Promise<void> {
  try {
    baselines.value = await ask('baselines', {})
  } catch (error) {
    fail(error)
  }
}

/** Freezes the dates of a plan, or of all, under a name, and shows them. */
export async function freeze(name: string, plan: string | null): Promise<void> {
  const step = t('timetable.baseline.step', { name })
  await saving(() => call('freeze_baseline', { name: step, baseline: { name, plan, note: null } }))
  await readBaselines()
  const made = baselines.value.find((row) => row.name === name && (row.plan ?? null) === plan)
  chosen.value = made?.id
}
