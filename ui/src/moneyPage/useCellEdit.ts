/** A cell of the table of money in which an amount is typed: what it would change says the core. */
import { nextTick, ref } from 'vue'
import { wordLabel } from '@/format'
import { createEditing } from '@/forms/editing'
import { readMoney, typedMoney } from '@/forms/parseInput'
import { explain } from '@/forms/refusal'
import { t } from '@/i18n'
import { type AmountEdit, type CellPlace, call } from '@/ipc'
import { ask } from '@/ipc/questions'
import { saving, writable } from '@/stores/atlas'
import { fail, notify } from '@/stores/notice'
import { request } from './moneyState'

/** A cell where one line stands, or none yet and it is said whose it would be. */
export type OnePlace = Extract<CellPlace, { what: 'line' | 'new' }>

export interface EditedCell {
  row: string
  column: string
  place: OnePlace
}

/** Whose money it is, from where, of which stage and year. */
export function placeText(place: OnePlace): string {
  return [
    place.name,
    wordLabel('MoneySource', place.source),
    wordLabel('MoneyStage', place.stage),
    place.year === null ? t('moneyPage.none.year') : t('moneyPage.yearOf', { y: place.year }),
  ].join(' · ')
}

/** What is to be written for a place: an amount of 分, or null to remove its line. */
export function amountEdit(place: OnePlace, fen: number | null): AmountEdit {
  return {
    line: place.what === 'line' ? place.id : null,
    owner_kind: place.owner.kind,
    owner: place.owner.id,
    source: place.source,
    stage: place.stage,
    year: place.year,
    fen,
  }
}

/** Writes an amount as one step that says what became of which line. */
export function writeAmount(place: OnePlace, fen: number | null): Promise<unknown> {
  const act = place.what === 'new' ? 'add' : fen === null ? 'remove' : 'change'
  const name = t(`moneyPage.step.${act}`, { what: placeText(place) })
  return saving(() => call('set_amounts', { name, amounts: [amountEdit(place, fen)] }))
}

export function useCellEdit(openLines: (row: string, column: string) => void) {
  const edited = ref<EditedCell | null>(null)
  const place = () => edited.value?.place
  const typing = createEditing<number | null>({
    value: () => {
      const at = place()
      return at?.what === 'line' ? at.fen : null
    },
    show: typedMoney,
    read: (text) => readMoney(text, false),
    save: async (fen) => {
      const at = place()
      if (at) await writeAmount(at, fen)
    },
    explain,
    enabled: () => writable.value && edited.value !== null,
  })

  async function begin(row: string, column: string): Promise<void> {
    if (typing.editing.value && !(await typing.commit())) return
    if (!writable.value) {
      notify('info', t('moneyPage.readOnly'))
      return
    }
    try {
      const found = await ask('money_cell', { request: request.value, row, column })
      if (found.what === 'several') {
        openLines(row, column)
        notify('info', t('moneyPage.severalLines', { n: found.lines }))
      } else if (found.what === 'no_owner') {
        openLines(row, column)
        notify('info', t('moneyPage.noOwner'))
      } else {
        edited.value = { row, column, place: found }
        await nextTick()
        typing.begin()
      }
    } catch (error) {
      fail(error)
    }
  }

  const isEdited = (row: string, column: string) =>
    typing.editing.value && edited.value?.row === row && edited.value.column === column
  return { edited, typing, begin, isEdited }
}
