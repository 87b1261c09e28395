/** The filter in words of the window, as chips and pictures say it. */
import { computed } from 'vue'
import { t, textIfAny } from '@/i18n'
import { filter } from '@/stores/filter'
import { facetLabel } from './facetStore'
import { type Chip, chips } from './filterChips'

/** Choices of one condition that are written out. */
const NAMED = 6

export interface ChipWords extends Chip {
  label: string
  /** Its choices, the first of them. */
  text: string
}

/** The conditions that are set, each with its words; of more than `named` choices the rest is counted. */
export function chipWords(named: number): ChipWords[] {
  return chips(filter.value, facetLabel).map((chip) => {
    const values =
      chip.field === 'mapped' ? chip.values.map((v) => textIfAny(`frame.filter.${v}`) ?? v) : chip.values
    const few = values.slice(0, named).join(t('frame.filter.join'))
    const text = values.length > named ? t('frame.filter.andMore', { few, n: values.length }) : few
    const label = chip.name
      ? t(`frame.filter.spans.${chip.name}`)
      : chip.field !== 'text' || chip.values.length
        ? t(`frame.filter.fields.${chip.field}`)
        : t('frame.filter.inBox')
    return { ...chip, text, label }
  })
}

/** All of it in one line; empty if nothing is set. */
export const filterWords = computed(() => {
  const parts = chipWords(NAMED).map(({ label, text }) =>
    text ? `${label}${t('frame.filter.colon')}${text}` : label,
  )
  const any = filter.value.any && parts.length > 1 ? t('frame.filter.anyNote') : ''
  return parts.join(t('frame.filter.between')) + any
})
