/** Changing a footprint that is there: its vertices, or all of it. */
import Collection from 'ol/Collection'
import type Feature from 'ol/Feature'
import type { Geometry } from 'ol/geom'
import type Interaction from 'ol/interaction/Interaction'
import Modify from 'ol/interaction/Modify'
import Translate from 'ol/interaction/Translate'
import { Circle, Fill, Stroke, Style } from 'ol/style'
import type { Tokens } from '../themeColours'

/** An interaction that drags vertices and edges; `ended` gets the geometry after each drag. */
export function vertexEditor(
  feature: Feature,
  tokens: Tokens,
  free: () => boolean,
  ended: (geometry: Geometry) => void,
): Interaction {
  const modify = new Modify({
    features: new Collection([feature]),
    pixelTolerance: 10,
    // deleting goes by the key, which can refuse in words
    deleteCondition: () => false,
    condition: (event) =>
      free() && event.originalEvent instanceof MouseEvent && event.originalEvent.button === 0,
    style: new Style({
      image: new Circle({
        radius: 6.5,
        fill: new Fill({ color: tokens.accent }),
        stroke: new Stroke({ color: tokens.pane, width: 2 }),
      }),
    }),
  })
  modify.on('modifyend', () => {
    const geometry = feature.getGeometry()
    if (geometry) ended(geometry)
  })
  return modify
}

/** An interaction that drags the whole footprint. */
export function mover(
  feature: Feature,
  free: () => boolean,
  ended: (geometry: Geometry) => void,
): Interaction {
  const translate = new Translate({
    features: new Collection([feature]),
    hitTolerance: 6,
    condition: (event) =>
      free() && event.originalEvent instanceof MouseEvent && event.originalEvent.button === 0,
  })
  translate.on('translateend', () => {
    const geometry = feature.getGeometry()
    if (geometry) ended(geometry)
  })
  return translate
}
