/** Short messages and questions, shown by the frame; anything may raise one. */
import { shallowRef } from 'vue'
import { errorText } from '@/errors'

export interface Notice {
  level: 'info' | 'good' | 'error'
  text: string
  /** A button beside the text. */
  action?: { label: string; run: () => void }
  /** A second button that only closes it; with it the message stays until one of them is pressed. */
  keep?: string
}

export interface Question {
  title: string
  text: string
  yes: string
  no: string
  /** Whether yes destroys something. */
  danger?: boolean
  /** What must be chosen before yes can be said. */
  choose?: Choose
  answer: (yes: boolean, chosen?: string | null) => void
}

/** A choice from a list, as part of a question. */
export interface Choose {
  label: string
  options: { value: string; label: string }[]
}

export const notice = shallowRef<Notice | null>(null)
export const question = shallowRef<Question | null>(null)

export function notify(level: Notice['level'], text: string, action?: Notice['action']): void {
  notice.value = action ? { level, text, action } : { level, text }
}

/** Says something doubtful that was done, to be taken back or kept. */
export function doubt(text: string, back: NonNullable<Notice['action']>, keep: string): void {
  notice.value = { level: 'info', text, action: back, keep }
}

/** Says that something failed and why; for the `catch` of whatever the user asked for. */
export function fail(error: unknown): void {
  notify('error', errorText(error))
}

/** Asks a question; resolves to whether it was answered with yes. */
export function ask(asked: Omit<Question, 'answer' | 'choose'>): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = { ...asked, answer: resolve }
  })
}

/** Asks for one of several; resolves to what was chosen, null when it was not answered with yes. */
export function askWhich(asked: Omit<Question, 'answer'> & { choose: Choose }): Promise<string | null> {
  return new Promise((resolve) => {
    question.value = { ...asked, answer: (yes, chosen) => resolve(yes ? (chosen ?? null) : null) }
  })
}
