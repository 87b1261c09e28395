/** The zone that stands before the eastings of a table: 39xxxxxx can only be zone 39. */

/** An easting with its zone before it: two digits of zone and six of metres. */
const ZONED = /(?<![\d.])(\d{2})\d{6}(?:\.\d+)?(?![\d])/g

/** The EPSG number of CGCS2000 with the zone before the easting: 3° zones 25 to 45, 6° zones 13 to 23. */
function epsgOf(zone: number): number | null {
  if (zone >= 25 && zone <= 45) return 4513 + zone - 25
  return zone >= 13 && zone <= 23 ? 4491 + zone - 13 : null
}

/** The system whose zone stands before every easting of a table; null when there is none or more than one. */
export function zonedSystem(text: string): { zone: number; id: string } | null {
  const rows = text.split('\n').filter((row) => (row.match(/\d{6,}/g)?.length ?? 0) >= 2)
  const zones = rows.map((row) => {
    const of = [...row.matchAll(ZONED)].map((match) => Number(match[1]))
    return of.length === 1 ? (of[0] ?? 0) : 0
  })
  const [zone] = zones
  if (zone === undefined || zones.some((other) => other !== zone)) return null
  const epsg = epsgOf(zone)
  return epsg === null ? null : { zone, id: `EPSG:${epsg}` }
}
