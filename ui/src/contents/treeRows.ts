/** The contents tree as the rows that are shown: plans → sections → tasks, counties → towns → projects. */
import { numbered } from '@/format'
import type { Node } from '@/ipc'
import type { Target } from '@/stores/selection'

export interface TreeRow {
  /** Path of the node, unique in the tree. */
  key: string
  depth: number
  node: Node
  open: boolean
  /** Keys of what is above, from the root down. */
  above: string[]
}

function keyOf(parent: string, node: Node): string {
  return `${parent}/${node.kind}:${node.id}`
}

/** The rows of the nodes whose parents are all open. */
export function visibleRows(nodes: readonly Node[], open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (list: readonly Node[], parent: string, above: string[]): void => {
    for (const node of list) {
      const key = keyOf(parent, node)
      const isOpen = node.children.length > 0 && open.has(key)
      rows.push({ key, depth: above.length, node, open: isOpen, above })
      if (isOpen) walk(node.children, key, [...above, key])
    }
  }
  walk(nodes, '', [])
  return rows
}

/** Keys that must be open for a thing to be seen, and its own key last; null when it is not in the tree. */
export function pathTo(nodes: readonly Node[], target: Target): string[] | null {
  const walk = (list: readonly Node[], parent: string): string[] | null => {
    for (const node of list) {
      const key = keyOf(parent, node)
      if (node.kind === target.kind && node.id === target.id) return [key]
      const below = walk(node.children, key)
      if (below) return [key, ...below]
    }
    return null
  }
  return walk(nodes, '')
}

/** What is open when an atlas opens: the first plan, and the counties when there are few towns. */
export function firstOpen(plans: readonly Node[], towns: readonly Node[]): string[] {
  const keys = plans.slice(0, 1).map((n) => keyOf('', n))
  const few = towns.reduce((n, county) => n + county.children.length, 0) <= 60
  return few ? [...keys, ...towns.map((n) => keyOf('', n))] : keys
}

/** What a node is called: number and title as printed. */
export const nodeTitle = (node: Node): string => numbered(node.number, node.title)

export type TreeMove = { to: number } | { open: string } | { shut: string } | null

/** What an arrow key does in a tree at that row. */
export function moveInTree(rows: readonly TreeRow[], at: number, key: string): TreeMove {
  const row = rows[at]
  if (key === 'ArrowDown') return at + 1 < rows.length ? { to: at + 1 } : null
  if (key === 'ArrowUp') return at > 0 ? { to: at - 1 } : null
  if (key === 'Home') return rows.length ? { to: 0 } : null
  if (key === 'End') return rows.length ? { to: rows.length - 1 } : null
  if (!row) return null
  if (key === 'ArrowRight') {
    if (row.node.children.length === 0) return null
    return row.open ? { to: at + 1 } : { open: row.key }
  }
  if (key === 'ArrowLeft') {
    if (row.open) return { shut: row.key }
    const parent = rows.findIndex((r) => r.key === row.above.at(-1))
    return parent >= 0 ? { to: parent } : null
  }
  return null
}
