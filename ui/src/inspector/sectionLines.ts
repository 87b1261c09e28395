/** The sections of a plan as they stand in the contents, flat. */
import type { Node } from '@/ipc'

export interface SectionLine {
  id: string
  number: string
  title: string
  depth: number
  parent: string | null
}

export function sectionLines(plan: Node | undefined): SectionLine[] {
  const walk = (nodes: readonly Node[], depth: number, parent: string | null): SectionLine[] =>
    nodes
      .filter((n) => n.kind === 'section')
      .flatMap((n) => {
        const own = { id: n.id, number: n.number, title: n.title, depth, parent }
        return [own, ...walk(n.children, depth + 1, n.id)]
      })
  return plan ? walk(plan.children, 0, null) : []
}
