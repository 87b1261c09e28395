/** What references can be chosen from: plans, towns, tasks, units; read again when the atlas changes. */
import { shallowRef, watch } from 'vue'
import type { Choice, Choices } from '@/ipc'
import { ask } from '@/ipc/questions'
import { atlas } from '@/stores/atlas'
import { changesOf } from '@/stores/changes'

export const choices = shallowRef<Choices | null>(null)

let asked = 0
async function refresh(): Promise<void> {
  asked += 1
  const mine = asked
  const answer = atlas.value ? await ask('choices', {}).catch(() => null) : null
  if (mine === asked) choices.value = answer
}

watch(changesOf('choices'), refresh, { immediate: true })

/** Choices with those of the named places or plans first: 县水务局 of this county before that of another. */
export function nearFirst(
  options: readonly Choice[],
  near: readonly (string | null | undefined)[],
): Choice[] {
  const isNear = (c: Choice) => c.hint !== null && near.includes(c.hint)
  return [...options.filter(isNear), ...options.filter((c) => !isNear(c))]
}
