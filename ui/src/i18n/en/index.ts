import dialogs from './dialogs'
import dock from './dock'
import eligibility from './eligibility'
import errors from './errors'
import frame from './frame'
import { checks, exportErrors, importErrors, imports } from './imports'
import inspector from './inspector'
import layers from './layers'
import making from './making'
import map from './map'
import money from './money'
import moneyPage from './moneyPage'
import picture from './picture'
import planRules from './planRules'
import rounds from './rounds'
import systems from './systems'
import tables from './tables'
import targets from './targets'
import taskbook from './taskbook'
import timetable from './timetable'

export default {
  frame,
  map,
  picture,
  inspector,
  dock,
  dialogs,
  errors: { ...errors, export: { ...errors.export, ...exportErrors }, import: importErrors },
  layers,
  rounds,
  systems,
  making,
  imports,
  checks,
  money,
  eligibility,
  planRules,
  taskbook,
  moneyPage,
  tables,
  targets,
  timetable,
}
