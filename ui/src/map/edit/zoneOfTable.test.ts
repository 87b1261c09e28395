import { expect, test } from 'vitest'
import { zonedSystem } from './zoneOfTable'

test('the zone before the eastings names the system, whichever column it stands in', () => {
  expect(zonedSystem('J1 3704797 39374960\nJ2 3704805.25 39375010.5')).toEqual({ zone: 39, id: 'EPSG:4527' })
  expect(zonedSystem('J1,39374960.1,3704797.2\nJ2,39375010.5,3704805.25')?.id).toBe('EPSG:4527')
  expect(zonedSystem('1\t3704797\t20374960\n2\t3704805\t20375010')?.id).toBe('EPSG:4498')
})

test('other tables name none', () => {
  for (const text of [
    '',
    'J1 3704797 374960',
    'J1 116.5 35.7',
    // two zones
    '1 3704797 39374960\n2 3704805 40375010',
    // no zone of China
    '1 3704797 99374960',
    '1 37047971 39374960',
  ])
    expect(zonedSystem(text), text).toBeNull()
})
