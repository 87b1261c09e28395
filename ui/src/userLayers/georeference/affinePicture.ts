/** A pinned picture on the map: drawn straight through its affine, so that it is as sharp as it can be. */
import type { Extent } from 'ol/extent'
import ImageCanvas from 'ol/source/ImageCanvas'
import type { ImageFit } from '@/ipc'

/** a, b, c, d, e, f of x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type Affine = ImageFit['affine']

export function applyAffine([a, b, c, d, e, f]: Affine, x: number, y: number): [number, number] {
  return [a * x + b * y + c, d * x + e * y + f]
}

/** The box of the view that a picture of that size covers. */
export function extentOf(affine: Affine, [width, height]: [number, number]): Extent {
  const corners = [
    applyAffine(affine, 0, 0),
    applyAffine(affine, width, 0),
    applyAffine(affine, 0, height),
    applyAffine(affine, width, height),
  ]
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** From pixels of the picture to pixels of a canvas that shows `extent` at `resolution`, in the order of setTransform. */
export function canvasMatrix(
  [a, b, c, d, e, f]: Affine,
  extent: Extent,
  resolution: number,
  ratio: number,
): [number, number, number, number, number, number] {
  const scale = ratio / resolution
  const [left = 0, , , top = 0] = extent
  return [a * scale, -d * scale, b * scale, -e * scale, (c - left) * scale, (top - f) * scale]
}

/** The source of a picture that lies by an affine in the projection of the view. */
export function pictureSource(image: CanvasImageSource, affine: Affine): ImageCanvas {
  const canvas = document.createElement('canvas')
  return new ImageCanvas({
    ratio: 1,
    canvasFunction(extent, resolution, pixelRatio, size) {
      const [width = 0, height = 0] = size
      canvas.width = Math.round(width)
      canvas.height = Math.round(height)
      const pen = canvas.getContext('2d')
      if (!pen) return canvas
      pen.imageSmoothingQuality = 'high'
      pen.setTransform(...canvasMatrix(affine, extent, resolution, pixelRatio))
      pen.drawImage(image, 0, 0)
      return canvas
    },
  })
}
