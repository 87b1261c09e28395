/** The project that is being made, before it is one: opened from anywhere, filled in the inspector. */
import { shallowRef } from 'vue'

export interface Draft {
  town: string | null
  plan: string | null
  task: string | null
}

export const draft = shallowRef<Draft | null>(null)

/** Opens the form for a new project, with what is known from where it was asked for. */
export function beginDraft(known: Partial<Draft> = {}): void {
  draft.value = { town: null, plan: null, task: null, ...known }
}

export function dropDraft(): void {
  draft.value = null
}
