/** The commands of the frame and their keys; the shortcut sheet and the palette are made from the bindings. */
import { openDialog } from '@/dialogs/dialogState'
import { dockTab } from '@/dock/dockTab'
import { filterEditor } from '@/filter/filterEditorState'
import { openImport } from '@/imports/importStore'
import { beginPlan, beginSite, beginTown } from '@/inspector/draft'
import { type Binding, bind } from '@/keys/keymap'
import { startNaming } from '@/savedViews/viewActions'
import { atlas, writable } from '@/stores/atlas'
import { clearFilter, conditions } from '@/stores/filter'
import { cancelPlacing, placing } from '@/unmapped/placing'
import { showRailTab, showUnmapped, toggleDockWhole, togglePane } from './paneState'
import { backUpAtlas, closeAtlas, redo, showFolder, toggleDark, toggleLanguage, undo } from './windowActions'

const isOpen = () => atlas.value !== null

/** Shows the check list in the dock. */
function showChecks(): void {
  dockTab().value = 'check'
  togglePane('dock', true)
}

/** Opens a form in the inspector, which is shown for it. */
function inInspector(begin: () => void): () => void {
  return () => {
    togglePane('inspector', true)
    begin()
  }
}
const canMake = () => writable.value

/** Every command of the frame. */
export const frameBindings: Binding[] = [
  {
    id: 'palette.open',
    keys: ['Ctrl+K', 'Ctrl+P'],
    group: 'general',
    inFields: true,
    run: () => openDialog('palette'),
  },
  {
    id: 'edit.undo',
    keys: ['Ctrl+Z'],
    group: 'general',
    when: () => writable.value && !!atlas.value?.undo,
    run: () => void undo(),
  },
  {
    id: 'edit.redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    group: 'general',
    when: () => writable.value && !!atlas.value?.redo,
    run: () => void redo(),
  },
  { id: 'atlas.new', keys: ['Ctrl+N'], group: 'general', run: () => openDialog('new') },
  { id: 'atlas.open', keys: ['Ctrl+O'], group: 'general', run: () => openDialog('open') },
  { id: 'atlas.close', keys: ['Ctrl+W'], group: 'general', when: isOpen, run: () => void closeAtlas() },
  {
    id: 'atlas.import',
    keys: ['Ctrl+Shift+O'],
    group: 'general',
    when: () => writable.value,
    run: () => openImport(),
  },
  { id: 'check.show', keys: ['Ctrl+Shift+K'], group: 'list', when: isOpen, run: showChecks },
  { id: 'atlas.export', keys: ['Ctrl+E'], group: 'general', when: isOpen, run: () => openDialog('export') },
  {
    id: 'map.picture',
    keys: ['Ctrl+Shift+P'],
    group: 'general',
    when: isOpen,
    run: () => openDialog('picture'),
  },
  { id: 'atlas.saveAs', keys: [], group: 'general', when: isOpen, run: () => openDialog('saveAs') },
  { id: 'atlas.backUp', keys: [], group: 'general', when: isOpen, run: () => void backUpAtlas() },
  { id: 'atlas.folder', keys: [], group: 'general', when: isOpen, run: () => showFolder() },
  { id: 'atlas.history', keys: ['Ctrl+H'], group: 'general', when: isOpen, run: () => openDialog('history') },
  { id: 'plan.new', keys: [], group: 'list', when: canMake, run: inInspector(beginPlan) },
  { id: 'town.new', keys: [], group: 'list', when: canMake, run: inInspector(() => beginTown()) },
  { id: 'site.new', keys: [], group: 'list', when: canMake, run: inInspector(() => beginSite()) },
  { id: 'filter.edit', keys: ['Ctrl+F', 'F'], group: 'list', when: isOpen, run: () => filterEditor.show() },
  {
    id: 'filter.clear',
    keys: ['Ctrl+Shift+F'],
    group: 'list',
    when: () => isOpen() && conditions.value > 0,
    run: clearFilter,
  },
  { id: 'view.save', keys: ['Ctrl+Shift+S'], group: 'list', when: () => writable.value, run: startNaming },
  { id: 'rail.contents', keys: ['Alt+1'], group: 'list', when: isOpen, run: () => showRailTab('contents') },
  { id: 'rail.layers', keys: ['Alt+2'], group: 'list', when: isOpen, run: () => showRailTab('layers') },
  { id: 'layer.add', keys: [], group: 'map', when: isOpen, run: () => openDialog('addLayer') },
  { id: 'rail.views', keys: ['Alt+3'], group: 'list', when: isOpen, run: () => showRailTab('views') },
  { id: 'rail.unmapped', keys: ['Alt+4', 'U'], group: 'list', when: isOpen, run: showUnmapped },
  { id: 'pane.rail', keys: ['Ctrl+B'], group: 'general', when: isOpen, run: () => togglePane('rail') },
  { id: 'pane.dock', keys: ['Ctrl+J'], group: 'general', when: isOpen, run: () => togglePane('dock') },
  { id: 'pane.dockWhole', keys: ['Ctrl+Shift+J'], group: 'general', when: isOpen, run: toggleDockWhole },
  {
    id: 'pane.inspector',
    keys: ['Ctrl+I'],
    group: 'general',
    when: isOpen,
    run: () => togglePane('inspector'),
  },
  { id: 'app.theme', keys: ['Ctrl+Shift+L'], group: 'general', run: toggleDark },
  { id: 'app.language', keys: ['Ctrl+Shift+E'], group: 'general', run: toggleLanguage },
  { id: 'app.settings', keys: ['Ctrl+,'], group: 'general', run: () => openDialog('settings') },
  { id: 'app.shortcuts', keys: ['?', 'F1'], group: 'general', run: () => openDialog('shortcuts') },
  { id: 'app.about', keys: [], group: 'general', run: () => openDialog('about') },
  {
    id: 'place.cancel',
    keys: ['Escape'],
    group: 'map',
    when: () => placing.value !== null,
    run: cancelPlacing,
  },
]

/** Registers them; returns a function that removes them. */
export function bindFrame(): () => void {
  const removers = frameBindings.map((b) => bind(b))
  return () => {
    for (const remove of removers) remove()
  }
}
