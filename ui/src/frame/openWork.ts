/** What is open and not yet on the disk when the window or the atlas is to be closed: a shape being drawn, a field being
 * typed into. It is kept; what cannot be is asked about. */
import { watch } from 'vue'
import { t } from '@/i18n'
import { draft } from '@/inspector/draft'
import { controller } from '@/map/edit/drawActions'
import { saveState } from '@/stores/atlas'
import { ask } from '@/stores/notice'

/** Waits until no change is on its way to the disk. */
function written(): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(
      saveState,
      (state) => {
        if (state === 'saving') return
        resolve()
        queueMicrotask(() => stop())
      },
      { immediate: true },
    )
  })
}

/** A form in which something was typed that no field keeps by itself. */
function unfinishedForm(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    '[data-test=inspector] input.text-field, [data-test=inspector] textarea.text-field',
  )
  return draft.value !== null && [...fields].some((field) => field.value.trim() !== '')
}

/** Keeps what is open. False when something could not be kept and the user wants to stay with it. */
export async function settleOpenWork(): Promise<boolean> {
  const lost: string[] = []
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  if ((await controller()?.settle('keep')) === false) lost.push(t('frame.closing.shape'))
  // what leaving the field set going is known after a turn
  await new Promise((resolve) => setTimeout(resolve))
  await written()
  if (document.querySelector('[aria-invalid="true"]')) lost.push(t('frame.closing.field'))
  if (unfinishedForm()) lost.push(t('frame.closing.form'))
  if (saveState.value === 'failed') lost.push(t('frame.closing.failed'))
  if (lost.length === 0) return true
  return ask({
    title: t('frame.closing.title'),
    text: lost.join('\n'),
    yes: t('frame.closing.leave'),
    no: t('frame.closing.stay'),
    danger: true,
  })
}
