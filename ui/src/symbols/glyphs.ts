/** The icon of each kind of project and site, as drawing instructions that a canvas and a component both read. */
import {
  Baby,
  BrushCleaning,
  Building2,
  Cpu,
  Droplet,
  Factory,
  GraduationCap,
  HeartPulse,
  Hospital,
  House,
  Landmark,
  Mountain,
  PaintRoller,
  Route,
  Shapes,
  Store,
  Trees,
  Warehouse,
  Waves,
  Wheat,
  Zap,
} from 'lucide-vue-next'
import { type Component, h, render } from 'vue'
import type { ProjectKind, SiteKind } from '@/ipc'

const KIND_GLYPHS: Record<ProjectKind, Component> = {
  road: Route,
  water: Droplet,
  sewage: Waves,
  sanitation: BrushCleaning,
  utility: Zap,
  streetscape: PaintRoller,
  greening: Trees,
  education: GraduationCap,
  health: HeartPulse,
  care: Baby,
  culture: Landmark,
  commerce: Store,
  industry: Factory,
  agriculture: Wheat,
  housing: House,
  digital: Cpu,
  other: Shapes,
}

const SITE_GLYPHS: Record<SiteKind, Component> = {
  village: House,
  school: GraduationCap,
  hospital: Hospital,
  relic: Landmark,
  scenic: Mountain,
  waters: Waves,
  enterprise: Warehouse,
  seat: Building2,
  other: Shapes,
}

const drawn = new Map<Component, string>()

/** The inside of the icon's svg (24 by 24), drawn once. */
function inside(icon: Component): string {
  const known = drawn.get(icon)
  if (known !== undefined) return known
  const place = document.createElement('div')
  render(h(icon), place)
  const markup = place.querySelector('svg')?.innerHTML ?? ''
  render(null, place)
  const clean = markup.replace(/<!--.*?-->/g, '')
  drawn.set(icon, clean)
  return clean
}

/** Strokes of the icon of a kind of project, for a 24 by 24 svg. */
export function kindGlyph(kind: ProjectKind): string {
  return inside(KIND_GLYPHS[kind] ?? Shapes)
}

/** Strokes of the icon of a kind of site, for a 24 by 24 svg. */
export function siteGlyph(kind: SiteKind): string {
  return inside(SITE_GLYPHS[kind] ?? Shapes)
}
