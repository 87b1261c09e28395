/** How numbers, money, measures and dates are written, in the language of the window. */
import { i18n, t } from '@/i18n'
import { type Word, words } from '@/ipc'

/** Written where there is no value. */
export const NONE = '—'

const SQUARE_METRES_PER_MU = 2000 / 3

function english(): boolean {
  return i18n.global.locale.value === 'en'
}

/** `1234.5, 2` → `1,234.50`. */
export function decimal(value: number, places: number): string {
  const text = value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })
  return text === `-${(0).toFixed(places)}` ? text.slice(1) : text
}

/** `12345` → `12,345`. */
export function int(value: number): string {
  return decimal(value, 0)
}

/** A quantity as it stands, with at most three decimals: `20`, `8.75`. */
export function plain(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

/** 分 to 万元, without the unit: `246000000` → `246.00`; what two decimals would lose keeps its own. */
export function wanYuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return NONE
  const text = decimal(fen / 1_000_000, 2)
  // an amount is not shown as nothing
  const small = fen !== 0 && Number(text) === 0
  return small ? (fen / 1_000_000).toLocaleString('en-US', { maximumFractionDigits: 6 }) : text
}

/** 分 to 万元 with the unit: `246.00 万元`. */
export function money(fen: number | null | undefined): string {
  return fen === null || fen === undefined ? NONE : `${wanYuan(fen)} ${t('frame.unit.wanYuan')}`
}

/** 分 of one unit in which amounts are written; without a unit they are 万元. */
const FEN_OF = {
  元: 100,
  千元: 1e5,
  万: 1e6,
  万元: 1e6,
  百万: 1e8,
  百万元: 1e8,
  千万: 1e9,
  千万元: 1e9,
  亿: 1e10,
  亿元: 1e10,
}

/** 三百 as 300, 一千二百零五 as 1205; null when it is no whole number below 10,000 in Chinese digits. */
function chineseAmount(text: string): number | null {
  let [sum, digit] = [0, 0]
  for (const c of text) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[c]
    const value = '零一二三四五六七八九'.indexOf(c === '两' ? '二' : c)
    if (unit) {
      sum += (digit || 1) * unit
      digit = 0
    } else if (value >= 0) digit = value
    else return null
  }
  return text ? sum + digit : null
}

/** What was typed as an amount, in 分; null when it is none. In 万元 unless a unit stands there: `1,234.5`, full-width
 * digits, 1.5亿, 5000元, 三百万. */
export function parseWanYuan(text: string): number | null {
  const cleaned = text.normalize('NFKC').replace(/[,\s]/g, '')
  const [, written = '', said] =
    /^(-?[\d.]+|[零一二两三四五六七八九十百千]+?)((?:[百千]?万|亿|千)?元|[百千]?万|亿)?$/.exec(cleaned) ?? []
  const plainNumber = /^-?(\d+\.?\d*|\.\d+)$/.test(written)
  // 三百 alone may be of anything
  if (!plainNumber && !said) return null
  const unit = said ?? '万'
  const number = plainNumber ? Number(written) : chineseAmount(written)
  if (number === null || !(unit in FEN_OF)) return null
  const fen = Math.round(number * FEN_OF[unit as keyof typeof FEN_OF])
  return Number.isSafeInteger(fen) ? fen : null
}

/** Square metres as a bare number of 亩: one decimal, two below ten 亩. */
export function muNumber(m2: number): string {
  const value = m2 / SQUARE_METRES_PER_MU
  return decimal(value, value < 10 ? 2 : 1)
}

/** Square metres as 亩: `182.4 亩`. */
export function mu(m2: number): string {
  return `${muNumber(m2)} ${t('frame.unit.mu')}`
}

/** Square metres as 公顷: `12.16 公顷`. */
export function hectares(m2: number): string {
  return `${decimal(m2 / 10_000, 2)} ${t('frame.unit.hectare')}`
}

/** Square metres as 平方公里: `0.122 平方公里`. */
export function squareKilometres(m2: number): string {
  return `${decimal(m2 / 1_000_000, 3)} ${t('frame.unit.squareKilometre')}`
}

/** All three ways an area is written, side by side. */
export function areaLine(m2: number): string {
  return [mu(m2), hectares(m2), squareKilometres(m2)].join(' · ')
}

/** Metres: `85.3 米` below a hundred, `917 米` below a thousand, then `1.49 公里`. */
export function length(metres: number): string {
  if (metres >= 999.5) return `${decimal(metres / 1000, 2)} ${t('frame.unit.kilometre')}`
  return `${decimal(metres, metres < 100 ? 1 : 0)} ${t('frame.unit.metre')}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A date as exact as it is known: `2025`, `2025-H1`, `2025-Q2`, `2025-06`, `2025-06-30` → 2025年, 2025年上半年, 2025年6月, 2025年6月30日. */
export function date(partial: string | null | undefined): string {
  if (!partial) return NONE
  const [year = '', second, third] = partial.split('-')
  if (second === undefined) return english() ? year : `${year}年`
  if (second.startsWith('H')) {
    const first = second === 'H1'
    return english() ? `${first ? 'H1' : 'H2'} ${year}` : `${year}年${first ? '上' : '下'}半年`
  }
  if (second.startsWith('Q')) {
    const quarter = '一二三四'[Number(second[1]) - 1]
    return english() ? `${second} ${year}` : `${year}年第${quarter}季度`
  }
  const month = Number(second)
  const day = third === undefined ? null : Number(third)
  if (!english()) return `${year}年${month}月${day === null ? '' : `${day}日`}`
  const name = MONTHS[month - 1] ?? second
  return day === null ? `${name} ${year}` : `${day} ${name} ${year}`
}

/** A span of dates; one end may be open. */
export function dateSpan(starts: string | null, ends: string | null): string {
  if (!starts && !ends) return NONE
  if (starts === ends) return date(starts)
  return english()
    ? `${starts ? date(starts) : '…'} – ${ends ? date(ends) : '…'}`
    : `${starts ? date(starts) : ''}—${ends ? date(ends) : ''}`
}

/** A moment (RFC 3339) in local time: 2026年11月21日 14:05. */
export function moment(rfc3339: string): string {
  const at = new Date(rfc3339)
  if (Number.isNaN(at.getTime())) return rfc3339
  const two = (n: number) => String(n).padStart(2, '0')
  const day = date(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`)
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** `62` → `62%`. */
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : `${plain(Math.round(value * 10) / 10)}%`
}

/** A number in a unit that is also measured on the map has at least the decimals a measure has, and never fewer than
 * were entered: `6.2, 公里` → `6.20`, `20, 座` → `20`. */
export function quantityNumber(value: number, unit: string | null): string {
  const least = leastPlaces(value, unit)
  return value.toLocaleString('en-US', {
    minimumFractionDigits: least,
    maximumFractionDigits: Math.max(3, least),
  })
}

function leastPlaces(value: number, unit: string | null): number {
  switch (unit?.trim().toLowerCase()) {
    case '公里':
    case '千米':
    case 'km':
    case '公顷':
    case 'ha':
      return 2
    case '平方公里':
    case 'km²':
      return 3
    case '亩':
    case 'mu':
      return value < 10 ? 2 : 1
    case '米':
    case 'm':
      return value < 100 ? 1 : 0
    default:
      return 0
  }
}

/** `20, 座` → `20 座`. */
export function quantity(value: number | null, unit: string | null): string {
  return value === null ? NONE : [quantityNumber(value, unit), unitName(unit)].join(' ').trim()
}

/** Units of measure that people write in Chinese, as an English reader writes them. */
const UNITS: Readonly<Record<string, string>> = {
  亩: 'mu',
  米: 'm',
  公里: 'km',
  千米: 'km',
  平方米: 'm²',
  平方公里: 'km²',
  平方千米: 'km²',
  公顷: 'ha',
  立方米: 'm³',
  吨: 't',
  元: 'yuan',
  万元: 'wan yuan',
  亿元: 'yi yuan',
}

/** A unit as it was written; one of measure in the language of the window. */
export function unitName(unit: string | null): string {
  const written = unit?.trim() ?? ''
  return english() ? (UNITS[written] ?? written) : written
}

/** `900000` → `1:900,000`, rounded to two figures as a scale is read. */
export function scaleText(denominator: number): string {
  if (!(denominator > 0)) return ''
  const step = 10 ** Math.max(0, Math.floor(Math.log10(denominator)) - 1)
  return `1:${int(Math.round(denominator / step) * step)}`
}

/** Bytes of a file: `1.2 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${int(bytes)} B`
  if (bytes < 1024 * 1024) return `${decimal(bytes / 1024, 1)} KB`
  return `${decimal(bytes / 1024 / 1024, 1)} MB`
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The label of a word of the wire in the language of the window, as it stands by itself: `ProjectKind, road` → 道路交通,
 * Road and transport. */
export function wordLabel(set: keyof typeof words, value: string | null | undefined): string {
  const list: readonly Word[] = words[set]
  const label = wordWithin(set, value)
  return english() && list.some((w) => w.word === value) ? sentence(label) : label
}

/** The same as it stands within a sentence: 道路交通, road and transport. */
export function wordWithin(set: keyof typeof words, value: string | null | undefined): string {
  if (!value) return NONE
  const list: readonly Word[] = words[set]
  const found = list.find((w) => w.word === value)
  if (!found) return value
  return english() ? found.en : found.zh
}

/** The words of a set with their labels, for selects. */
export function wordOptions(set: keyof typeof words): { value: string; label: string }[] {
  const list: readonly Word[] = words[set]
  return list.map((w) => ({ value: w.word, label: english() ? sentence(w.en) : w.zh }))
}

/** A title after its number as printed: no gap after a closing bracket or a mark, which bring their own. */
export function numbered(number: string, title: string): string {
  if (!number) return title
  return /[）)、.．]$/.test(number) ? `${number}${title}` : `${number} ${title}`
}

/** Names one after the other, as the language of the window parts them. */
export function listed(names: readonly string[]): string {
  return names.join(english() ? ', ' : '、')
}

/** Statements one after the other, as the language of the window parts them. */
export function clauses(parts: readonly string[]): string {
  return parts.join(english() ? '; ' : '；')
}

/** What is said of something named before. */
export function labelled(label: string, text: string): string {
  return english() ? `${label}: ${text}` : `${label}：${text}`
}

/** A remark behind what it is about. */
export function inBrackets(text: string): string {
  return english() ? ` (${text})` : `（${text}）`
}
