/** Everything about the thing that is selected, read again whenever the atlas changes. */
import { ref, shallowRef, watch } from 'vue'
import { explain } from '@/forms/refusal'
import { type Detail, IpcError, type ProjectDetail } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'
import { multi, sameTarget, select, selected, type Target } from '@/stores/selection'

const kinds = ['plan', 'section', 'task', 'town', 'project', 'unit', 'site'] as const

/** Whether there is something to show about it; a section shows its plan. */
export function hasDetail(target: Target | null): target is Target {
  return target !== null && (kinds as readonly string[]).includes(target.kind)
}

export function useDetail() {
  const detail = shallowRef<Detail | null>(null)
  const several = shallowRef<ProjectDetail[]>([])
  const failure = ref('')
  let shown: Target | null = null
  let asked = 0

  async function one(target: Target, mine: number): Promise<void> {
    if (!sameTarget(shown, target)) detail.value = null
    try {
      const answer = await ask('detail', { kind: target.kind, id: target.id })
      if (mine !== asked) return
      shown = target
      detail.value = answer
    } catch (error) {
      if (mine !== asked) return
      detail.value = null
      if (error instanceof IpcError && /missing|not_found/.test(error.code)) select(null)
      else failure.value = explain(error)
    }
  }

  async function many(ids: string[], mine: number): Promise<void> {
    const answers = await Promise.all(
      ids.map((id) => ask('detail', { kind: 'project', id }).catch(() => null)),
    )
    if (mine !== asked) return
    several.value = answers.flatMap((a) => (a?.kind === 'project' ? [a] : []))
  }

  async function load(): Promise<void> {
    asked += 1
    failure.value = ''
    const target = selected.value
    if (!atlas.value || multi.value.length < 2) several.value = []
    if (atlas.value && multi.value.length > 1) return many(multi.value, asked)
    if (atlas.value && hasDetail(target)) return one(target, asked)
    detail.value = null
    shown = null
  }

  watch([selected, multi, changesOf('detail')], load, { immediate: true })
  return { detail, several, failure, reload: load }
}
