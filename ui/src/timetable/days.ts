/** Days as whole numbers since 1970-01-01 in the Gregorian calendar, as the core counts them; no clock, no time zone. */

export interface Civil {
  year: number
  /** 1 to 12. */
  month: number
  /** 1 to 31. */
  day: number
}

const ERA_DAYS = 146_097
const ERA_YEARS = 400
/** 0000-03-01 in days before 1970-01-01. */
const EPOCH = 719_468

/** The number of a day. Months beyond 12 are of the years after: month 13 is the next January. */
export function dayOf(year: number, month: number, day = 1): number {
  const months = year * 12 + month - 1
  const [y0, m] = [Math.floor(months / 12), ((months % 12) + 12) % 12]
  // years begin in March, so that the leap day is the last
  const y = m < 2 ? y0 - 1 : y0
  const era = Math.floor(y / ERA_YEARS)
  const ofEra = y - era * ERA_YEARS
  const ofYear = Math.floor((153 * ((m + 10) % 12) + 2) / 5) + day - 1
  return era * ERA_DAYS + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - EPOCH
}

/** The year, month and day of a number. */
export function civil(number: number): Civil {
  const shifted = number + EPOCH
  const era = Math.floor(shifted / ERA_DAYS)
  const ofEra = shifted - era * ERA_DAYS
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100))
  const m = Math.floor((5 * ofYear + 2) / 153)
  const month = m < 10 ? m + 3 : m - 9
  const day = ofYear - Math.floor((153 * m + 2) / 5) + 1
  return { year: years + era * ERA_YEARS + (month <= 2 ? 1 : 0), month, day }
}

/** Year, first month and months of a date, and its day if it is one; null for what is none. */
function read(text: string): { year: number; from: number; months: number; day: number | null } | null {
  const [, y, half, quarter, month, day] =
    /^(\d{4})(?:-H([12])|-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? []
  if (!y) return null
  const year = Number(y)
  if (half) return { year, from: Number(half) * 6 - 5, months: 6, day: null }
  if (quarter) return { year, from: Number(quarter) * 3 - 2, months: 3, day: null }
  if (month) return { year, from: Number(month), months: 1, day: day ? Number(day) : null }
  return { year, from: 1, months: 12, day: null }
}

/** The first day that a date can mean; null for what is none. */
export function firstDayOf(text: string): number | null {
  const date = read(text)
  return date && dayOf(date.year, date.from, date.day ?? 1)
}

/** The last day that a date can mean: `2026`, `2026-H1`, `2026-Q2`, `2026-06`, `2026-06-30`; null for what is none. */
export function lastDayOf(text: string): number | null {
  const date = read(text)
  if (!date) return null
  return date.day === null
    ? dayOf(date.year, date.from + date.months) - 1
    : dayOf(date.year, date.from, date.day)
}

/** Monday of the week of a day. */
export function mondayOf(number: number): number {
  // 1970-01-01 was a Thursday
  return number - ((((number + 3) % 7) + 7) % 7)
}
