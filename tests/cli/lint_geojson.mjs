// Prints what check-geojson finds in a file, as a JSON array of texts. usage: node lint_geojson.mjs FILE
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(new URL('../../ui/package.json', import.meta.url))
const { getIssues } = await import(pathToFileURL(require.resolve('@placemarkio/check-geojson')).href)
const issues = getIssues(readFileSync(process.argv[2], 'utf8'))
console.log(JSON.stringify(issues.map((i) => `${i.severity} at ${i.from}: ${i.message}`)))
