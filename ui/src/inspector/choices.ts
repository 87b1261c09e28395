/** What references can be chosen from: plans, towns, tasks, units; read again when the atlas changes. */
import { shallowRef, watch } from 'vue'
import { type Choices, call } from '@/ipc'
import { atlas, revision } from '@/stores/atlas'

export const choices = shallowRef<Choices | null>(null)

let asked = 0
async function refresh(): Promise<void> {
  asked += 1
  const mine = asked
  const answer = atlas.value ? await call('choices', {}).catch(() => null) : null
  if (mine === asked) choices.value = answer
}

watch(revision, refresh, { immediate: true })
