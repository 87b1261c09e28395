import { expect, test } from 'vitest'
import { i18n, t, textIfAny } from '.'
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

test('one is written in English as one, many as many, also where the number has commas', () => {
  i18n.global.locale.value = 'en'
  const said = (n: string | number) => t('moneyPage.count.plans', { n })
  expect([said('1'), said(0), said('2'), said('1,001')]).toEqual([
    '1 plan',
    '0 plans',
    '2 plans',
    '1,001 plans',
  ])
  expect(textIfAny('making.holds.projects', { n: 1 })).toBe('1 project')
  i18n.global.locale.value = 'zh-CN'
  expect(said(1)).toBe('1 个方案')
})

test('an English text has a form for one and a form for many at most, a Chinese text one form', () => {
  const forms = (text: string) => text.split(' | ').length
  expect(texts(en).filter(([, text]) => forms(text) > 2)).toEqual([])
  expect(texts(zh).filter(([, text]) => forms(text) > 1)).toEqual([])
  const alone = texts(en).filter(([, text]) => / \| /.test(text) && !text.includes('{n}'))
  expect(alone).toEqual([])
})
