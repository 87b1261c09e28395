import { expect, test } from 'vitest'
import en from './en'
import zh from './zh-CN'

type Tree = { readonly [key: string]: Tree | string }

/** Every text of a language by its path. */
function texts(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key
    return typeof value === 'string' ? [[at, value]] : texts(value, at)
  })
}

/** Chinese words that English readers need: the way back to Chinese, a word of a Chinese page, a name to be typed. */
const MEANT = /中文|服务器端|南村镇/g

test('what stands in Chinese stands in English too', () => {
  const english = new Set(texts(en).map(([path]) => path))
  expect(
    texts(zh)
      .map(([path]) => path)
      .filter((path) => !english.has(path)),
  ).toEqual([])
})

test('no Chinese stands in the English window but where it is meant', () => {
  const chinese = texts(en).filter(([, text]) =>
    /\p{Script=Han}|[，。；：（）、]/u.test(text.replace(MEANT, '')),
  )
  expect(chinese).toEqual([])
})
