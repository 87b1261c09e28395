/** Initials of the pinyin of Chinese text (`撤销` → `cx`), so that typing initials finds a command.
 * The collation of the platform sorts Chinese by pinyin; each first character below opens the range of its letter. */

const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拿噢妑七呥仨他屲夕丫帀'
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const collator = new Intl.Collator('zh-Hans-u-co-pinyin')

function initial(character: string): string {
  if (!/[\u4e00-\u9fff]/.test(character)) return /[a-z0-9]/i.test(character) ? character.toLowerCase() : ''
  let found = ''
  for (let i = 0; i < FIRST.length; i += 1) {
    if (collator.compare(character, FIRST[i] ?? '') < 0) break
    found = LETTERS[i] ?? ''
  }
  return found
}

const known = new Map<string, string>()

/** The initials of a text; kept, for a palette asks for those of every command with every key. */
export function pinyinInitials(text: string): string {
  const kept = known.get(text)
  if (kept !== undefined) return kept
  const initials = [...text].map(initial).join('')
  known.set(text, initials)
  return initials
}
