/** Tiles and pictures of layers, fetched from the core. Fetched and not left to an `img`, so that what went wrong is known. */

import type { Tile } from 'ol'
import type { Extent } from 'ol/extent'
import type { FeatureLike } from 'ol/Feature'
import type ImageTile from 'ol/ImageTile'
import type Projection from 'ol/proj/Projection'
import type OlVectorTile from 'ol/VectorTile'

/** Is told of every request of a layer: how many are under way, and how each ended. */
export interface Watcher {
  begin(): void
  end(good: boolean, url: string): void
}

/** A picture decoded from an address; fails with what the core answers. */
export async function fetchPicture(url: string): Promise<HTMLImageElement> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status}`)
  const address = URL.createObjectURL(await answer.blob())
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    return image
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Loads raster tiles: an empty answer is a tile with nothing on it, an error one that may be asked for again. */
export function rasterLoader(watcher: Watcher): (tile: Tile, src: string) => void {
  return (tile, src) => {
    const image = (tile as ImageTile).getImage() as HTMLImageElement
    void load()
    async function load(): Promise<void> {
      watcher.begin()
      let good = false
      try {
        const answer = await fetch(src)
        good = answer.ok
        const blob = answer.ok && answer.status !== 204 ? await answer.blob() : null
        if (blob && blob.size > 0) await show(blob)
        // OpenLayers takes a picture without size for a tile without content
        else image.dispatchEvent(new Event(good ? 'load' : 'error'))
      } catch {
        good = false
        image.dispatchEvent(new Event('error'))
      }
      watcher.end(good, src)
    }
    async function show(blob: Blob): Promise<void> {
      const address = URL.createObjectURL(blob)
      const ended = new Promise<boolean>((resolve) => {
        image.addEventListener('load', () => resolve(true), { once: true })
        image.addEventListener('error', () => resolve(false), { once: true })
      })
      image.src = address
      await ended
      URL.revokeObjectURL(address)
    }
  }
}

/** Loads vector tiles. */
export function vectorLoader(watcher: Watcher): (tile: Tile, src: string) => void {
  return (given, src) => {
    const tile = given as OlVectorTile<FeatureLike>
    tile.setLoader((extent, _resolution, projection) => {
      void load(extent, projection)
    })
    async function load(extent: Extent, projection: Projection): Promise<void> {
      watcher.begin()
      let good = false
      try {
        const answer = await fetch(src)
        if (!answer.ok) throw new Error(`${answer.status}`)
        const bytes = answer.status === 204 ? new ArrayBuffer(0) : await answer.arrayBuffer()
        const read = { extent, featureProjection: projection }
        tile.setFeatures(bytes.byteLength === 0 ? [] : tile.getFormat().readFeatures(bytes, read))
        good = true
      } catch {
        tile.onError()
      }
      watcher.end(good, src)
    }
  }
}
