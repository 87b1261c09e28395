/** The legend of a picture: the lines that the map's legend has, each with its mark as svg, in the colours of paper. */
import { int, wordLabel } from '@/format'
import { t } from '@/i18n'
import type { ControlCount } from '@/ipc'
import {
  boundaryMark,
  controlMark,
  type Ground,
  kindMark,
  lateMark,
  lightRingMark,
  siteSvg,
  stageMark,
  townSvg,
} from '@/symbols/svgMarkup'
import { layerLooks } from '../layers/layerLooks'
import { type LegendLine, legendLines, type Seen } from '../legend/legendLines'
import type { LegendText } from './pageLayout'

export interface LegendMark extends LegendText {
  /** The mark, 20 by 20; empty for a note. */
  svg: string
  /** Lines of one group stand together. */
  group: string
}

function markOf(line: LegendLine, ground: Ground): LegendMark {
  switch (line.group) {
    case 'town':
      return {
        group: 'town',
        label: line.category ? wordLabel('Category', line.category) : t('map.legend.ordinary'),
        count: int(line.count),
        svg: townSvg(line.category, null, false, ground),
      }
    case 'kind':
      return {
        group: 'kind',
        label: wordLabel('ProjectKind', line.kind),
        count: int(line.count),
        svg: kindMark(line.kind, ground),
      }
    case 'stage':
      return {
        group: 'stage',
        label: wordLabel('ProjectStage', line.stage),
        count: int(line.count),
        svg: stageMark(line.stage, ground),
      }
    case 'overdue':
      return {
        group: 'overdue',
        label: t('map.legend.overdue'),
        count: int(line.count),
        svg: lateMark(ground),
      }
    case 'light':
      return {
        group: 'light',
        label: t(`map.legend.light.${line.light}`),
        count: int(line.count),
        svg: lightRingMark(line.light, ground),
      }
    case 'site':
      return {
        group: 'site',
        label: wordLabel('SiteKind', line.kind),
        count: int(line.count),
        svg: siteSvg(line.kind, ground),
      }
    case 'note':
      return { group: 'note', label: t(`map.legend.${line.note}`), count: '', svg: '' }
  }
}

/** What the legend of a picture explains: what is in view, and nothing else. */
export function legendMarks(
  seen: Seen,
  controls: readonly ControlCount[],
  outlines: number,
  land: string,
): LegendMark[] {
  const ground: Ground = { dark: false, land }
  const lines = legendLines(seen, layerLooks().value.lights.visible).map((line) => markOf(line, ground))
  const notes = lines.filter((line) => line.group === 'note')
  const marks = lines.filter((line) => line.group !== 'note')
  for (const { kind, count } of controls)
    marks.push({
      group: 'control',
      label: wordLabel('ControlKind', kind),
      count: int(count),
      svg: controlMark(kind, ground),
    })
  if (outlines > 0)
    marks.push({
      group: 'outline',
      label: t('map.legend.outlines'),
      count: int(outlines),
      svg: boundaryMark(ground),
    })
  return [...marks, ...notes]
}
