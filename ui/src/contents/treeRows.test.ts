import { expect, test } from 'vitest'
import type { Node, NodeKind } from '@/ipc'
import { firstOpen, moveInTree, nodeTitle, pathTo, visibleRows } from './treeRows'

function node(kind: NodeKind, id: string, children: Node[] = [], number = ''): Node {
  return { kind, id, number, title: id, hint: null, category: null, count: children.length, children }
}
const tree = [
  node('plan', 'p', [node('section', 's', [node('task', 't1'), node('task', 't2')])]),
  node('plan', 'q'),
]

test('only what lies under open nodes is shown', () => {
  expect(visibleRows(tree, new Set()).map((r) => r.node.id)).toEqual(['p', 'q'])
  const open = new Set(['/plan:p', '/plan:p/section:s'])
  expect(visibleRows(tree, open).map((r) => [r.node.id, r.depth])).toEqual([
    ['p', 0],
    ['s', 1],
    ['t1', 2],
    ['t2', 2],
    ['q', 0],
  ])
})

test('the way to a thing names what must be open', () => {
  expect(pathTo(tree, { kind: 'task', id: 't2' })).toEqual([
    '/plan:p',
    '/plan:p/section:s',
    '/plan:p/section:s/task:t2',
  ])
  expect(pathTo(tree, { kind: 'project', id: 't2' })).toBeNull()
})

test('arrow keys walk, open and shut the tree', () => {
  const rows = visibleRows(tree, new Set(['/plan:p']))
  expect(moveInTree(rows, 0, 'ArrowDown')).toEqual({ to: 1 })
  expect(moveInTree(rows, 0, 'ArrowLeft')).toEqual({ shut: '/plan:p' })
  expect(moveInTree(rows, 1, 'ArrowRight')).toEqual({ open: '/plan:p/section:s' })
  expect(moveInTree(rows, 1, 'ArrowLeft')).toEqual({ to: 0 })
  expect(moveInTree(rows, 2, 'ArrowRight')).toBeNull()
  expect(moveInTree(rows, 2, 'ArrowDown')).toBeNull()
})

test('numbers stand before titles as they are printed', () => {
  expect(nodeTitle({ ...node('task', '优化产业结构'), number: '（六）' })).toBe('（六）优化产业结构')
  expect(nodeTitle({ ...node('task', '做强产业'), number: '二1' })).toBe('二1 做强产业')
  expect(nodeTitle(node('town', '南村镇'))).toBe('南村镇')
})

test('counties are open at first when there are few towns', () => {
  const few = [node('town', 'c', [node('town', 'a')])]
  const many = [
    node(
      'town',
      'c',
      Array.from({ length: 80 }, (_, i) => node('town', `t${i}`)),
    ),
  ]
  expect(firstOpen(tree, few)).toEqual(['/plan:p', '/town:c'])
  expect(firstOpen(tree, many)).toEqual(['/plan:p'])
})
