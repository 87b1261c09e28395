/** The legend of a picture: the lines that the map's legend has, each with its mark as svg, in the colours of paper. */
import { int, wordLabel } from '@/format'
import { t } from '@/i18n'
import { type ControlCount, type ControlKind, mapSymbols, type ProjectKind, type ProjectStage } from '@/ipc'
import { kindColour, lateColour, stageColour } from '@/symbols/colours'
import { kindGlyph } from '@/symbols/glyphs'
import { type Ground, siteSvg, townSvg } from '@/symbols/svgMarkup'
import { type LegendLine, legendLines, type Seen } from '../legend/legendLines'
import type { LegendText } from './pageLayout'

export interface LegendMark extends LegendText {
  /** The mark, 20 by 20; empty for a note. */
  svg: string
  /** Lines of one group stand together. */
  group: string
}

const drawing = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20">${body}</svg>`

function kindMark(kind: ProjectKind): string {
  return drawing(
    `<g transform="translate(2 2) scale(0.667)" fill="none" stroke="${kindColour(kind, false)}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${kindGlyph(kind)}</g>`,
  )
}

function stageMark(stage: ProjectStage): string {
  return drawing(`<circle cx="10" cy="10" r="4" fill="${stageColour(stage, false)}"/>`)
}

function controlMark(kind: ControlKind): string {
  const colour = mapSymbols.controls[kind].colour.light
  if (kind === 'urban')
    return drawing(
      `<rect x="2.5" y="4.5" width="15" height="11" rx="1" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="4 2"/>`,
    )
  const falls = kind === 'ecology'
  const lines = [-9, -5, -1, 3, 7, 11].map((x) => (falls ? `M${x + 2} 4l12 12` : `M${x + 2} 16l12 -12`))
  return drawing(
    `<defs><clipPath id="c"><rect x="2.5" y="4.5" width="15" height="11" rx="1"/></clipPath></defs><path clip-path="url(#c)" d="${lines.join('')}" stroke="${colour}" stroke-width="0.9" fill="none"/><rect x="2.5" y="4.5" width="15" height="11" rx="1" fill="none" stroke="${colour}"/>`,
  )
}

const OUTLINE_MARK = drawing(
  '<path d="M1 10h18" stroke="#5c6878" stroke-width="1.2" stroke-dasharray="6 2 1.5 2" fill="none"/>',
)

const LATE_MARK = drawing(
  `<path d="M10 3L17.5 16.5H2.5Z" fill="${lateColour(false)}"/><path d="M10 7.5V12M10 14V14.4" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/>`,
)

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
        svg: kindMark(line.kind),
      }
    case 'stage':
      return {
        group: 'stage',
        label: wordLabel('ProjectStage', line.stage),
        count: int(line.count),
        svg: stageMark(line.stage),
      }
    case 'overdue':
      return { group: 'overdue', label: t('map.legend.overdue'), count: int(line.count), svg: LATE_MARK }
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
  const lines = legendLines(seen).map((line) => markOf(line, ground))
  const notes = lines.filter((line) => line.group === 'note')
  const marks = lines.filter((line) => line.group !== 'note')
  for (const { kind, count } of controls)
    marks.push({
      group: 'control',
      label: wordLabel('ControlKind', kind),
      count: int(count),
      svg: controlMark(kind),
    })
  if (outlines > 0)
    marks.push({ group: 'outline', label: t('map.legend.outlines'), count: int(outlines), svg: OUTLINE_MARK })
  return [...marks, ...notes]
}
