/** The file that is being imported: which one, what it holds, what was chosen for it, and how far the import is. */
import { computed, ref, shallowRef, watch } from 'vue'
import { closeDialog, dialog, openDialog } from '@/dialogs/dialogState'
import { dockTab } from '@/dock/dockTab'
import { errorText } from '@/errors'
import {
  call,
  type FileImported,
  type FileLayer,
  type FileShapes,
  type FileSurvey,
  IpcError,
  type JobKind,
} from '@/ipc'
import { on } from '@/ipc/events'
import { importFile, writable } from '@/stores/atlas'
import { flyTo, multi, select } from '@/stores/selection'
import { crsChoices } from '@/systems/pointerCoordinates'
import {
  type Choices,
  choicesFor,
  firstLayer,
  importRequest,
  lacking,
  type PlaceChoice,
  readOptions,
  sharePercent,
  systemOf,
  systemsWith,
} from './importRequest'

export const path = ref('')
export const survey = shallowRef<FileSurvey | null>(null)
export const choices = ref<Choices | null>(null)
export const shapes = shallowRef<FileShapes | null>(null)
export const trial = shallowRef<FileImported | null>(null)
export const done = shallowRef<FileImported | null>(null)
/** What an import would do, found without being asked, for files that are soon read. */
export const preview = shallowRef<FileImported | null>(null)
export const failure = ref('')
export const busy = ref<'reading' | 'trial' | 'importing' | null>(null)
export const percent = ref(0)
export const features = ref(0)

/** The layer chosen; null when all of them are. */
export const layer = computed<FileLayer | null>(
  () => survey.value?.layers.find((l) => l.name === choices.value?.layer) ?? null,
)
/** Whether the system chosen needs parameters. */
export const old = computed(
  () => survey.value?.systems.find((s) => s.id === choices.value?.crs)?.old === true,
)
export const lack = computed(() => (choices.value ? lacking(layer.value, choices.value, old.value) : null))

/** Opens the dialog, with a file when one is given. */
export function openImport(file = ''): void {
  if (busy.value === 'importing') return
  reset()
  path.value = file
  openDialog('import')
  if (file) void read()
}

function reset(): void {
  survey.value = null
  choices.value = null
  shapes.value = null
  trial.value = null
  preview.value = null
  done.value = null
  failure.value = ''
  busy.value = null
}

/** Back to the choice of a file. */
export function another(): void {
  reset()
  path.value = ''
}

/** Shows how far the core is until the work is done. */
async function followed<T>(job: JobKind, work: () => Promise<T>, expected = 1): Promise<T> {
  percent.value = 0
  features.value = 0
  const unfollow = on('job:progress', (now) => {
    if (now.job !== job) return
    percent.value = sharePercent(now, percent.value, expected)
    features.value = Math.max(features.value, now.features)
  })
  try {
    return await work()
  } finally {
    unfollow()
  }
}

function say(error: unknown): void {
  const stopped = error instanceof IpcError && error.code === 'import.stopped'
  failure.value = stopped && busy.value === 'reading' ? '' : errorText(error)
}

let asked = 0
/** Reads the file, anew when another encoding is chosen or other columns that say where. */
export async function read(
  encoding: string | null = null,
  columns: PlaceChoice | null = null,
): Promise<void> {
  const file = path.value.trim()
  if (!file) return
  asked += 1
  const mine = asked
  const before = choices.value
  busy.value = 'reading'
  failure.value = ''
  trial.value = null
  try {
    const found = await followed('read', () =>
      // columns are those of one sheet; the others may not have them
      call('survey_file', {
        path: file,
        options: readOptions(columns ? (before?.layer ?? null) : null, encoding, columns),
      }),
    )
    if (mine !== asked) return
    survey.value = found
    const first = found.layers.find((l) => l.name === before?.layer) ?? firstLayer(found)
    choices.value = first ? { ...choicesFor(found, first, before?.target), encoding, columns } : null
    await place()
    if (mine === asked) void look()
  } catch (error) {
    if (mine !== asked) return
    if (encoding === null && columns === null) {
      survey.value = null
      choices.value = null
    }
    say(error)
  } finally {
    if (mine === asked) busy.value = null
  }
}

let placed = 0
/** Finds where the shapes lie in the system chosen. */
export async function place(): Promise<void> {
  if (!survey.value || !choices.value) return
  placed += 1
  const mine = placed
  const system = systemOf(choices.value, old.value)
  const answer = await call('survey_shapes', {
    path: survey.value.path,
    layer: choices.value.layer,
    system,
  }).catch((error) => {
    say(error)
    return null
  })
  if (mine === placed) shapes.value = answer
}

/** Systems of the user that were made, changed or removed while the dialog is open; the rest stays as chosen. */
watch(crsChoices, (now) => {
  if (!survey.value || !choices.value) return
  const before = choices.value.crs
  const systems = systemsWith(survey.value.systems, now)
  survey.value = { ...survey.value, systems }
  if (before && !systems.some((s) => s.id === before)) choices.value.crs = layer.value?.likely[0]?.id ?? null
  if (!before?.startsWith('own:')) return
  trial.value = null
  void place()
})

/** Features beyond which nothing is tried out unasked. */
const SOON = 20000
let looking: Promise<void> = Promise.resolve()
let looked = 0

/** Finds out names that are missing and sums of money without being asked; what goes wrong is said when it is tried or done. */
function look(): Promise<void> {
  looked += 1
  const mine = looked
  looking = looking.then(async () => {
    if (mine !== looked || !survey.value || !choices.value || lack.value || busy.value) return
    if (choices.value.target !== 'projects' || survey.value.n > SOON || !writable.value) return
    const request = importRequest(survey.value.path, choices.value, old.value)
    const found = await importFile(request, true).catch(() => null)
    if (mine === looked) preview.value = found
  })
  return looking
}

/** Looks again when something was chosen that changes what comes in. */
watch(
  () =>
    choices.value && [
      choices.value.mapping,
      choices.value.money,
      choices.value.resolutions,
      choices.value.target,
    ],
  (now, before) => {
    if (now && before && !busy.value) void look()
  },
)

async function ask(trying: boolean): Promise<FileImported | null> {
  if (!survey.value || !choices.value || busy.value) return null
  looked += 1
  busy.value = trying ? 'trial' : 'importing'
  await looking
  const request = importRequest(survey.value.path, choices.value, old.value)
  failure.value = ''
  try {
    return await followed('import', () => importFile(request, trying), layer.value?.n ?? survey.value.n)
  } catch (error) {
    say(error)
    return null
  } finally {
    busy.value = null
  }
}

/** Says what an import would do; nothing is changed. */
export async function tryOut(): Promise<void> {
  trial.value = null
  trial.value = await ask(true)
}

/** Imports, and shows on the map where it went. */
export async function run(): Promise<void> {
  const bounds = shapes.value?.bounds
  done.value = await ask(false)
  if (done.value && bounds) flyTo({ to: 'bounds', bounds })
}

/** Closes the dialog and selects what came in, where that is projects, so that the ledger shows it. */
export function show(): void {
  const [first, ...more] = done.value?.ids ?? []
  closeDialog()
  if (choices.value?.target !== 'projects') return
  dockTab().value = 'projects'
  if (first === undefined) return
  select({ kind: 'project', id: first }, { fly: more.length === 0 })
  if (more.length) multi.value = [first, ...more]
}

/** Stops what is under way; the atlas is as it was. */
export async function stop(): Promise<void> {
  await call('cancel_job', {}).catch(() => false)
}

/** Whether the dialog is open. */
export const isOpen = computed(() => dialog.value === 'import')
