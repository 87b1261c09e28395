// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'

const { settle } = vi.hoisted(() => ({ settle: vi.fn() }))
vi.mock('@/map/edit/drawActions', () => ({ controller: () => ({ settle }) }))

import { draft } from '@/inspector/draft'
import { saveState } from '@/stores/atlas'
import { question } from '@/stores/notice'
import { settleOpenWork } from './openWork'

beforeEach(() => {
  document.body.innerHTML = ''
  draft.value = null
  saveState.value = 'saved'
  question.value = null
  settle.mockReset().mockResolvedValue(true)
})

/** What is asked about, and the answer that is given. */
async function asked(yes: boolean): Promise<{ text: string; may: boolean }> {
  const settling = settleOpenWork()
  await vi.waitFor(() => expect(question.value).not.toBeNull())
  const text = question.value?.text ?? ''
  const answer = question.value?.answer
  question.value = null
  answer?.(yes)
  return { text, may: await settling }
}

test('with nothing open nobody is asked, and a shape that is kept is no question', async () => {
  expect(await settleOpenWork()).toBe(true)
  expect(settle).toHaveBeenCalledWith('keep')
  expect(question.value).toBeNull()
})

test('the field that has the focus is left, so that it keeps what was typed', async () => {
  document.body.innerHTML = '<input id="a">'
  const field = document.querySelector('input')
  const left = vi.fn()
  field?.addEventListener('blur', left)
  field?.focus()
  expect(await settleOpenWork()).toBe(true)
  expect(left).toHaveBeenCalledOnce()
})

test('it waits until what was set going is on the disk', async () => {
  saveState.value = 'saving'
  let done = false
  const settling = settleOpenWork().then(() => {
    done = true
  })
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(done).toBe(false)
  saveState.value = 'saved'
  await settling
  expect(done).toBe(true)
})

test('a shape that cannot be kept is asked about, and the answer holds', async () => {
  settle.mockResolvedValue(false)
  expect((await asked(false)).may).toBe(false)
  expect((await asked(true)).may).toBe(true)
})

test('a refused field, a form half filled and a change that did not reach the disk are each named', async () => {
  document.body.innerHTML =
    '<div data-test="inspector"><input class="text-field" value="环乡路"><input aria-invalid="true"></div>'
  draft.value = { of: 'plan' }
  saveState.value = 'failed'
  const { text, may } = await asked(false)
  expect(text.split('\n')).toHaveLength(3)
  expect(may).toBe(false)
})
