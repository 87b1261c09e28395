/** What the menu of a layer and the button beside its state do. */
import { toLonLat } from 'ol/proj'
import { openDialog } from '@/dialogs/dialogState'
import { t } from '@/i18n'
import { chooseFile, type MapLayer } from '@/ipc'
import { ask, fail } from '@/stores/notice'
import { flyTo } from '@/stores/selection'
import { extentOf } from './georeference/affinePicture'
import { edited, pinned, put, remove, retry } from './userLayerStore'

export const PACK_ENDINGS = 'pmtiles,mbtiles'
export const PICTURE_ENDINGS = 'png,jpg,jpeg,webp,gif'

/** West, south, east, north of a layer; null when it says nothing of it. */
export function boundsFor(layer: MapLayer): [number, number, number, number] | null {
  const { fit, image_size: size } = layer
  if (layer.kind === 'image') {
    if (!fit || !size) return null
    const [left = 0, bottom = 0, right = 0, top = 0] = extentOf(fit.affine, size)
    const [west = 0, south = 0] = toLonLat([left, bottom])
    const [east = 0, north = 0] = toLonLat([right, top])
    return [west, south, east, north]
  }
  return layer.bounds
}

export async function actOn(layer: MapLayer, what: string): Promise<void> {
  switch (what) {
    case 'zoom': {
      const bounds = boundsFor(layer)
      if (bounds) flyTo({ to: 'bounds', bounds })
      return
    }
    case 'edit':
      edited.value = layer
      openDialog('editLayer')
      return
    case 'key':
      edited.value = layer
      openDialog('layerKey')
      return
    case 'pin':
      pinned.value = { layer, fresh: false }
      openDialog('pinImage')
      return
    case 'retry':
      await retry(layer.id)
      return
    case 'file':
      await findFile(layer)
      return
    case 'remove':
      await removeAsked(layer)
  }
}

async function findFile(layer: MapLayer): Promise<void> {
  const extension = layer.kind === 'image' ? PICTURE_ENDINGS : layer.kind
  const path = await chooseFile({ save: false, title: t('layers.menu.file'), extension })
  if (!path) return
  try {
    await put({ ...layer, path })
    await retry(layer.id)
  } catch (error) {
    fail(error)
  }
}

async function removeAsked(layer: MapLayer): Promise<void> {
  const yes = await ask({
    title: t('layers.remove.title'),
    text: t('layers.remove.text', { name: layer.name }),
    yes: t('layers.remove.yes'),
    no: t('dialogs.cancel'),
    danger: true,
  })
  if (yes) await remove(layer.id)
}
