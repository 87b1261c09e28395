// Asks flatbush for the windows and places that bench_peers.py wrote; prints one JSON object a line.
// usage: bench_flatbush.mjs FOLDER   FOLDER holds node_modules/flatbush, boxes.bin, windows.bin, places.bin
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv[2]
const found = createRequire(join(folder, 'x.cjs')).resolve('flatbush')
const { default: Flatbush } = await import(pathToFileURL(found).href)
const numbers = (name) => new Float64Array(new Uint8Array(readFileSync(join(folder, name))).buffer)

const boxes = numbers('boxes.bin')
const index = new Flatbush(boxes.length / 4)
for (let i = 0; i < boxes.length; i += 4) index.add(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3])
index.finish()

function say(work, count, ask) {
  const times = []
  let hits = 0
  for (let i = 0; i < count; i++) {
    const begin = process.hrtime.bigint()
    hits += ask(i).length
    times.push(Number(process.hrtime.bigint() - begin) / 1e3)
  }
  times.sort((a, b) => a - b)
  console.log(JSON.stringify({ work, p50_us: times[count >> 1], mean_hits: Math.floor(hits / count) }))
}

const windows = numbers('windows.bin')
const window = (i) => index.search(...windows.subarray(4 * i, 4 * i + 4))
say('flatbush viewport z14', 1000, window)
say('flatbush viewport z9', 1000, (i) => window(1000 + i))
const places = numbers('places.bin')
say('flatbush 10 nearest', 2000, (i) => index.neighbors(places[2 * i], places[2 * i + 1], 10))
