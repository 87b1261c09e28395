import { expect, test } from 'vitest'
import { IpcError } from '@/ipc'
import { saveState, saving } from './atlas'

function refusal(code: string): IpcError {
  return new IpcError({ code, params: {}, detail: '' })
}

test('what a rule forbids is no failure to write', async () => {
  saveState.value = 'saved'
  for (const code of ['rule.loop', 'change.conflict']) {
    await expect(saving(() => Promise.reject(refusal(code)))).rejects.toThrow()
    expect(saveState.value).toBe('saved')
  }
  for (const error of [refusal('file.io'), refusal('atlas.read'), new Error('gone')]) {
    saveState.value = 'saved'
    await expect(saving(() => Promise.reject(error))).rejects.toThrow()
    expect(saveState.value).toBe('failed')
  }
  await expect(saving(() => Promise.reject(refusal('rule.loop')))).rejects.toThrow()
  expect(saveState.value, 'what was not written is still not written').toBe('failed')
})
