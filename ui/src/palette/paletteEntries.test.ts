import { expect, test } from 'vitest'
import type { SearchHit } from '@/ipc'
import { type Command, paletteItems } from './paletteEntries'

const command = (id: string, ...names: string[]): Command => ({
  id,
  label: names[0] ?? id,
  names,
  keys: [],
  run: () => {},
})
const commands = [command('edit.undo', '撤销', 'Undo'), command('atlas.export', '导出', 'Export')]
const hit: SearchHit = {
  kind: 'town',
  id: '370283105',
  title: '南村镇',
  subtitle: '平度市',
  at: null,
  part: null,
}

function check(typed: string, hits: SearchHit[], expected: string[]): void {
  const items = paletteItems(typed, commands, hits)
  expect(
    items.map((i) => (i.type === 'hit' ? i.hit.title : i.command.id)),
    typed,
  ).toEqual(expected)
}

test('commands are found by name in both languages and by pinyin initials', () => {
  check('', [], ['edit.undo', 'atlas.export'])
  check('撤', [], ['edit.undo'])
  check('undo', [], ['edit.undo'])
  check('cx', [], ['edit.undo'])
  check('dc', [], ['atlas.export'])
  check('xyz', [], [])
})

test('things of the atlas come before commands, and not at all behind a >', () => {
  check('出', [hit], ['南村镇', 'atlas.export'])
  check('>出', [hit], ['atlas.export'])
})
