import { expect, test } from 'vitest'
import { dropAim, mainFile } from './fileDrop'

test('a data file goes to the import, an atlas is opened when none is open', () => {
  expect(dropAim(['/a/x.geojson'], true, true)).toBe('import')
  expect(dropAim(['/a/x.gpkg'], true, true)).toBe('import')
  expect(dropAim(['/a/x.gpkg'], false, false)).toBe('open')
  expect(dropAim(['/a/x.csv'], false, false)).toBe('noAtlas')
  expect(dropAim(['/a/x.csv'], true, false)).toBe('readOnly')
  expect(dropAim([], true, true)).toBe('nothing')
})

test('the parts of one shapefile count as one file, other files do not', () => {
  expect(mainFile(['/a/路.dbf', '/a/路.shp', '/a/路.SHX'])).toBe('/a/路.shp')
  expect(mainFile(['/a/a.shp', '/a/b.shp'])).toBeNull()
  expect(dropAim(['/a/a.csv', '/a/b.csv'], true, true)).toBe('several')
})
