/** What the page of task books remembers: whose book is open, and of each kind which was the last. */
import type { BookOwner } from '@/ipc'
import { remembered } from '@/stores/prefs'
import type { Target } from '@/stores/selection'

export const bookOwners: readonly BookOwner[] = ['unit', 'town', 'plan']

/** The kind of which the list stands at the left. */
export const owner = remembered<BookOwner>('taskbook.owner', 'unit')
/** The id of the book of each kind that was open last. */
export const chosen = remembered<Partial<Record<BookOwner, string>>>('taskbook.chosen', {})

/** Whether units against tasks show instead of a book. */
export const asMatrix = remembered('taskbook.matrix', false)

/** Opens the book of something. */
export function openBook(kind: BookOwner, id: string): void {
  owner.value = kind
  chosen.value = { ...chosen.value, [kind]: id }
}

/** The book that a selected thing has; null if it has none. */
export function bookOf(target: Target | null): { kind: BookOwner; id: string } | null {
  const kind = bookOwners.find((k) => k === target?.kind)
  return kind && target ? { kind, id: target.id } : null
}
