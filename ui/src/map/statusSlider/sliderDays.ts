/** The days a slider of status dates stands on: the last day of each month, and the day of today among them. */

/** `2026-11-30` of a number of days since 1970. */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

/** The ends of the months from that of the first day to that of the last, with today in its place. */
export function sliderDays(first: number, last: number, today: string): string[] {
  const from = new Date(first * 86_400_000)
  const days: string[] = []
  for (let month = from.getUTCMonth(); ; month += 1) {
    const end = Math.floor(Date.UTC(from.getUTCFullYear(), month + 1, 0) / 86_400_000)
    days.push(dayText(end))
    if (end >= last || days.length > 1200) break
  }
  return days.includes(today) ? days : [...days, today].sort()
}

/** The place of the day among those, or of the last one before it. */
export function placeOf(day: string, days: readonly string[]): number {
  return Math.max(
    0,
    days.findLastIndex((one) => one <= day),
  )
}
