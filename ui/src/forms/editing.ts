/** The life of one value edited in place: begin, type, commit or cancel. No component in it, so that it can be tested. */
import { type Ref, ref } from 'vue'

/** What was typed, read: a value, or what is wrong with it. */
export type Reading<T> = { value: T } | { problem: string }

export interface EditingSpec<T> {
  /** The value as it stands. */
  value: () => T
  /** The value as it is typed. */
  show: (value: T) => string
  read: (text: string) => Reading<T>
  /** Writes the value; a rejection is shown at the field and the editor stays open. */
  save: (value: T) => Promise<unknown>
  /** Words for a rejection. */
  explain: (error: unknown) => string
  /** Whether the value may be changed now. */
  enabled: () => boolean
  /** Whether Enter makes a new line with Shift held. */
  multiline?: boolean
}

/** The parts of a keyboard event that matter here. */
export interface Key {
  key: string
  isComposing: boolean
  keyCode: number
  shiftKey: boolean
  preventDefault: () => void
  stopPropagation: () => void
}

export interface Editing {
  editing: Ref<boolean>
  draft: Ref<string>
  error: Ref<string>
  busy: Ref<boolean>
  begin: () => void
  cancel: () => void
  commit: () => Promise<boolean>
  /** Handles Enter and Escape; returns whether the editor was left by the keyboard. */
  key: (event: Key) => Promise<boolean>
  blur: () => Promise<void>
  compose: (on: boolean) => Promise<void>
}

/** Whether a key belongs to the input method: an Enter that confirms a candidate is not an Enter. */
export function composing(event: Pick<Key, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}

export function createEditing<T>(spec: EditingSpec<T>): Editing {
  const editing = ref(false)
  const draft = ref('')
  const error = ref('')
  const busy = ref(false)
  let inComposition = false
  let leftWhileComposing = false

  function begin(): void {
    if (editing.value || !spec.enabled()) return
    draft.value = spec.show(spec.value())
    error.value = ''
    inComposition = false
    editing.value = true
  }

  function cancel(): void {
    if (busy.value) return
    error.value = ''
    editing.value = false
  }

  async function commit(): Promise<boolean> {
    if (!editing.value || busy.value) return false
    const reading = spec.read(draft.value)
    if ('problem' in reading) {
      error.value = reading.problem
      return false
    }
    if (spec.show(reading.value) === spec.show(spec.value())) {
      cancel()
      return true
    }
    busy.value = true
    error.value = ''
    try {
      await spec.save(reading.value)
      editing.value = false
      return true
    } catch (failure) {
      error.value = spec.explain(failure)
      return false
    } finally {
      busy.value = false
    }
  }

  async function key(event: Key): Promise<boolean> {
    if (composing(event) || inComposition) return false
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      cancel()
      return true
    }
    if (event.key === 'Enter' && !(spec.multiline && event.shiftKey)) {
      event.preventDefault()
      event.stopPropagation()
      return commit()
    }
    return false
  }

  async function blur(): Promise<void> {
    if (inComposition) leftWhileComposing = true
    else await commit()
  }

  async function compose(on: boolean): Promise<void> {
    inComposition = on
    if (on || !leftWhileComposing) return
    leftWhileComposing = false
    await commit()
  }

  return { editing, draft, error, busy, begin, cancel, commit, key, blur, compose }
}

/** The life of a value chosen from a list: nothing is typed, choosing commits. */
export function createPicking<T>(spec: Pick<EditingSpec<T>, 'value' | 'save' | 'explain' | 'enabled'>) {
  const picking = ref(false)
  const error = ref('')
  const busy = ref(false)

  function begin(): void {
    if (spec.enabled() && !busy.value) picking.value = true
  }
  function cancel(): void {
    picking.value = false
  }
  async function pick(value: T): Promise<boolean> {
    picking.value = false
    if (busy.value || !spec.enabled() || value === spec.value()) return false
    busy.value = true
    error.value = ''
    try {
      await spec.save(value)
      return true
    } catch (failure) {
      error.value = spec.explain(failure)
      return false
    } finally {
      busy.value = false
    }
  }
  return { picking, error, busy, begin, cancel, pick }
}
