/** What several things share. */

/** The one value all have, or that they differ. */
export function shared<T>(values: T[]): { mixed: true } | { mixed: false; value: T | null } {
  const [first] = values
  if (values.some((v) => v !== first)) return { mixed: true }
  return { mixed: false, value: first ?? null }
}
