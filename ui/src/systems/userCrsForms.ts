/** Coordinate systems a person makes: what the forms begin with, how lists of systems are found through. Plain functions. */
import type { CrsChoice, CrsDefinition, CrsGroup, CrsTrial, UserCrs } from '@/ipc'
import { systemName } from './systemName'

export type OldMade = Extract<CrsDefinition, { kind: 'old' }>
export type LocalMade = Extract<CrsDefinition, { kind: 'local' }>

/** Rows of a list of systems that are shown at once; the rest is found by typing. */
export const SHOWN = 60

/** A system of the older kind that has its name and parameters still to come. */
export function newOld(base: string): UserCrs {
  return { id: '', name: '', made: { kind: 'old', base, shift: [0, 0, 0], frame: false } }
}

/** A local system without control points yet. */
export function newLocal(known: string): UserCrs {
  return { id: '', name: '', made: { kind: 'local', known, table: '', swapped: false, fitted: null } }
}

/** Small letters without blanks and signs, so that 西安80 3度带 finds 西安80 3° 带. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/度/g, '°')
    .replace(/[\s,，()（）]/g, '')
}

/** The systems whose name or code has every word typed, by group, at most so many; and how many more there are. */
export function found(
  choices: readonly CrsChoice[],
  text: string,
  most = SHOWN,
): { groups: { group: CrsGroup; list: CrsChoice[] }[]; more: number } {
  const words = text.split(/\s+/).map(plain).filter(Boolean)
  const fits = (c: CrsChoice): boolean => {
    const name = plain(`${systemName(c.label)}${c.id}`)
    return words.every((word) => name.includes(word))
  }
  const all = choices.filter(fits)
  const shown = all.slice(0, most)
  const groups: { group: CrsGroup; list: CrsChoice[] }[] = []
  for (const choice of shown) {
    const last = groups.at(-1)
    if (last?.group === choice.group) last.list.push(choice)
    else groups.push({ group: choice.group, list: [choice] })
  }
  return { groups, more: all.length - shown.length }
}

/** Systems in which the known places of control points may be written: all but local ones and those without parameters. */
export function knownChoices(choices: readonly CrsChoice[], own: readonly UserCrs[]): CrsChoice[] {
  const local = new Set(own.filter((s) => s.made.kind === 'local').map((s) => s.id))
  return choices.filter((c) => c.group !== 'old' && !local.has(c.id))
}

/** Numbers of a list as a person pastes it: 15.8, -154.4, -82.3; null when one is none. */
export function numbersOf(text: string): number[] | null {
  const words = text.split(/[\s,，;；、]+/).filter(Boolean)
  const list = words.map((word) => Number(word.replace(/[−—]/g, '-')))
  return list.length > 0 && list.every(Number.isFinite) ? list : null
}

/** Whether a system differs from the one it was begun from: closing would lose what was typed. */
export function isChanged(draft: UserCrs | null, begun: UserCrs | null): boolean {
  return draft !== null && JSON.stringify(draft) !== JSON.stringify(begun)
}

/** What a person should look at in a fit: nothing, or the key of the words for it. */
export type Doubt = 'swapped' | 'scale' | 'outlier' | 'bare'
export function doubtOf(trial: CrsTrial): Doubt | null {
  const fit = trial.fit
  if (!fit) return null
  if (fit.swapped) return 'swapped'
  // A local system differs from a map by its height and its zone: some hundred ppm.
  if (Math.abs(fit.scale - 1) > 0.002) return 'scale'
  if (trial.points.some((p) => p.outlier)) return 'outlier'
  return fit.spare === 0 ? 'bare' : null
}

/** A residual in metres to the millimetre, with its sign. */
export function residual(metres: number | null): string {
  if (metres === null) return ''
  const text = metres.toFixed(3)
  if (Number(text) === 0) return '0.000'
  return metres > 0 ? `+${text}` : text
}
