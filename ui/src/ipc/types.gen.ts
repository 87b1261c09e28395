// Made from the Rust types of the wire; `make bless` writes it anew. Do not edit.

export type JsonValue = unknown;

export type GeoJsonGeometry =
  | { type: 'Point'; coordinates: number[] }
  | { type: 'MultiPoint' | 'LineString'; coordinates: number[][] }
  | { type: 'Polygon' | 'MultiLineString'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] }
  | { type: 'GeometryCollection'; geometries: GeoJsonGeometry[] };

export type AmountEdit = { 
/**
 * The budget line that has it; `None` for a new one.
 */
line: string | null, 
/**
 * What kind of thing a new line belongs to.
 */
owner_kind: OwnerKind, 
/**
 * The id of that thing.
 */
owner: string, 
/**
 * Where the money of a new line comes from.
 */
source: MoneySource, 
/**
 * How far it has come.
 */
stage: MoneyStage, 
/**
 * Its year; `None` if it is not known.
 */
year: number | null, 
/**
 * The amount in 分; `None` removes the line.
 */
fen: Fen | null, };
export type AppState = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * Settings of this user on this machine.
 */
prefs: Prefs, 
/**
 * The atlas that is open, if any.
 */
atlas: AtlasSummary | null, 
/**
 * Why the last atlas could not be opened again, if so.
 */
problem: WireError | null, 
/**
 * The file of the atlas to begin with while it is still being read; `first_atlas` waits for it.
 */
opening: string | null, 
/**
 * Atlases opened before, newest first.
 */
recent: Array<RecentAtlas>, 
/**
 * Where new atlases are put when no place is chosen.
 */
atlas_folder: string, 
/**
 * Where exports are proposed: the documents of this user.
 */
documents: string, 
/**
 * Sources and licences of the base map.
 */
credits: Array<Credit>, };
export type Applied = { 
/**
 * The atlas now.
 */
atlas: AtlasSummary, 
/**
 * Name of the step.
 */
name: string, 
/**
 * Rows that changed.
 */
touched: Array<Touched>, };
export type Assessment = { 
/**
 * Its id, unique in its table.
 */
id: AssessmentId, plan: PlanId, 
/**
 * The round: 2023.
 */
round: PartialDate, 
/**
 * The town; empty for a rule that holds for all.
 */
region: RegionId | null, score: number | null, rank: number | null, 
/**
 * What follows.
 */
consequence: Consequence | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, 
/**
 * The round it belongs to.
 */
assessment_round: AssessmentRoundId | null, };
export type AssessmentId = string;
export type AssessmentRound = { 
/**
 * Its id, unique in its table.
 */
id: AssessmentRoundId, plan: PlanId, 
/**
 * What it is about: 2026.
 */
round: PartialDate, 
/**
 * Its name: 2026年度考核.
 */
title: string, 
/**
 * The day that scores are computed for.
 */
as_of: PartialDate, 
/**
 * When it was confirmed and closed.
 */
confirmed_on: PartialDate | null, 
/**
 * Who confirmed it.
 */
confirmed_by: string | null, note: string | null, };
export type AssessmentRoundId = string;
export type AssessmentRule = { 
/**
 * Its id, unique in its table.
 */
id: AssessmentRuleId, plan: PlanId, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Its name: 前3名通报表扬.
 */
title: string, 
/**
 * Who is judged.
 */
subject: ScopeClass | null, 
/**
 * The level of the pilots that are judged.
 */
level: PilotLevel | null, 
/**
 * How often.
 */
recurrence: Recurrence, 
/**
 * The unit that judges.
 */
unit: UnitId | null, 
/**
 * Who judges as printed, where it is no unit of the lists.
 */
body: string | null, 
/**
 * From which end of the ranking.
 */
rank_end: RankEnd | null, 
/**
 * How many from that end; empty if the plan says no number.
 */
rank_count: number | null, 
/**
 * How many times in a row.
 */
times_in_row: number | null, 
/**
 * What follows.
 */
consequence: Consequence | null, 
/**
 * From which level the place is filled again.
 */
successor_level: PilotLevel | null, 
/**
 * The amount of a reward in 分.
 */
amount: Fen | null, 
/**
 * What else it depends on, in short words.
 */
condition: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, };
export type AssessmentRuleId = string;
export type AssignedUnit = { assignment: Assignment, unit: Unit, 
/**
 * Names of the towns a group stands for.
 */
members: Array<string>, };
export type Assignment = { 
/**
 * Its id, unique in its table.
 */
id: AssignmentId, task: TaskId, unit: UnitId, 
/**
 * What it does for it.
 */
role: Role, 
/**
 * Order in the task's list.
 */
ordinal: number, 
/**
 * Where it was read.
 */
read_at: string | null, };
export type AssignmentId = string;
export type AtlasChanged = { 
/**
 * The atlas now; `None` if none is open.
 */
atlas: AtlasSummary | null, 
/**
 * The rows; `None` if any may be another.
 */
touched: Array<Touched> | null, };
export type AtlasId = string;
export type AtlasInfo = { 
/**
 * Its id, unique in its table.
 */
id: AtlasId, 
/**
 * Title shown in the window.
 */
title: string, 
/**
 * Whether everything in it is invented, for practice (演练).
 */
practice: boolean, 
/**
 * Free note.
 */
note: string | null, };
export type AtlasMeasure = "projects" | "quantity" | "length" | "area" | "pilots" | "towns_near" | "villages_near";
export type AtlasSummary = { 
/**
 * Path of the file.
 */
path: string, 
/**
 * File name without ending.
 */
name: string, title: string, 
/**
 * 演练: everything in it is invented.
 */
practice: boolean, 
/**
 * Whether it can be changed.
 */
read_only: boolean, 
/**
 * Who holds it, when it is read-only for that reason.
 */
held_by: string | null, 
/**
 * Number of the last change in its journal.
 */
version: number, 
/**
 * Name of the step undo would take back.
 */
undo: string | null, 
/**
 * Name of the step redo would do again.
 */
redo: string | null, 
/**
 * How many steps undo can take back.
 */
undo_depth: number, 
/**
 * How many projects there are.
 */
projects: number, 
/**
 * Whether it holds no plan, town or project at all.
 */
empty: boolean, 
/**
 * Footprints whose lengths and areas are still to be measured, and missing in totals; `job:progress` tells how it goes on.
 */
unmeasured: number, 
/**
 * Whether another program had changed the file when it was opened; what it did is a step of the history.
 */
outside: boolean, };
export type Attachment = { 
/**
 * Its id, unique in its table.
 */
id: AttachmentId, 
/**
 * What kind of thing it belongs to.
 */
owner_kind: OwnerKind, 
/**
 * The id of that thing.
 */
owner: string, 
/**
 * The report it came with.
 */
report: ProgressReportId | null, 
/**
 * Its name as it was given.
 */
file_name: string, 
/**
 * IANA media type: image/jpeg.
 */
media_type: string, 
/**
 * SHA-256 of the bytes, in lower-case hexadecimal digits.
 */
sha256: string, 
/**
 * In bytes.
 */
size: number, 
/**
 * In pixels, as shown.
 */
width: number | null, 
/**
 * In pixels, as shown.
 */
height: number | null, 
/**
 * When the photo was taken by the camera's clock: 2026-11-30T15:04:05.
 */
taken_at: string | null, 
/**
 * Where it was taken, CGCS2000/WGS84 longitude in degrees.
 */
lon: number | null, 
/**
 * Where it was taken, CGCS2000/WGS84 latitude in degrees.
 */
lat: number | null, 
/**
 * Whether it shows what was before, during or after the work.
 */
moment: PhotoMoment | null, caption: string | null, added_on: PartialDate, 
/**
 * Who added it.
 */
added_by: string | null, };
export type AttachmentId = string;
export type Baseline = { 
/**
 * Its id, unique in its table.
 */
id: BaselineId, 
/**
 * The plan it is about; empty for the whole atlas.
 */
plan: PlanId | null, 
/**
 * Its name.
 */
name: string, 
/**
 * When it was taken.
 */
taken_on: PartialDate, 
/**
 * Whether what stands now is compared with it.
 */
active: boolean, 
/**
 * Note.
 */
note: string | null, };
export type BaselineId = string;
export type BaselineItem = { 
/**
 * Its id, unique in its table.
 */
id: BaselineItemId, 
/**
 * The baseline.
 */
baseline: BaselineId, 
/**
 * What kind of thing it was.
 */
kind: ScheduledKind, 
/**
 * The id it had.
 */
item: string, 
/**
 * The name it had.
 */
name: string, 
/**
 * Its first date.
 */
starts: PartialDate | null, 
/**
 * Its last date.
 */
ends: PartialDate | null, };
export type BaselineItemId = string;
export type BlockedStep = { 
/**
 * The step that is blocked.
 */
step: GateStep, 
/**
 * The steps that must be confirmed before it.
 */
lacks: Array<GateStep>, 
/**
 * The rules in the plan's words.
 */
rules: Array<string>, };
export type Blocker = { table: string, 
/**
 * How many.
 */
count: number, 
/**
 * Names of the first of them.
 */
names: Array<string>, };
export type BookCounts = { 
/**
 * Tasks it leads.
 */
lead: number, 
/**
 * Tasks it answers for.
 */
responsible: number, 
/**
 * Tasks it takes part in or supports.
 */
participating: number, 
/**
 * Of the tasks, the single works that stand for themselves because their task falls to somebody else, each once.
 */
subtasks: number, 
/**
 * Its tasks with a red light.
 */
red: number, 
/**
 * Its tasks with a yellow light.
 */
yellow: number, 
/**
 * Deliverables that are owed.
 */
owed: number, 
/**
 * Those among them that are late.
 */
owed_late: number, 
/**
 * Projects.
 */
projects: number, 
/**
 * Projects with a red light.
 */
red_projects: number, 
/**
 * Projects with a yellow light.
 */
yellow_projects: number, 
/**
 * Problems that are not struck off.
 */
problems: number, };
export type BookDeliverable = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its plan's id.
 */
plan: string, 
/**
 * Its plan's short title.
 */
plan_title: string, 
/**
 * The task that asks for it.
 */
task: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Who owes it: a unit, a town or a county.
 */
owed_by: string, 
/**
 * The group by which it is owed; `None` if the owner is named itself.
 */
group: string | null, 
/**
 * When it is due.
 */
due: PartialDate | null, 
/**
 * Where it stands.
 */
status: DeliverableStatus, 
/**
 * When it was handed in.
 */
submitted_on: PartialDate | null, 
/**
 * Whether it is still owed on the status date.
 */
owed: boolean, 
/**
 * Whether it is late.
 */
overdue: boolean, 
/**
 * Days from the status date to the last day it can be due; below 0 that day is over. `None` if no date is given.
 */
days: number | null, };
export type BookMoney = { planned: Fen, approved: Fen, allocated: Fen, spent: Fen, };
export type BookOwner = "unit" | "town" | "plan";
export type BookOwnerRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its other names, parted by “、”.
 */
aliases: string, 
/**
 * The region it belongs to; of a town its county, of a plan its region.
 */
region: string, 
/**
 * Whether it names many.
 */
is_group: boolean, 
/**
 * Tasks it leads, those by groups with them.
 */
lead: number, 
/**
 * Tasks it answers for.
 */
responsible: number, 
/**
 * Tasks it takes part in or supports.
 */
participating: number, 
/**
 * Projects it leads; of a town those in it, of a plan its own.
 */
projects: number, 
/**
 * Its tasks with a red light.
 */
red: number, 
/**
 * Its tasks with a yellow light.
 */
yellow: number, };
export type BookProblem = { 
/**
 * Its id; `None` if only a report names it.
 */
id: string | null, 
/**
 * What kind of thing it is about.
 */
owner_kind: OwnerKind, 
/**
 * The id of that thing.
 */
owner: string, 
/**
 * The name of that thing.
 */
owner_name: string, 
/**
 * What is in the way.
 */
title: string, 
/**
 * Where it stands; `None` if only a report names it.
 */
status: ProblemStatus | null, 
/**
 * When it was handed over, or reported.
 */
raised_on: PartialDate | null, 
/**
 * The unit that handles it.
 */
unit: string | null, 
/**
 * By when it is to be solved.
 */
due: PartialDate | null, 
/**
 * Who watches over it.
 */
supervision: SupervisionLevel | null, 
/**
 * Days since it was raised, at the least; `None` if that is not known.
 */
days_open: number | null, 
/**
 * Whether it was to be solved by now.
 */
overdue: boolean, };
export type BookProject = { 
/**
 * Project id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its kind.
 */
kind: ProjectKind, 
/**
 * Its stage.
 */
stage: ProjectStage, 
/**
 * Name of its town.
 */
town: string | null, 
/**
 * When work starts.
 */
starts: PartialDate | null, 
/**
 * When it is to be ready.
 */
ends: PartialDate | null, 
/**
 * Per cent done; `None` if it was never reported.
 */
percent: number | null, 
/**
 * Planned, allocated and spent money.
 */
money: BookMoney, 
/**
 * Its light.
 */
light: LightState, 
/**
 * Why the light is so.
 */
reason: Words, 
/**
 * What stands in its way, as last reported.
 */
problem: string | null, };
export type BookRequest = { 
/**
 * Whose it is.
 */
owner: BookOwner, 
/**
 * Its id.
 */
id: string, 
/**
 * Which tasks and projects; an empty filter lets all through.
 */
filter: Filter, 
/**
 * The status date; `None` for today.
 */
as_of: PartialDate | null, 
/**
 * How many projects are told one by one; `None` for all.
 */
most_projects: number | null, };
export type BookTask = { 
/**
 * Task id.
 */
id: string, 
/**
 * Its plan's id.
 */
plan: string, 
/**
 * Its plan's short title.
 */
plan_title: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Task, measure or a part of one.
 */
kind: TaskKind, 
/**
 * What it asks for, in short words.
 */
summary: string | null, 
/**
 * When it is due.
 */
due: PartialDate | null, 
/**
 * Where it stands.
 */
status: TaskStatus, 
/**
 * The group by which it has the task: 各镇街; `None` if it is named itself.
 */
group: string | null, 
/**
 * Its units by role.
 */
units: Array<RoleUnits>, 
/**
 * Its targets and where they stand.
 */
indicators: Array<IndicatorBrief>, 
/**
 * Ids of the projects that serve it.
 */
projects: Array<string>, 
/**
 * The single works it packs, in the order of the plan; they count as no tasks.
 */
parts: Array<BookTask>, 
/**
 * Its light.
 */
light: LightState, 
/**
 * Why the light is so.
 */
reason: Words, };
export type BudgetLine = { 
/**
 * Its id, unique in its table.
 */
id: BudgetLineId, 
/**
 * What kind of thing it belongs to.
 */
owner_kind: OwnerKind, 
/**
 * The id of that thing.
 */
owner: string, 
/**
 * Where the money comes from.
 */
source: MoneySource, 
/**
 * How far it has come.
 */
stage: MoneyStage, 
/**
 * Budget year; empty when not known.
 */
year: number | null, 
/**
 * The amount in 分.
 */
amount: Fen, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * Note.
 */
note: string | null, 
/**
 * Whether it is a part of its owner's own, or a ceiling over its parts; empty means a part.
 */
scope: BudgetScope | null, };
export type BudgetLineId = string;
export type BudgetScope = "part" | "ceiling";
export type ByDate = { 
/**
 * Of projects. One is done as its light says it: by its stage, unless its actual date is later.
 */
projects: DueAndDone, 
/**
 * Of tasks, without the single works they pack. One is done by its status, as it is now.
 */
tasks: DueAndDone, 
/**
 * The first day on which one of them can begin or be due; `None` if none has a date.
 */
first: number | null, 
/**
 * The last day.
 */
last: number | null, 
/**
 * The day it is, whatever the status date; `None` if nobody said so.
 */
today: PartialDate | null, };
export type Cadence = { 
/**
 * Its id, unique in its table.
 */
id: CadenceId, plan: PlanId, 
/**
 * The task or measure that asks for it.
 */
task: TaskId | null, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Its name.
 */
title: string, 
/**
 * What is done.
 */
kind: CadenceKind, 
/**
 * How often.
 */
recurrence: Recurrence, 
/**
 * The first time; its month and day are those of the next times.
 */
starts: PartialDate | null, 
/**
 * The last time.
 */
ends: PartialDate | null, 
/**
 * The unit that does it.
 */
unit: UnitId | null, 
/**
 * Who does it as printed, where it is no unit of the lists: 工作专班.
 */
body: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, };
export type CadenceId = string;
export type CadenceKind = "meeting" | "site_visit" | "review" | "inspection" | "assessment" | "acceptance" | "other";
export type Category = "satellite" | "subcentre" | "speciality" | "refined" | "demonstration";
export type Ceiling = { 
/**
 * What has it.
 */
owner_kind: OwnerKind, 
/**
 * Its id.
 */
owner: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it adds up to, in 分: what is approved if that has a line, else what is estimated; else the money that came.
 */
fen: Fen, 
/**
 * What of it stands in parts, in 分; more than the ceiling if more was broken down than there is.
 */
broken_down: Fen, 
/**
 * Its lines.
 */
lines: Array<CeilingLine>, };
export type CeilingLine = { 
/**
 * Id of the budget line.
 */
id: string, 
/**
 * Where the money comes from.
 */
source: MoneySource, 
/**
 * How far it has come.
 */
stage: MoneyStage, 
/**
 * Its year; `None` if it is of all years.
 */
year: number | null, 
/**
 * The amount, in 分.
 */
fen: Fen, 
/**
 * What of it stands in parts, in 分.
 */
broken_down: Fen, 
/**
 * What it is, as noted.
 */
note: string | null, };
export type CellPlace = { "what": "line" } & MoneyLine | { "what": "new", 
/**
 * Whose it would be.
 */
owner: OwnerRef, 
/**
 * The name of its owner.
 */
name: string, 
/**
 * Where the money would come from.
 */
source: MoneySource, 
/**
 * How far it would have come.
 */
stage: MoneyStage, 
/**
 * Its year.
 */
year: number | null, } | { "what": "several", 
/**
 * How many.
 */
lines: number, } | { "what": "no_owner" };
export type ChangeRequest = { 
/**
 * What is done, as it will be named.
 */
name: string, note: string | null, 
/**
 * The edits, in order.
 */
edits: Array<EditRequest>, };
export type ChangedThing = { 
/**
 * What it is.
 */
kind: NodeKind, 
/**
 * Its id.
 */
id: string, 
/**
 * What it is called now.
 */
name: string, };
export type CheckReport = { 
/**
 * Projects with a footprint of their own that were looked at.
 */
checked: number, 
/**
 * Control lines they were held against.
 */
control_lines: number, 
/**
 * Footprints in control lines: those that should not be there first, the largest first.
 */
overlaps: Array<ControlOverlap>, 
/**
 * Shapes that are not sound.
 */
invalid: Array<InvalidShape>, 
/**
 * Pairs that look like the same project.
 */
duplicates: Array<Duplicate>, 
/**
 * Projects outside their county.
 */
outside: Array<Outside>, 
/**
 * Dates that contradict each other.
 */
dates: Array<DateContradiction>, 
/**
 * Values that another program wrote and this one cannot read; they stay until they are replaced.
 */
unread: Array<UnreadValue>, };
export type Choice = { 
/**
 * The id.
 */
value: string, label: string, 
/**
 * Quiet text.
 */
hint: string | null, };
export type Choices = { plans: Array<Choice>, towns: Array<Choice>, tasks: Array<Choice>, units: Array<Choice>, };
export type Citation = { 
/**
 * Its id, unique in its table.
 */
id: CitationId, plan: PlanId, document: DocumentId, 
/**
 * What it is to the plan.
 */
relation: CitationRelation, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, };
export type CitationId = string;
export type CitationRelation = "basis" | "implements" | "cites";
export type CitedDocument = { citation: Citation, document: Document, };
export type ComputedValue = { 
/**
 * In the unit of the target.
 */
value: number, 
/**
 * The day it is computed on.
 */
on: PartialDate, 
/**
 * By which rule.
 */
rule: Words, 
/**
 * How many things it is made of.
 */
counted: number, 
/**
 * How many more would be, if their number, their footprint or their date were there.
 */
left_out: number, };
export type Consequence = "commended" | "warned" | "eliminated" | "succeeded" | "rewarded" | "summoned";
export type ConstructionNature = "new" | "extension" | "reconstruction" | "living" | "relocation" | "restoration" | "purchase";
export type Contents = { 
/**
 * Plans with sections and tasks.
 */
plans: Array<Node>, 
/**
 * Counties with towns with projects.
 */
towns: Array<Node>, 
/**
 * Units, under the region whose bodies they are where there are several regions.
 */
units: Array<Node>, 
/**
 * How many units there are.
 */
unit_count: number, 
/**
 * Projects, towns and sites without a location, the first of them when there are thousands.
 */
unmapped: Array<UnmappedItem>, 
/**
 * How many projects without a location there are in all.
 */
unmapped_projects: number, 
/**
 * How many towns and sites without one.
 */
unmapped_places: number, 
/**
 * Named views.
 */
views: Array<View>, };
export type ControlCount = { kind: ControlKind, count: number, };
export type ControlKind = "farmland" | "ecology" | "urban" | "other";
export type ControlLine = { 
/**
 * Its id, unique in its table.
 */
id: ControlLineId, 
/**
 * Which line.
 */
kind: ControlKind, name: string | null, 
/**
 * Its outline.
 */
geometry: Shape | null, 
/**
 * The layer it came from.
 */
source: string | null, 
/**
 * The date of that layer.
 */
dated: PartialDate | null, };
export type ControlLineId = string;
export type ControlOverlap = { project: string, project_name: string, 
/**
 * The control line.
 */
control: string, kind: ControlKind, 
/**
 * Whether the project should not be there: not in the 城镇开发边界, in which building is meant to stay.
 */
concern: boolean, control_name: string | null, 
/**
 * Where its layer came from.
 */
source: string | null, 
/**
 * The date of its layer.
 */
dated: PartialDate | null, 
/**
 * The area in it, square metres, geodesic; 0 for lines and points.
 */
area_m2: number, 
/**
 * The same in 亩.
 */
area_mu: number, 
/**
 * The length in it, metres, geodesic; 0 for areas and points.
 */
length_m: number, 
/**
 * The part of the footprint in it, per cent of its area, length or points.
 */
percent: number, 
/**
 * A place in it, longitude and latitude.
 */
at: [number, number], 
/**
 * What the two have in common, when it is an area.
 */
common: Shape | null, };
export type ControlsInView = { 
/**
 * Another number after every change of a control line: names the tiles.
 */
version: number, 
/**
 * How many of each kind, in the order of the kinds.
 */
counts: Array<ControlCount>, };
export type CountedBy = "reports" | "designations" | "towns";
export type Credit = { name_zh: string, name_en: string, licence_zh: string, licence_en: string, note_zh: string, note_en: string, 
/**
 * Where the source introduces itself; shown as text, never called.
 */
url: string, 
/**
 * Whether the map itself must show it.
 */
on_map: boolean, };
export type Criterion = { 
/**
 * Its id, unique in its table.
 */
id: CriterionId, plan: PlanId, 
/**
 * Order.
 */
ordinal: number, 
/**
 * Its name: 基础设施好.
 */
name: string, 
/**
 * Its weight, when the plan gives one.
 */
weight: number | null, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * The dimension it is a part of.
 */
parent: CriterionId | null, 
/**
 * How a town's score comes about; empty means by hand.
 */
scored_by: ScoredBy | null, 
/**
 * The indicator that is asked, where it is scored by one.
 */
indicator: IndicatorId | null, 
/**
 * How it is scored, in short words.
 */
method: string | null, };
export type CriterionId = string;
export type CriterionScore = { 
/**
 * Its id, unique in its table.
 */
id: CriterionScoreId, assessment_round: AssessmentRoundId, criterion: CriterionId, 
/**
 * The town.
 */
region: RegionId, 
/**
 * From 0 to 100, before it is weighted; empty if it is not known yet.
 */
score: number | null, 
/**
 * Whether somebody entered it; else it was computed and kept when the round was confirmed.
 */
by_hand: boolean, 
/**
 * What proves it.
 */
evidence: string | null, note: string | null, };
export type CriterionScoreId = string;
export type CrsChoice = { 
/**
 * `EPSG:4547`, `GCJ-02`, or `own:1` for one of the user.
 */
id: string, 
/**
 * Its name.
 */
label: CrsLabel, 
/**
 * Whether its coordinates are metres.
 */
projected: boolean, 
/**
 * Among which others it is listed.
 */
group: CrsGroup, };
export type CrsDatum = "cgcs2000" | "wgs84" | "beijing1954" | "xian1980";
export type CrsDefinition = { "kind": "old", 
/**
 * The system: `EPSG:2385` …
 */
base: string, 
/**
 * Three (metres) or seven (metres, seconds, ppm) parameters to CGCS2000; none for uncorrected.
 */
shift: Array<number>, 
/**
 * Whether the rotations have the signs of the coordinate frame (布尔莎 of Chinese textbooks).
 */
frame: boolean, } | { "kind": "local", 
/**
 * The system in which the known places are written; may be an older one of the user.
 */
known: string, 
/**
 * The table of control points as typed or pasted.
 */
table: string, 
/**
 * Whether x and y of the local side are to be taken for each other.
 */
swapped: boolean, 
/**
 * The parameters; found anew whenever the system is kept.
 */
fitted: FourParameters | null, };
export type CrsGroup = "own" | "usual" | "zone" | "old";
export type CrsLabel = { "code": "named", name: string, } | { "code": "degrees", 
/**
 * Of what datum.
 */
datum: CrsDatum, } | { "code": "web_mercator" } | { "code": "gcj02" } | { "code": "bd09" } | { "code": "utm", 
/**
 * The zone with its hemisphere: 50N.
 */
zone: string, } | { "code": "gauss", 
/**
 * Of what datum.
 */
datum: CrsDatum, 
/**
 * Width of the zone in degrees.
 */
degrees: number, 
/**
 * Central meridian in degrees.
 */
meridian: number, } | { "code": "gauss_prefixed", 
/**
 * Of what datum.
 */
datum: CrsDatum, 
/**
 * Width of the zone in degrees.
 */
degrees: number, 
/**
 * Central meridian in degrees.
 */
meridian: number, 
/**
 * The number.
 */
zone: number, };
export type CrsTrial = { 
/**
 * Each control point and how well it fits.
 */
points: Array<FittedPoint>, 
/**
 * Rows that are no control point.
 */
unread: Array<RowProblem>, 
/**
 * Rows beyond those that are read.
 */
beyond: number, 
/**
 * How well all of them fit.
 */
fit: FitSummary | null, 
/**
 * Metres by which the parameters move the place asked about, against no correction.
 */
moves_m: number | null, 
/**
 * The place asked about, in this system.
 */
sample: string | null, 
/**
 * Why it is no system yet.
 */
problem: WireError | null, };
export type DateContradiction = { 
/**
 * `phases`, `tasks` or `projects`.
 */
table: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What contradicts what.
 */
words: Words, };
export type DateMove = { 
/**
 * What it is.
 */
kind: ScheduledKind, 
/**
 * Its id.
 */
id: string, 
/**
 * Its planned start; what has none by its nature (gates, deliverables) keeps none.
 */
starts: PartialDate | null, 
/**
 * Its planned end, due date or day.
 */
ends: PartialDate | null, };
export type DateSpan = { 
/**
 * From its first day.
 */
from: PartialDate | null, 
/**
 * To its last day.
 */
to: PartialDate | null, };
export type DatedItem = { 
/**
 * Planned start.
 */
starts: PartialDate | null, 
/**
 * Planned end, or the due date.
 */
ends: PartialDate | null, 
/**
 * When it began.
 */
actual_start: PartialDate | null, 
/**
 * When it was done.
 */
actual_end: PartialDate | null, 
/**
 * The first day of its bar: the earliest its start can mean; of what has only an end the earliest that can mean.
 */
first: number | null, 
/**
 * The last day of its bar: the latest its end can mean.
 */
last: number | null, 
/**
 * Days at the left of the bar on which it may begin, 0 if the start is known to the day.
 */
start_open: number, 
/**
 * Days at the right of the bar on which it may end, 0 if the end is known to the day.
 */
end_open: number, };
export type Deliverable = { 
/**
 * Its id, unique in its table.
 */
id: DeliverableId, plan: PlanId, 
/**
 * The task that asks for it.
 */
task: TaskId | null, 
/**
 * The phase in which it is due.
 */
phase: PhaseId | null, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Its name: 推进台账.
 */
name: string, 
/**
 * The unit that owes it.
 */
unit: UnitId | null, 
/**
 * The town or county that owes it, or that it is about.
 */
region: RegionId | null, 
/**
 * When it is due.
 */
due: PartialDate | null, 
/**
 * Where it stands.
 */
status: DeliverableStatus, 
/**
 * When it was handed in.
 */
submitted_on: PartialDate | null, 
/**
 * What proves it: a document number.
 */
evidence: string | null, 
/**
 * The document that was handed in.
 */
document: DocumentId | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, };
export type DeliverableId = string;
export type DeliverableStatus = "owed" | "submitted" | "returned" | "accepted";
export type Dependency = { 
/**
 * Its id, unique in its table.
 */
id: DependencyId, 
/**
 * What kind of thing comes before.
 */
predecessor_kind: ScheduledKind, 
/**
 * The id of that thing.
 */
predecessor: string, 
/**
 * What kind of thing comes after.
 */
successor_kind: ScheduledKind, 
/**
 * The id of that thing.
 */
successor: string, 
/**
 * Which end waits for which.
 */
kind: DependencyKind, 
/**
 * Calendar days between the two ends; below 0 they overlap.
 */
lag_days: number, 
/**
 * Note.
 */
note: string | null, };
export type DependencyId = string;
export type DependencyKind = "FS" | "SS" | "FF" | "SF";
export type DesignatedTown = { designation: Designation, town_name: string, county_name: string, plan_title: string, };
export type Designation = { 
/**
 * Its id, unique in its table.
 */
id: DesignationId, plan: PlanId, 
/**
 * The town.
 */
region: RegionId, category: Category, 
/**
 * At which level; empty when the plan says none.
 */
level: PilotLevel | null, 
/**
 * Where it stands.
 */
status: PilotStatus, 
/**
 * From when.
 */
starts: PartialDate | null, 
/**
 * Until when.
 */
ends: PartialDate | null, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * The round of assessment that it came from.
 */
assessment_round: AssessmentRoundId | null, };
export type DesignationId = string;
export type Detail = { "kind": "plan" } & PlanDetail | { "kind": "task" } & TaskDetail | { "kind": "town" } & TownDetail | { "kind": "project" } & ProjectDetail | { "kind": "unit" } & UnitDetail | { "kind": "site" } & SiteDetail;
export type Document = { 
/**
 * Its id, unique in its table.
 */
id: DocumentId, title: string, 
/**
 * 文号.
 */
number: string | null, 
/**
 * Who issued it.
 */
issuer: string | null, 
/**
 * When it was issued.
 */
issued_on: PartialDate | null, 
/**
 * Where its text can be found.
 */
source: string | null, note: string | null, };
export type DocumentId = string;
export type DueAndDone = { 
/**
 * Whose due date is over at the end of the day: the last day it can mean.
 */
due: number, 
/**
 * Those among them that were done by then.
 */
done: number, 
/**
 * Done by then and not due yet, or without a due date.
 */
early: number, };
export type DueState = "missing" | "open" | "not_yet" | "late" | "handed";
export type Duplicate = { 
/**
 * Their ids.
 */
projects: [string, string], names: [string, string], 
/**
 * How far apart they are, metres.
 */
distance_m: number, 
/**
 * How alike the names are, 0 to 1.
 */
likeness: number, 
/**
 * Where the first is.
 */
at: [number, number], };
export type DutyMatrix = { 
/**
 * Units that have any of the tasks, as the list of task books has them.
 */
units: Array<MatrixUnit>, 
/**
 * The tasks of the filter, in the order of their plans.
 */
tasks: Array<MatrixTask>, 
/**
 * Who has what, by task; within a task by unit.
 */
cells: Array<MatrixCell>, };
export type EditRequest = { "op": "put", table: string, 
/**
 * The row with all its columns.
 */
row: object, } | { "op": "set", table: string, 
/**
 * The row's id.
 */
id: string, 
/**
 * The columns and their new values.
 */
columns: object, } | { "op": "remove", table: string, 
/**
 * The row's id.
 */
id: string, };
export type EligibilityAnswer = { 
/**
 * Id of the rule.
 */
rule: string, 
/**
 * Its name.
 */
title: string, 
/**
 * What it gives.
 */
effect: EligibilityEffect, 
/**
 * The source it opens.
 */
source: MoneySource | null, 
/**
 * The clause: name of the funding rule, and where it was read; empty for a rule that a user added without.
 */
clause: string, 
/**
 * What it says.
 */
answer: Eligible, 
/**
 * Why, one for each thing it asks for.
 */
reasons: Array<Words>, 
/**
 * How many times revenue covers principal and interest; `None` if it was not asked or is not known.
 */
coverage: number | null, 
/**
 * What it would give in 分; `None` if that cannot be said.
 */
gives: Fen | null, };
export type EligibilityEffect = "priority" | "source" | "reward" | "return";
export type EligibilityRule = { 
/**
 * Its id, unique in its table.
 */
id: EligibilityRuleId, 
/**
 * The plan it stands in; empty for one that a user added.
 */
plan: PlanId | null, 
/**
 * The funding rule that is its clause.
 */
funding_rule: FundingRuleId | null, 
/**
 * Order in lists.
 */
ordinal: number, 
/**
 * Its name.
 */
title: string, 
/**
 * What it gives.
 */
effect: EligibilityEffect, 
/**
 * The source it opens.
 */
source: MoneySource | null, 
/**
 * Projects of which kind; empty for all.
 */
kind: ProjectKind | null, 
/**
 * The lowest level of pilot town that it is for; empty if the town need not be a pilot.
 */
pilot_level: PilotLevel | null, 
/**
 * Whether it is for projects for the public good alone.
 */
public_benefit: boolean | null, 
/**
 * The investment in 分 that a project must be over.
 */
over: Fen | null, 
/**
 * What the project's revenue must be.
 */
revenue: RevenueTest | null, 
/**
 * How many times revenue must cover principal and interest; empty means once.
 */
coverage: number | null, 
/**
 * The share it gives, as a part of 1.
 */
share: number | null, 
/**
 * The amount it gives in 分, with `per`.
 */
amount: Fen | null, 
/**
 * What the amount is for: 亩.
 */
per: string | null, 
/**
 * What else it asks for, in short words; no program can judge it.
 */
condition: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * Note.
 */
note: string | null, };
export type EligibilityRuleId = string;
export type Eligible = "yes" | "if_more" | "unknown" | "no";
export type ExpectedValue = { 
/**
 * In the unit of the target.
 */
value: number, 
/**
 * The deadline; of a yearly target the end of the year.
 */
on: PartialDate, };
export type ExportLoss = { 
/**
 * How often.
 */
count: number, 
/**
 * What was done.
 */
text: Words, };
export type ExportReport = { 
/**
 * Where it was written.
 */
path: string | null, 
/**
 * Features or rows written.
 */
written: number, 
/**
 * The first of the things left out for want of a location: id and name.
 */
left_out: Array<LeftOut>, 
/**
 * How many were left out in all.
 */
left_out_count: number, 
/**
 * Coordinate system of the file.
 */
crs: CrsLabel, 
/**
 * The same as a code.
 */
crs_id: string, 
/**
 * Size of the files in bytes.
 */
bytes: number, 
/**
 * A file name that fits the scope.
 */
suggested_name: string, 
/**
 * The files written, the main one first.
 */
files: Array<string>, 
/**
 * What the format could not carry.
 */
losses: Array<ExportLoss>, };
export type ExportRequest = { 
/**
 * projects, towns, sites, control-lines, tasks, indicators or units.
 */
layer: string, 
/**
 * ledger (a workbook for paper), geojson, gpkg, shp, kml, fgb, csv, xlsx, dxf or geojsonl; geojson when empty.
 */
format: string, 
/**
 * Coordinate system of the file; the usual one of the format when absent.
 */
crs: string | null, 
/**
 * Which of them.
 */
filter: Filter, 
/**
 * Only these ids; all of the filter when empty.
 */
ids: Array<string>, 
/**
 * Things without a location too, with null geometry.
 */
with_unmapped: boolean, 
/**
 * Chinese labels beside the English keys.
 */
chinese_labels: boolean, 
/**
 * The file to write; `None` to look only.
 */
path: string | null, 
/**
 * Replace a file that is there.
 */
overwrite: boolean, 
/**
 * Columns and order of a ledger for paper.
 */
view: LedgerView, };
export type FacetCount = { 
/**
 * The value: an id, a word or a year.
 */
value: string, label: string, 
/**
 * Second line: the county of a town, the region of a unit.
 */
hint: string | null, 
/**
 * Projects with it.
 */
projects: number, 
/**
 * Tasks with it.
 */
tasks: number, };
export type Facets = { plans: Array<FacetCount>, towns: Array<FacetCount>, kinds: Array<FacetCount>, stages: Array<FacetCount>, units: Array<FacetCount>, years: Array<FacetCount>, sources: Array<FacetCount>, lacks: Array<FacetCount>, precisions: Array<FacetCount>, controls: Array<FacetCount>, lights: Array<FacetCount>, mapped: number, unmapped: number, 
/**
 * Whether `controls` are counted: in an atlas of many projects only once one of them was chosen.
 */
controls_counted: boolean, overdue: number, overdue_tasks: number, overdue_gates: number, };
export type Fen = number;
export type FieldSurvey = { name: string, 
/**
 * What its values are: bool, integer, real, text, date, date_time.
 */
kind: string, 
/**
 * How many features have a value.
 */
filled: number, 
/**
 * Some different values.
 */
examples: Array<string>, };
export type FileCrs = { id: string, label: CrsLabel, 
/**
 * Whether it is an older system that needs parameters.
 */
old: boolean, 
/**
 * Whether the user made it.
 */
own: boolean, };
export type FileImport = { 
/**
 * The file or folder.
 */
path: string, 
/**
 * How it is read; a layer named here is the only one imported.
 */
options: FileOptions, 
/**
 * What its features become.
 */
target: Target, 
/**
 * Its coordinate system.
 */
system: SystemChoice, 
/**
 * Which field becomes which column; guessed when absent.
 */
mapping: Record<string, string> | null, 
/**
 * Which fields hold money of projects; guessed when absent.
 */
money: Array<MoneyField> | null, 
/**
 * What is done about names that the atlas does not have.
 */
resolutions: Array<Resolution>, 
/**
 * The plan of features whose file names none.
 */
plan: PlanId | null, 
/**
 * Precision of footprints whose file says none.
 */
precision: Precision, 
/**
 * Kind of control lines whose file names none.
 */
control: ControlKind | null, 
/**
 * Date of control lines whose file gives none.
 */
dated: PartialDate | null, };
export type FileImported = { 
/**
 * Name of the step.
 */
name: string, 
/**
 * Features read.
 */
read: number, 
/**
 * Rows added.
 */
added: number, 
/**
 * Rows changed.
 */
updated: number, 
/**
 * Rows that were already as the file has them.
 */
unchanged: number, 
/**
 * Features left out.
 */
left_out: number, 
/**
 * Rows without geometry.
 */
unmapped: number, 
/**
 * Shapes mended.
 */
mended: number, 
/**
 * What a person should know.
 */
warnings: Array<FileWarning>, 
/**
 * The money of the projects; `None` if no field holds any.
 */
money: MoneySummary | null, 
/**
 * Names that the atlas does not have.
 */
unresolved: Array<UnresolvedName>, 
/**
 * How many rows of other tables were brought in because the file names them.
 */
brought_in: Array<[string, number]>, 
/**
 * Ids of the rows that were added or changed, if they are few; none after a trial.
 */
ids: Array<string>, 
/**
 * Coordinate system of each layer.
 */
systems: Array<[string, CrsLabel]>, 
/**
 * The atlas now; `None` after a trial.
 */
atlas: AtlasSummary | null, };
export type FileLayer = { name: string, 
/**
 * Features.
 */
n: number, 
/**
 * Features without geometry.
 */
without_geometry: number, 
/**
 * Features by kind of geometry, as OGC names it.
 */
geometry: Record<string, number>, fields: Array<FieldSurvey>, 
/**
 * The first rows.
 */
rows: Array<SampleRow>, 
/**
 * Where a table says where its things are.
 */
places: PlaceColumns | null, 
/**
 * Encoding of its text, where the format leaves it open.
 */
encoding: string | null, 
/**
 * stated, implied, not_known or unstated.
 */
crs_found: string, 
/**
 * What the file says, when it is not known.
 */
crs_stated: string | null, 
/**
 * The system it is taken to be in when nobody chooses.
 */
crs: CrsChoice | null, 
/**
 * Systems that the numbers fit, the likeliest first.
 */
likely: Array<LikelyCrs>, 
/**
 * Fields by column, guessed, by what the features become.
 */
guesses: Record<string, Record<string, string>>, 
/**
 * Fields of money, guessed.
 */
money: Array<MoneyField>, };
export type FileOptions = { 
/**
 * Only this layer.
 */
layer: string | null, 
/**
 * Encoding of its text; found out when absent.
 */
encoding: string | null, 
/**
 * Columns of longitude or easting and of latitude or northing, for tables; guessed when absent.
 */
xy: [string, string] | null, 
/**
 * Column of well-known text, or of both coordinates in one cell, for tables; goes before `xy`.
 */
place_text: string | null, };
export type FileShapes = { 
/**
 * The first of them, thinned, in longitude and latitude.
 */
shapes: Array<Shape>, 
/**
 * West, south, east, north of the whole layer.
 */
bounds: [number, number, number, number] | null, 
/**
 * How many of those looked at do not fit the system.
 */
outside: number, 
/**
 * The place in the middle: province and county, where the base map knows it.
 */
place: string | null, 
/**
 * Why the shapes cannot be placed in this system.
 */
problem: WireError | null, };
export type FileSurvey = { path: string, 
/**
 * Its file name.
 */
name: string, 
/**
 * Its format: geojson, shp, csv …
 */
format: string, 
/**
 * The format as people call it.
 */
format_name: string, 
/**
 * Features in all layers.
 */
n: number, 
/**
 * What a person should know.
 */
warnings: Array<FileWarning>, layers: Array<FileLayer>, 
/**
 * Columns that fields can become, by what the features become.
 */
columns: { [key in string]: Array<string> }, 
/**
 * Systems that can be chosen.
 */
systems: Array<FileCrs>, };
export type FileWarning = { 
/**
 * What it is about: feature_left_out, crs_unknown …
 */
kind: string, 
/**
 * Number of the feature or row.
 */
number: number | null, 
/**
 * What was found and what was done with it.
 */
text: Words, };
export type Filter = { 
/**
 * Plan ids.
 */
plans: Array<string>, 
/**
 * Region ids: towns or counties.
 */
towns: Array<string>, 
/**
 * Kinds of project.
 */
kinds: Array<ProjectKind>, 
/**
 * Stages of project.
 */
stages: Array<ProjectStage>, 
/**
 * Unit ids: those that lead the project or are assigned to a task it serves.
 */
units: Array<string>, 
/**
 * Years in which the project has money or runs, or the task is due.
 */
years: Array<number>, 
/**
 * Sources of money.
 */
sources: Array<MoneySource>, 
/**
 * What the project has not.
 */
lacks: Array<Lack>, 
/**
 * How the location of the project is known.
 */
precisions: Array<Precision>, 
/**
 * Kinds of control lines that the footprint of the project lies in (压占).
 */
controls: Array<ControlKind>, 
/**
 * Lights of today, of projects and of tasks: see [`crate::rules::lights`].
 */
lights: Array<LightState>, 
/**
 * Only what is late: see [`crate::rules::overdue`].
 */
overdue: boolean, 
/**
 * Only projects with a gate that is late.
 */
overdue_gates: boolean, 
/**
 * The project is less far than that, 0 to 100; one of which no progress is known is not meant.
 */
percent_below: number | null, 
/**
 * When the project starts, by the first day its date can mean.
 */
starts: DateSpan, 
/**
 * When the project is to be ready, by the last day its date can mean.
 */
ends: DateSpan, 
/**
 * When the task is due, by the last day its date can mean.
 */
due: DateSpan, 
/**
 * Only mapped (true) or only 未上图 (false).
 */
mapped: boolean | null, 
/**
 * Words in the name, content or town.
 */
text: string, 
/**
 * Longitude and latitude box: west, south, east, north. It always narrows, whatever `any` says.
 */
bbox: [number, number, number, number] | null, 
/**
 * Join the lists by “or”.
 */
any: boolean, };
export type FitSummary = { 
/**
 * Root mean square of the distances, metres.
 */
rms_m: number, 
/**
 * Points more than needed; without any the residuals prove nothing.
 */
spare: number, 
/**
 * Whether x and y of the local side were probably taken for each other.
 */
swapped: boolean, 
/**
 * The plane it is fitted to.
 */
base: CrsLabel, 
/**
 * Scale from local metres to that plane.
 */
scale: number, 
/**
 * Rotation in degrees, counter-clockwise positive.
 */
rotation: number, };
export type FittedPoint = { 
/**
 * Number of its row, from 1.
 */
row: number, name: string, 
/**
 * Local northing and easting, metres.
 */
local: [number, number], 
/**
 * Computed minus given, north, metres; absent while there is no fit.
 */
north_m: number | null, 
/**
 * The same, east.
 */
east_m: number | null, 
/**
 * Whether it contradicts the others.
 */
outlier: boolean, };
export type FittingTemplate = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its steps, in order.
 */
steps: Array<GateStep>, 
/**
 * Days from the first step of the main chain to the last.
 */
days: number, };
export type FootprintEdit = { 
/**
 * The project.
 */
id: string, 
/**
 * Its footprint; of several pieces the largest stays with it, each other becomes a project beside it.
 */
pieces: Array<Shape>, 
/**
 * Where measured coordinates that it was made of came from; its precision is 实测 then.
 */
measured_from: string | null, 
/**
 * Whether it was drawn anew; otherwise one that was there was changed.
 */
anew: boolean, 
/**
 * The name of the step.
 */
name: string, 
/**
 * The name of the step if the footprint is only sketched by it.
 */
name_if_sketched: string, };
export type FootprintKept = { 
/**
 * What changed.
 */
applied: Applied, 
/**
 * What is known of the place now.
 */
precision: Precision, };
export type ForcedItem = { 
/**
 * Its name.
 */
name: string, 
/**
 * Where it goes: as exact as its dates are, the first that its dependencies allow.
 */
to: DateMove, 
/**
 * Its planned dates now.
 */
starts: PartialDate | null, 
/**
 * Its planned end now.
 */
ends: PartialDate | null, 
/**
 * How many days later it ends.
 */
days: number, };
export type FoundPart = "indicator" | "document";
export type FourParameters = { 
/**
 * The plane: a known system, or an older one of the user.
 */
base: string, a: number, b: number, x0: number, y0: number, };
export type FundingRule = { 
/**
 * Its id, unique in its table.
 */
id: FundingRuleId, 
/**
 * The plan.
 */
plan: PlanId, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Its name: 配套费全额返还.
 */
title: string, 
/**
 * The source it feeds, when it is one.
 */
source: MoneySource | null, 
/**
 * The share, as a part of 1.
 */
share: number | null, 
/**
 * An amount in 分, with `per`.
 */
amount: Fen | null, 
/**
 * What the amount is for: 亩.
 */
per: string | null, 
/**
 * A threshold in 分: projects over it.
 */
threshold: Fen | null, 
/**
 * The condition, in short words.
 */
condition: string | null, 
/**
 * The document it rests on.
 */
basis: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, };
export type FundingRuleId = string;
export type Gate = { 
/**
 * Its id, unique in its table.
 */
id: GateId, project: ProjectId, 
/**
 * Which step.
 */
step: GateStep, 
/**
 * Planned date.
 */
planned: PartialDate | null, 
/**
 * Actual date.
 */
actual: PartialDate | null, 
/**
 * Whether the actual date is confirmed.
 */
confirmed: boolean, 
/**
 * What proves it: a document number.
 */
evidence: string | null, 
/**
 * The unit that gives it (办理部门).
 */
office: UnitId | null, 
/**
 * 承诺时限: how many days the office has promised to take, counted from `submitted_on`.
 */
promised_days: number | null, 
/**
 * When it was submitted (受理).
 */
submitted_on: PartialDate | null, 
/**
 * Whether the chain waits for it; empty means it does.
 */
track: GateTrack | null, 
/**
 * Why it was passed although a gate rule blocked it.
 */
override_reason: string | null, };
export type GateColumn = "planned" | "actual" | "evidence";
export type GateId = string;
export type GateMark = { 
/**
 * The id of the gate.
 */
id: string, 
/**
 * Its step.
 */
step: GateStep, 
/**
 * The planned date; of one that has only an actual date, that.
 */
dates: DatedItem, 
/**
 * Whether its actual date was confirmed.
 */
confirmed: boolean, };
export type GateRule = { 
/**
 * Its id, unique in its table.
 */
id: GateRuleId, plan: PlanId, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * The rule in the plan's words.
 */
title: string, 
/**
 * Projects of which kind; empty for all.
 */
kind: ProjectKind | null, 
/**
 * The step that is blocked.
 */
step: GateStep, 
/**
 * The step that must be confirmed before it.
 */
requires: GateStep, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, };
export type GateRuleId = string;
export type GateStep = "planning" | "design" | "approval" | "land_review" | "planning_permit" | "environment" | "land" | "permit" | "start" | "completion" | "acceptance" | "settlement";
export type GateTemplate = { 
/**
 * Its id, unique in its table.
 */
id: GateTemplateId, 
/**
 * The name of the template it belongs to: 道路工程.
 */
name: string, 
/**
 * Projects of which kind; empty for all.
 */
kind: ProjectKind | null, 
/**
 * Order in the template.
 */
ordinal: number, step: GateStep, 
/**
 * Calendar days from the step of the main chain before it.
 */
days: number, 
/**
 * 承诺时限 of the office, in days.
 */
promised_days: number | null, 
/**
 * The office that gives it, as it is called.
 */
office: string | null, 
/**
 * Whether the chain waits for it; empty means it does.
 */
track: GateTrack | null, 
/**
 * Its part of the planned progress, as a part of 1.
 */
weight: number | null, note: string | null, };
export type GateTemplateId = string;
export type GateTrack = "main" | "parallel";
export type Grouping = "plan" | "phase" | "town" | "unit";
export type ImageFit = { 
/**
 * a, b, c, d, e, f.
 */
affine: [number, number, number, number, number, number], 
/**
 * What becomes of pixel x, y: x = a·east + b·north + c, y = d·east + e·north + f.
 */
inverse: [number, number, number, number, number, number], 
/**
 * One for each control point, in their order.
 */
residuals: Array<ImageResidual>, 
/**
 * Root mean square of the distances in metres on the ground; 0 with three points, which proves nothing.
 */
rms: number, 
/**
 * How many more points than three.
 */
spare: number, 
/**
 * Metres on the ground a pixel, in the middle of the points.
 */
metres_per_pixel: number, 
/**
 * The four corners, longitude and latitude: upper left, upper right, lower right, lower left.
 */
corners: [[number, number], [number, number], [number, number], [number, number]], };
export type ImagePoint = { 
/**
 * Pixels from the left edge.
 */
x: number, 
/**
 * Pixels from the upper edge, downwards.
 */
y: number, 
/**
 * Degrees, WGS84 or CGCS2000.
 */
lon: number, 
/**
 * Degrees.
 */
lat: number, };
export type ImageResidual = { 
/**
 * East, metres on the ground.
 */
dx: number, 
/**
 * North.
 */
dy: number, 
/**
 * Their length.
 */
distance: number, 
/**
 * It contradicts the others.
 */
outlier: boolean, };
export type ImportedValue = { 
/**
 * The name that the file gives it.
 */
name: string, 
/**
 * The value.
 */
text: string, };
export type Indicator = { 
/**
 * Its id, unique in its table.
 */
id: IndicatorId, plan: PlanId, 
/**
 * The task it stands in.
 */
task: TaskId | null, 
/**
 * Order in the plan.
 */
ordinal: number, name: string, 
/**
 * How it compares.
 */
operator: Operator, 
/**
 * The target.
 */
value: number, 
/**
 * The upper end, when the target is a range: 1-2 个.
 */
upper: number | null, 
/**
 * Unit of the target as printed: %, 个, 万平方米.
 */
unit: string, 
/**
 * By when.
 */
deadline: PartialDate | null, 
/**
 * `once`, or `yearly` for 每年.
 */
recurrence: string, 
/**
 * What it is about: 全县, 试点镇, 新建建筑.
 */
scope: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, 
/**
 * The value it began from, in its unit.
 */
baseline: number | null, 
/**
 * When it had that value.
 */
baseline_on: PartialDate | null, 
/**
 * For whom the target holds; the regions by name are [`IndicatorRegion`]s.
 */
scope_class: ScopeClass | null, 
/**
 * The plan's wording that a number does not hold: 力争, 左右, 五年内.
 */
wording: string | null, 
/**
 * The fact of a town that it is measured by.
 */
measure: TownMeasure | null, 
/**
 * How its value is come by; empty means by reports.
 */
counted: CountedBy | null, 
/**
 * Pilots of which category count.
 */
quota_category: Category | null, 
/**
 * The lowest level of pilot that counts.
 */
quota_lowest: PilotLevel | null, 
/**
 * The highest level of pilot that counts.
 */
quota_highest: PilotLevel | null, 
/**
 * The indicator that counts the towns which reach this one and its siblings together: 双十.
 */
part_of: IndicatorId | null, 
/**
 * What the atlas itself is asked for its value.
 */
atlas_measure: AtlasMeasure | null, 
/**
 * Projects of which kind are asked.
 */
project_kind: ProjectKind | null, 
/**
 * The stage they have reached at least; empty for any.
 */
lowest_stage: ProjectStage | null, 
/**
 * The facility that towns or villages are to be near to, where it is a site; empty for projects of the kind.
 */
site_kind: SiteKind | null, 
/**
 * How near, in metres.
 */
within_m: number | null, };
export type IndicatorBrief = { 
/**
 * The row.
 */
indicator: Indicator, 
/**
 * Its observations, by date.
 */
observations: Array<Observation>, 
/**
 * Its value, reported or counted.
 */
now: TargetValue | null, 
/**
 * Whether it reaches the target; `None` if nobody knows.
 */
met: boolean | null, 
/**
 * Whether it is late today.
 */
overdue: boolean, 
/**
 * Names of the regions it holds for, if it names them.
 */
regions: Array<string>, };
export type IndicatorId = string;
export type IndicatorRegion = { 
/**
 * Its id, unique in its table.
 */
id: IndicatorRegionId, indicator: IndicatorId, region: RegionId, 
/**
 * 分解: its part of the target, in the indicator's unit.
 */
value: number | null, };
export type IndicatorRegionId = string;
export type InvalidShape = { 
/**
 * `projects`, `sites` or `control_lines`.
 */
table: string, id: string, name: string, 
/**
 * Code of what is wrong.
 */
code: string, 
/**
 * Where.
 */
at: [number, number], };
export type InvestmentPlan = { 
/**
 * Its id, unique in its table.
 */
id: InvestmentPlanId, 
/**
 * The project.
 */
project: ProjectId, 
/**
 * The year.
 */
year: number, 
/**
 * The amount in 分.
 */
amount: Fen, 
/**
 * What is to be built in the year (年度建设内容).
 */
content: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * Note.
 */
note: string | null, };
export type InvestmentPlanId = string;
export type InvestmentReport = { 
/**
 * Its id, unique in its table.
 */
id: InvestmentReportId, 
/**
 * The project.
 */
project: ProjectId, 
/**
 * The month.
 */
month: PartialDate, 
/**
 * Done in the month (本月完成), in 分.
 */
amount: Fen, 
/**
 * Done in the year so far (本年累计) as reported, in 分; empty if it is the sum of the months.
 */
year_to_date: Fen | null, 
/**
 * Done since the start (开工以来累计) as reported, in 分; empty if it is the sum of the months.
 */
since_start: Fen | null, 
/**
 * Who reported.
 */
reported_by: string | null, 
/**
 * Note.
 */
note: string | null, };
export type InvestmentReportId = string;
export type ItemKind = "plan" | "phase" | "task" | "project" | "gate" | "deliverable" | "cadence" | "town" | "unit" | "ungrouped";
export type JobEnded = { 
/**
 * Which.
 */
job: JobKind, 
/**
 * What went wrong in a job that no call waits for; others answer their call with it.
 */
problem: WireError | null, };
export type JobKind = "open" | "read" | "import" | "export" | "measure";
export type JobProgress = { 
/**
 * Which.
 */
job: JobKind, 
/**
 * Bytes read, or features written or measured.
 */
done: number, 
/**
 * As many in all; 0 if that is not known.
 */
total: number, 
/**
 * Features taken.
 */
features: number, };
export type JournalLine = { 
/**
 * The table of the row.
 */
table: string, 
/**
 * The row.
 */
id: string, 
/**
 * The column; empty for a row that came or went, which is told by its name.
 */
column: string, 
/**
 * The value before, in words.
 */
before: string | null, 
/**
 * The value after.
 */
after: string | null, };
export type JournalStep = { 
/**
 * Its number.
 */
seq: number, 
/**
 * When, RFC 3339 UTC.
 */
at: string, who: string, 
/**
 * What.
 */
name: string, note: string | null, 
/**
 * do, undo, redo or baseline.
 */
action: string, 
/**
 * What changed: one line a row and column.
 */
lines: Array<JournalLine>, 
/**
 * The things that it changed, or whose rows it changed, each once, as far as they are there: the first of them.
 */
things: Array<ChangedThing>, };
export type Lack = "money" | "lead_unit" | "dates" | "place";
export type LandPolicy = "linkage" | "quota" | "existing_land" | "homestead" | "collective_land" | "resettlement" | "reclamation" | "other";
export type LandRule = { 
/**
 * Its id, unique in its table.
 */
id: LandRuleId, 
/**
 * The plan.
 */
plan: PlanId, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Its name: 增减挂钩.
 */
title: string, 
/**
 * Which instrument it is.
 */
kind: LandPolicy, 
/**
 * The share, as a part of 1.
 */
share: number | null, 
/**
 * The condition, in short words.
 */
condition: string | null, 
/**
 * The document it rests on.
 */
basis: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * Note.
 */
note: string | null, };
export type LandRuleId = string;
export type LayerKind = "xyz" | "wms" | "wmts" | "pmtiles" | "mbtiles" | "image";
export type LayerProbe = { 
/**
 * The address as it should be kept: without the key, without the query of the capabilities.
 */
address: string, 
/**
 * The file, if it is one.
 */
path: string, 
/**
 * What it is; none when it could not be told.
 */
kind: LayerKind | null, 
/**
 * Title of the service or pack.
 */
title: string, 
/**
 * What there is to add, ready for `put_map_layer`: one for each layer of a service, one for a file or address.
 */
layers: Array<ProbedLayer>, 
/**
 * What is wrong or could not be used, in words.
 */
problems: Array<Words>, 
/**
 * Whether a key is missing or refused.
 */
key: LayerProblem, };
export type LayerProblem = "none" | "offline" | "key_missing" | "key_refused" | "not_found" | "bad_answer" | "file_missing";
export type LayerState = { id: string, 
/**
 * Tiles on their way.
 */
loading: number, 
/**
 * When a tile last came, RFC 3339 UTC.
 */
last_ok: string | null, 
/**
 * What stands in the way.
 */
problem: LayerProblem, 
/**
 * The same in words; `None` if nothing does.
 */
words: Words | null, 
/**
 * Seconds until the next attempt; until then every tile is answered at once with 503 or 401.
 */
retry_in: number | null, };
export type LedgerView = { 
/**
 * Keys of its columns in their order; the usual ones if there are none.
 */
columns: Array<string>, 
/**
 * Its order.
 */
sort: Sort, 
/**
 * Tasks once more for each unit.
 */
per_unit: PerUnit, 
/**
 * The day that stands in it; none if `None`.
 */
dated: PartialDate | null, };
export type LeftOut = { id: string, name: string, };
export type Light = "green" | "yellow" | "red";
export type LightCounts = { red: number, yellow: number, green: number, suspended: number, not_due: number, finished: number, not_judged: number, };
export type LightLimits = { 
/**
 * Behind by this many points or more is yellow.
 */
yellow_points: number, 
/**
 * Behind by more than this many points is red.
 */
red_points: number, 
/**
 * Not begun this many days after the last day it was to begin is red, unless a reason is known.
 */
idle_days: number, };
export type LightRule = { 
/**
 * Its id, unique in its table.
 */
id: LightRuleId, 
/**
 * Order in which they are asked.
 */
ordinal: number, 
/**
 * For things of which kind; empty for all.
 */
kind: ScheduledKind | null, 
/**
 * The light it gives.
 */
light: Light, 
/**
 * What is measured.
 */
test: LightTest, 
/**
 * The rule holds if the measure is over this: percentage points, days or months.
 */
over: number, 
/**
 * Why, as it is told: 滞后超过 30 个百分点.
 */
reason: string | null, };
export type LightRuleId = string;
export type LightState = "red" | "yellow" | "green" | "suspended" | "not_due" | "finished" | "not_judged";
export type LightTest = "behind_percent" | "days_late" | "months_not_started" | "days_unreported" | "months_since_red";
export type LikelyCrs = { id: string, label: CrsLabel, 
/**
 * stated, degrees_in_china, zone_prefix …
 */
why: string, 
/**
 * Whether latitude or northing stands first.
 */
swapped: boolean, };
export type Location = "footprint" | "town_point" | "county_point" | "none";
export type MapFeatures = { 
/**
 * Towns with a point.
 */
towns: Array<TownPin>, 
/**
 * Sites with a point.
 */
sites: Array<SitePin>, 
/**
 * Projects that can be shown; none when they are `tiled`.
 */
projects: Array<ProjectShape>, 
/**
 * Whether there are so many projects that they are drawn from tiles.
 */
tiled: boolean, 
/**
 * Which set of projects the tiles are asked for; `None` for all.
 */
tile_set: number | null, 
/**
 * Adcodes of the counties the plans are about, for tinting.
 */
counties: Array<string>, 
/**
 * West, south, east, north of it all.
 */
bounds: [number, number, number, number] | null, 
/**
 * West, south, east, north of the projects alone.
 */
project_bounds: [number, number, number, number] | null, 
/**
 * Where the plans are: around the pilot towns, and around the region of each plan none of whose pilots has a place;
 * the bounds of all where there is no plan.
 */
pilot_bounds: [number, number, number, number] | null, };
export type MapLayer = { 
/**
 * What names it in addresses; given by the core when empty.
 */
id: string, 
/**
 * Its name in the list.
 */
name: string, 
/**
 * Where it comes from.
 */
kind: LayerKind, 
/**
 * Whether it is drawn; a layer that is not is never fetched.
 */
visible: boolean, 
/**
 * 0 (unseen) to 1.
 */
opacity: number, 
/**
 * The line that says whose data it is.
 */
source: string, 
/**
 * The line that says what may be done with it.
 */
licence: string, 
/**
 * The system of the tiles.
 */
system: TileSystem, 
/**
 * Address of a tile with {z} {x} {y} {-y} {s} {tk}, or of the service; {tk} stands for the key.
 */
address: string, 
/**
 * The file of a pack or picture.
 */
path: string, 
/**
 * WMS, WMTS: name of the layer; several with commas (WMS).
 */
layer: string, 
/**
 * WMS, WMTS: name of the style.
 */
style: string, 
/**
 * WMTS: name of the grid.
 */
tile_matrix_set: string, 
/**
 * WMS, WMTS: the format asked for, image/png …
 */
format: string, 
/**
 * WMS: 1.1.1 or 1.3.0; WMTS: 1.0.0.
 */
version: string, 
/**
 * WMS: the system as the service calls it, EPSG:3857, EPSG:900913, CRS:84 …
 */
crs: string, 
/**
 * Whether its address has a place for a key.
 */
needs_key: boolean, 
/**
 * Whether there is a key for it; the key itself never crosses the wire.
 */
has_key: boolean, 
/**
 * First and last row of `grid` that have tiles.
 */
min_zoom: number, 
/**
 * See `min_zoom`.
 */
max_zoom: number, 
/**
 * Side of a tile in pixels.
 */
tile_size: number, 
/**
 * Vector tiles (MVT) instead of pictures.
 */
vector: boolean, 
/**
 * West, south, east, north in degrees.
 */
bounds: [number, number, number, number] | null, 
/**
 * The grid of its tiles; none for a picture.
 */
grid: TileGrid | null, 
/**
 * A picture's control points.
 */
controls: Array<ImagePoint>, 
/**
 * A picture's width and height in pixels.
 */
image_size: [number, number] | null, 
/**
 * Where a picture lies: see `ImageFit`.
 */
fit: ImageFit | null, };
export type MatrixCell = { 
/**
 * Place of the task, from 0.
 */
task: number, 
/**
 * Place of the unit, from 0.
 */
unit: number, 
/**
 * In which role.
 */
role: Role, 
/**
 * Whether it has it only by a group it belongs to.
 */
by_group: boolean, };
export type MatrixTask = { 
/**
 * Task id.
 */
id: string, 
/**
 * Short title of its plan.
 */
plan_title: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Whether it is a single work of the task before it.
 */
is_part: boolean, 
/**
 * Its light.
 */
light: LightState, 
/**
 * How many units the plan names for it.
 */
units: number, };
export type MatrixUnit = { 
/**
 * Unit id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The region whose body it is.
 */
region: string, 
/**
 * Whether it names many.
 */
is_group: boolean, 
/**
 * Tasks it leads, those by groups with them.
 */
lead: number, 
/**
 * Tasks it answers for.
 */
responsible: number, 
/**
 * Tasks it takes part in or supports.
 */
participating: number, };
export type Measures = { 
/**
 * Length of its lines, metres.
 */
length_m: number, 
/**
 * Perimeter of its polygons, metres.
 */
perimeter_m: number, 
/**
 * Area of its polygons, square metres.
 */
area_m2: number, 
/**
 * Vertices; the closing one of a ring, which is its first, is not counted again.
 */
vertices: number, };
export type MeetingList = "not_begun" | "suspended" | "behind" | "unreported" | "stuck" | "no_money";
export type MeetingLists = { 
/**
 * What it is of.
 */
list: MeetingList, 
/**
 * Its name.
 */
title: string, 
/**
 * Its rule.
 */
rule: Words, 
/**
 * How many projects it has.
 */
count: number, 
/**
 * Its projects, those that wait longest first.
 */
rows: Array<MeetingRow>, };
export type MeetingRow = { 
/**
 * Project id.
 */
project: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Name of the unit that leads it.
 */
unit: string | null, 
/**
 * Name of its town.
 */
town: string | null, 
/**
 * Why it is in the list: what it waits for, which date is over, what its light says.
 */
why: Words, 
/**
 * For how many days; `None` where no date says.
 */
days: number | null, };
export type Money = { 
/**
 * The sum of what is planned for each owner.
 */
planned: Fen, 
/**
 * 匡算
 */
estimated: Fen, 
/**
 * 批复
 */
approved: Fen, 
/**
 * 下达
 */
allocated: Fen, 
/**
 * 支付
 */
spent: Fen, 
/**
 * The sum of what is planned and not allocated for each owner: what one has too much helps no other.
 */
gap: Fen, };
export type MoneyBeside = { 
/**
 * Of plans themselves.
 */
plans: Money, tasks: Money, towns: Money, };
export type MoneyDetail = { 
/**
 * The owners, the one with the most planned first.
 */
owners: Array<OwnerMoney>, 
/**
 * Owners in all: `owners` holds the first thousand.
 */
total: number, 
/**
 * The budget lines, those that the cells speak of first; the first thousand of them.
 */
lines: Array<MoneyLine>, 
/**
 * Budget lines in all.
 */
all_lines: number, };
export type MoneyDoubt = { "code": "parts_differ", 
/**
 * The row in the file.
 */
row: number, 
/**
 * How far the money has come.
 */
stage: MoneyStage, 
/**
 * What the parts add up to.
 */
parts: Fen, 
/**
 * What the row says in all.
 */
total: Fen, } | { "code": "years_apart", 
/**
 * The row in the file.
 */
row: number, } | { "code": "no_amount", 
/**
 * The row in the file.
 */
row: number, field: string, 
/**
 * What stands there.
 */
text: string, } | { "code": "unit_guessed", field: string, 
/**
 * Chinese name of the unit.
 */
unit: string, } | { "code": "total_row_differs", 
/**
 * The row of totals in the file.
 */
row: number, field: string, 
/**
 * What the row says.
 */
total: Fen, 
/**
 * What the rows add up to.
 */
sum: Fen, };
export type MoneyField = { 
/**
 * Name of the field.
 */
field: string, 
/**
 * How far its money has come.
 */
stage: MoneyStage, 
/**
 * Where it comes from; `None` if it is of all sources together.
 */
source: MoneySource | null, 
/**
 * Its year; `None` if it is of all years together.
 */
year: number | null, 
/**
 * Unit of its amounts.
 */
unit: MoneyUnit, 
/**
 * Whether the unit is said by the heading, a caption or another field, not only guessed by the size of the amounts.
 */
unit_stated: boolean, 
/**
 * Whether it is a part of a total without a name that is understood (其他, 上级资金).
 */
part: boolean, };
export type MoneyGroup = { 
/**
 * An id, a word or a year; `*` for what is of several at once, empty for what is of none.
 */
key: string, 
/**
 * The name of a row; empty for words, years and what is of none or several.
 */
name: string, 
/**
 * Second line: the county of a town, the plan of a task.
 */
hint: string, };
export type MoneyLine = { 
/**
 * Its id.
 */
id: string, 
/**
 * Whose it is.
 */
owner: OwnerRef, 
/**
 * The name of its owner.
 */
name: string, 
/**
 * Where the money comes from.
 */
source: MoneySource, 
/**
 * How far it has come.
 */
stage: MoneyStage, 
/**
 * Its year; `None` if it is not known.
 */
year: number | null, 
/**
 * The amount, in 分.
 */
fen: Fen, 
/**
 * What it is, as noted.
 */
note: string | null, 
/**
 * Whether the cells speak of it, by the stage they show.
 */
told: boolean, };
export type MoneyOfSource = { 
/**
 * The source.
 */
source: MoneySource, 
/**
 * A cell for each year; `None` where no line stands.
 */
cells: Array<Fen | null>, 
/**
 * The sum of the row.
 */
total: Fen, };
export type MoneyOfStage = { 
/**
 * The stage.
 */
stage: MoneyStage, 
/**
 * Its sources.
 */
sources: Array<MoneyOfSource>, 
/**
 * Sums of the columns; `None` where no line stands.
 */
sums: Array<Fen | null>, 
/**
 * The sum of all.
 */
total: Fen, };
export type MoneyPage = { 
/**
 * The columns in their order.
 */
columns: Array<MoneyGroup>, 
/**
 * Columns that were left out because there are too many; the sums of the rows hold them.
 */
more_columns: number, 
/**
 * The rows of the page.
 */
rows: Array<MoneyRow>, 
/**
 * The sums of the columns, and all of them.
 */
sums: MoneyRow, 
/**
 * Rows in all.
 */
total: number, 
/**
 * Place of the first row given among all, from 0.
 */
offset: number, 
/**
 * Years that lines of any year have, whatever year is chosen.
 */
years: Array<number>, 
/**
 * Ceilings.
 */
ceilings: Array<Ceiling>, 
/**
 * Projects with money.
 */
projects: number, 
/**
 * Plans with money of their own.
 */
plans: number, 
/**
 * Tasks with money of their own.
 */
tasks: number, 
/**
 * Towns with money of their own.
 */
towns: number, 
/**
 * The status date.
 */
as_of: PartialDate, };
export type MoneyRequest = { 
/**
 * Whose money: see [`Snapshot::money_scope`].
 */
filter: Filter, 
/**
 * Lines of that year alone; `None` for all.
 */
year: number | null, 
/**
 * Money of projects alone.
 */
projects_only: boolean, 
/**
 * Rows, columns and cells.
 */
view: MoneyView, };
export type MoneyRow = { 
/**
 * What it is.
 */
group: MoneyGroup, 
/**
 * A cell for each column; `None` where no line stands.
 */
cells: Array<Fen | null>, 
/**
 * What the cells add up to; on a side of stages what is planned, as stages are not added up.
 */
total: Fen | null, 
/**
 * All stages of its lines.
 */
money: Money, 
/**
 * 下达率: allocated ÷ planned; `None` if nothing is planned.
 */
allocated_rate: number | null, 
/**
 * 支付率: spent ÷ allocated; `None` if nothing is allocated.
 */
spent_rate: number | null, 
/**
 * Its lines, of all stages.
 */
lines: number, 
/**
 * The one plan, task, project or town whose money it is; `None` if it is that of several.
 */
owner: OwnerRef | null, };
export type MoneySide = "plan" | "town" | "kind" | "unit" | "project" | "task" | "source" | "stage" | "year";
export type MoneySource = "central" | "province" | "city" | "county" | "town" | "general_bond" | "special_bond" | "land_return" | "fee_return" | "award" | "loan" | "social" | "own" | "unstated";
export type MoneyStage = "estimated" | "approved" | "allocated" | "spent";
export type MoneySum = { 
/**
 * Where it comes from.
 */
source: MoneySource, 
/**
 * How far it has come.
 */
stage: MoneyStage, year: number | null, 
/**
 * How much.
 */
amount: Fen, };
export type MoneySummary = { 
/**
 * The fields that are taken for money.
 */
fields: Array<MoneyField>, 
/**
 * Rows with money.
 */
rows: number, 
/**
 * Budget lines.
 */
lines: number, 
/**
 * What they add up to by source, stage and year.
 */
sums: Array<MoneySum>, 
/**
 * Rows of totals.
 */
totals: Array<TotalRow>, 
/**
 * The first doubts.
 */
doubts: Array<MoneyDoubt>, 
/**
 * Doubts beyond those.
 */
more_doubts: number, };
export type MoneySums = { 
/**
 * What is approved if there is an approved line, else what is estimated.
 */
planned: Fen | null, 
/**
 * 匡算
 */
estimated: Fen | null, 
/**
 * 批复
 */
approved: Fen | null, 
/**
 * 下达
 */
allocated: Fen | null, 
/**
 * 支付
 */
spent: Fen | null, 
/**
 * What is planned and not allocated yet.
 */
gap: Fen, };
export type MoneyTable = { 
/**
 * The columns: years, and `None` for lines without one, last.
 */
years: Array<number | null>, 
/**
 * The stages that have a line.
 */
stages: Array<MoneyOfStage>, };
export type MoneyUnit = "yuan" | "wan_yuan" | "yi_yuan";
export type MoneyView = { 
/**
 * What the rows are.
 */
rows: MoneySide, 
/**
 * What the columns are.
 */
columns: MoneySide, 
/**
 * The stage the cells speak of; `None` for what is planned. A side of stages says it itself.
 */
stage: MoneyStage | null, };
export type NameKind = "town" | "unit" | "plan" | "stage";
export type NewBaseline = { 
/**
 * The name: 批复版.
 */
name: string, 
/**
 * The plan whose dates they are; `None` for all of the atlas.
 */
plan: string | null, 
/**
 * A note.
 */
note: string | null, };
export type NewReport = { owner_kind: OwnerKind, owner: string, on_date: PartialDate, percent: number | null, spent: Fen | null, problem: string | null, next_step: string | null, reported_by: string | null, 
/**
 * The round it is handed in for.
 */
round: ReportingRoundId | null, 
/**
 * Whether it says that nothing has changed.
 */
unchanged: boolean | null, };
export type NewRound = { plan: string | null, title: string, cycle: RoundCycle, starts: PartialDate, ends: PartialDate, opens: PartialDate, due: PartialDate, };
export type NewTargetValue = { indicator: string, region: string | null, on_date: PartialDate, value: number, reported_by: string | null, note: string | null, };
export type Node = { 
/**
 * plan, section, task, region, project.
 */
kind: NodeKind, 
/**
 * Record id.
 */
id: string, 
/**
 * Number as printed, may be empty.
 */
number: string, title: string, 
/**
 * Quiet text at the right: a document number, the region above.
 */
hint: string | null, 
/**
 * What a town is as a pilot.
 */
category: Category | null, 
/**
 * Tasks or projects below.
 */
count: number, 
/**
 * Nodes below.
 */
children: Array<Node>, };
export type NodeKind = "plan" | "section" | "task" | "town" | "project" | "unit" | "site" | "view" | "place";
export type Observation = { 
/**
 * Its id, unique in its table.
 */
id: ObservationId, indicator: IndicatorId, 
/**
 * The town it is about; empty for the whole.
 */
region: RegionId | null, on_date: PartialDate, 
/**
 * The value in the indicator's unit.
 */
value: number, 
/**
 * Who reported it.
 */
reported_by: string | null, note: string | null, };
export type ObservationId = string;
export type Operator = "≥" | "≤" | ">" | "<" | "=" | "≈";
export type Outline = string;
export type Outside = { project: string, name: string, 
/**
 * The town it says, where the atlas has the boundary of it, else the county.
 */
county: string, 
/**
 * The town or county it lies in; `None` at sea and abroad. With a distance: the one whose point is much nearer.
 */
lies_in: string | null, 
/**
 * How far it is from the point of its town, metres, where that alone speaks against it: it lies in its county, and
 * the atlas has no boundary of the town.
 */
distance_m: number | null, 
/**
 * Where.
 */
at: [number, number], };
export type OwedMark = { 
/**
 * How many owe it.
 */
owed: number, 
/**
 * How many of them handed it in by the status date; what was returned is owed again.
 */
handed: number, 
/**
 * How many of them have not, though the last day of the due date is over.
 */
late: number, };
export type OwnerKind = "plan" | "task" | "project" | "town";
export type OwnerMoney = { 
/**
 * Whose it is.
 */
owner: OwnerRef, 
/**
 * Its name.
 */
name: string, 
/**
 * Its amounts in the slice, of all stages.
 */
money: MoneySums, 
/**
 * 下达率: allocated ÷ planned; `None` if nothing is planned.
 */
allocated_rate: number | null, 
/**
 * 支付率: spent ÷ allocated; `None` if nothing is allocated.
 */
spent_rate: number | null, 
/**
 * Lines in the slice.
 */
lines: number, };
export type OwnerRef = { kind: OwnerKind, id: string, };
export type Page<T> = { 
/**
 * Rows that match in all.
 */
total: number, 
/**
 * Place of the first row given among all, from 0.
 */
offset: number, rows: Array<T>, };
export type PageCell = number | string;
export type PageColumn = { 
/**
 * What stands above it.
 */
heading: string, 
/**
 * What its cells look like.
 */
look: PageLook, };
export type PageLook = "text" | "word" | "money" | "count" | "number" | "percent";
export type PageTable = { 
/**
 * Its title; the tab is called so too.
 */
title: string, 
/**
 * Lines under the title: what is shown, as of which day, in which unit.
 */
notes: Array<string>, 
/**
 * Its columns.
 */
columns: Array<PageColumn>, 
/**
 * Its rows, a cell a column; what is missing is empty.
 */
rows: Array<Array<PageCell | null>>, 
/**
 * How many columns stay where they are when the others move.
 */
held: number, 
/**
 * What stands at the foot of each page, as the day of the table.
 */
foot: string, };
export type ParsedCoordinates = { 
/**
 * Longitude, latitude; one list a ring or part.
 */
rings: Array<Array<[number, number]>>, 
/**
 * Rows that could not be read: row number (from 1) and a code.
 */
problems: Array<RowProblem>, };
export type PartialDate = string;
export type PasteDoubt = { 
/**
 * Its row in the block, from 1; `None` for a column.
 */
row: number | null, 
/**
 * Its column in the block, from 1; `None` for a row.
 */
column: number | null, 
/**
 * What stands there.
 */
text: string, 
/**
 * What is the matter.
 */
why: Words, };
export type PasteRequest = { 
/**
 * The table.
 */
request: MoneyRequest, 
/**
 * The block: rows by lines, cells by tabulators.
 */
text: string, 
/**
 * Keys of the row and the column of the chosen cell, where a block without headings begins.
 */
at: [string, string] | null, 
/**
 * The unit of its amounts; `None` for that which its corner names, else 万元.
 */
unit: MoneyUnit | null, };
export type PastedCell = { 
/**
 * Its row in the block, from 1.
 */
row: number, 
/**
 * Its column in the block, from 1.
 */
column: number, 
/**
 * The row of the table.
 */
of_row: MoneyGroup, 
/**
 * The column of the table.
 */
of_column: MoneyGroup, 
/**
 * What stands there, in 分.
 */
before: Fen | null, 
/**
 * What would stand there, in 分.
 */
after: Fen | null, 
/**
 * What becomes of it.
 */
effect: PastedEffect, };
export type PastedEffect = "added" | "changed" | "removed" | "same";
export type PastedMoney = { 
/**
 * The unit in which it was read.
 */
unit: MoneyUnit, 
/**
 * Whether its first line names columns.
 */
column_heads: boolean, 
/**
 * Whether its first column names rows.
 */
row_heads: boolean, 
/**
 * What is understood.
 */
cells: Array<PastedCell>, 
/**
 * What is not.
 */
doubts: Array<PasteDoubt>, 
/**
 * Rows and columns of sums and rates, which are not written.
 */
left_out: Array<string>, 
/**
 * What the understood cells add up to now.
 */
before: Fen, 
/**
 * What they would add up to.
 */
after: Fen, 
/**
 * What is to be written.
 */
amounts: Array<AmountEdit>, };
export type PerUnit = "whole" | "sheets" | "files";
export type Phase = { 
/**
 * Its id, unique in its table.
 */
id: PhaseId, plan: PlanId, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Name: 动员部署.
 */
name: string, 
/**
 * First date.
 */
starts: PartialDate | null, 
/**
 * Last date.
 */
ends: PartialDate | null, 
/**
 * What it is for, in short words.
 */
goal: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, };
export type PhaseBand = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its dates.
 */
dates: DatedItem, };
export type PhaseId = string;
export type PhotoMoment = "before" | "during" | "after";
export type PilotLevel = "province" | "city" | "prefecture" | "county";
export type PilotStatus = "active" | "candidate" | "accepted" | "eliminated";
export type PlaceColumns = { 
/**
 * All columns that hold anything.
 */
columns: Array<string>, 
/**
 * Easting or longitude.
 */
x: string | null, 
/**
 * Northing or latitude.
 */
y: string | null, 
/**
 * Well-known text, or both coordinates in one cell.
 */
text: string | null, };
export type Plan = { 
/**
 * Its id, unique in its table.
 */
id: PlanId, 
/**
 * Order among plans.
 */
ordinal: number, 
/**
 * Full title.
 */
title: string, 
/**
 * Short name for lists: 汶上精致城镇.
 */
short_title: string, 
/**
 * 文号; absent when the text gives none of its own.
 */
document_number: string | null, 
/**
 * Who issued it.
 */
issuer: string, 
/**
 * When it was issued.
 */
issued_on: PartialDate | null, 
/**
 * The region it is about.
 */
region: RegionId, 
/**
 * First date it covers.
 */
starts: PartialDate | null, 
/**
 * Last date it covers.
 */
ends: PartialDate | null, 
/**
 * The overall goal, in short words of ours.
 */
goal: string | null, 
/**
 * Where the text came from.
 */
source: string | null, 
/**
 * Licence of the text and of the facts read from it.
 */
licence: string | null, 
/**
 * Note of who entered it.
 */
note: string | null, 
/**
 * When it was published.
 */
published_on: PartialDate | null, 
/**
 * 索引号: its number in the register of published documents.
 */
index_number: string | null, };
export type PlanDetail = { plan: Plan, region: Region, phases: Array<Phase>, tasks: Array<TaskBrief>, measures: number, unit_mentions: number, units: number, indicators: Array<IndicatorBrief>, designations: Array<DesignatedTown>, documents: Array<CitedDocument>, standards: Array<StandardWithItems>, funding_rules: Array<FundingRule>, land_rules: Array<LandRule>, rosters: Array<Roster>, criteria: Array<Criterion>, assessments: Array<Assessment>, assessment_rules: Array<AssessmentRule>, budget: Array<BudgetLine>, money: MoneySums, progress: Array<ProgressReport>, totals: Totals, 
/**
 * Where it is: around its pilot towns that have a place, else around its region; west, south, east, north.
 */
bounds: [number, number, number, number] | null, };
export type PlanId = string;
export type Precision = "surveyed" | "approved" | "sketched" | "town" | "county" | "none";
export type Prefs = { 
/**
 * `zh-CN` or `en`.
 */
language: string, 
/**
 * `light`, `dark` or `system`.
 */
theme: string, 
/**
 * Name written into the history.
 */
author: string, 
/**
 * Coordinate system of the status line and of typed coordinates: `EPSG:4490`, `EPSG:4547`, `GCJ-02`.
 */
crs: string, 
/**
 * What the window remembers of its own: sizes of panes, columns, layers.
 */
ui: Record<string, unknown>, };
export type ProbedGrid = { 
/**
 * Its name: what `tile_matrix_set` becomes.
 */
name: string, 
/**
 * What `grid` becomes.
 */
grid: TileGrid, 
/**
 * What `min_zoom` and `max_zoom` become.
 */
min_zoom: number, 
/**
 * See `min_zoom`.
 */
max_zoom: number, };
export type ProbedLayer = { 
/**
 * Name at the service.
 */
name: string, 
/**
 * Title for people.
 */
title: string, 
/**
 * What it shows, by the service.
 */
summary: string, 
/**
 * Styles: name and title.
 */
styles: Array<ProbedStyle>, 
/**
 * Formats of pictures or tiles.
 */
formats: Array<string>, 
/**
 * WMTS: grids that can be drawn; choosing another is replacing `tile_matrix_set` and `grid` of `layer`.
 */
grids: Array<ProbedGrid>, 
/**
 * The layer with the best of these chosen.
 */
layer: MapLayer, };
export type ProbedStyle = { name: string, title: string, };
export type Problem = { 
/**
 * Its id, unique in its table.
 */
id: ProblemId, 
/**
 * What kind of thing it is about.
 */
owner_kind: OwnerKind, 
/**
 * The id of that thing.
 */
owner: string, 
/**
 * What is in the way, in short words.
 */
title: string, 
/**
 * Where it stands.
 */
status: ProblemStatus, 
/**
 * When it was handed over (交办).
 */
raised_on: PartialDate | null, 
/**
 * Who handed it over.
 */
raised_by: string | null, 
/**
 * The unit that handles it (承办).
 */
unit: UnitId | null, 
/**
 * By when it is to be solved.
 */
due: PartialDate | null, 
/**
 * When it was solved (办结).
 */
resolved_on: PartialDate | null, 
/**
 * When it was struck off (销号).
 */
closed_on: PartialDate | null, 
/**
 * Who watches over it (督办).
 */
supervision: SupervisionLevel | null, 
/**
 * What is being done.
 */
measure: string | null, 
/**
 * What came of it.
 */
result: string | null, 
/**
 * What proves it.
 */
evidence: string | null, 
/**
 * The report it was raised in.
 */
report: ProgressReportId | null, note: string | null, };
export type ProblemId = string;
export type ProblemStatus = "assigned" | "handling" | "resolved" | "closed";
export type ProgressReport = { 
/**
 * Its id, unique in its table.
 */
id: ProgressReportId, 
/**
 * What kind of thing it is about.
 */
owner_kind: OwnerKind, 
/**
 * The id of that thing.
 */
owner: string, on_date: PartialDate, 
/**
 * Percent done.
 */
percent: number | null, 
/**
 * Money spent so far, in 分.
 */
spent: Fen | null, 
/**
 * What is in the way.
 */
problem: string | null, 
/**
 * What comes next.
 */
next_step: string | null, 
/**
 * Who reported.
 */
reported_by: string | null, 
/**
 * The round it was handed in for.
 */
round: ReportingRoundId | null, 
/**
 * Whether it says that nothing has changed (无变化).
 */
unchanged: boolean | null, };
export type ProgressReportId = string;
export type Project = { 
/**
 * Its id, unique in its table.
 */
id: ProjectId, 
/**
 * The plan that asks for it.
 */
plan: PlanId | null, 
/**
 * Order in lists.
 */
ordinal: number, name: string, kind: ProjectKind, 
/**
 * The region it lies in: a town, or the county when the plan does not say.
 */
town: RegionId | null, 
/**
 * Where it stands.
 */
stage: ProjectStage, 
/**
 * When work starts.
 */
starts: PartialDate | null, 
/**
 * When it is to be ready.
 */
ends: PartialDate | null, 
/**
 * How much: 20 of 20 公里.
 */
quantity: number | null, 
/**
 * Unit of the quantity as printed: 公里, 平方米, 处.
 */
quantity_unit: string | null, 
/**
 * What is done, in short words.
 */
content: string | null, lead_unit: UnitId | null, 
/**
 * How far it is, 0 to 100.
 */
percent: number | null, 
/**
 * How the location is known.
 */
precision: Precision, 
/**
 * Whether the footprint is one of several alternatives.
 */
alternative: boolean, 
/**
 * Its footprint, or nothing.
 */
geometry: Shape | null, 
/**
 * Where the footprint came from.
 */
source: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, 
/**
 * 项目代码 of the national platform: 2404-370283-04-01-123456.
 */
project_code: string | null, 
/**
 * 建设性质.
 */
nature: ConstructionNature | null, 
/**
 * 责任人, by post and never by name: 副镇长.
 */
responsible_post: string | null, 
/**
 * Whether it is for the public good (公益性).
 */
public_benefit: boolean | null, 
/**
 * Revenue a year in 分, 0 if it has none.
 */
yearly_revenue: Fen | null, 
/**
 * Term of the bond it is to be paid with, in years.
 */
bond_years: number | null, 
/**
 * Interest of that bond a year, as a part of 1.
 */
bond_rate: number | null, };
export type ProjectDetail = { project: Project, row: ProjectRow, plan: Plan | null, town: Region | null, path: Array<string>, tasks: Array<TaskBrief>, links: Array<ProjectTask>, budget: Array<BudgetLine>, money: MoneySums, 
/**
 * What it may have by the rules of its plan and of the plans that its town is a pilot of.
 */
eligibility: Array<EligibilityAnswer>, gates: Array<Gate>, 
/**
 * Steps of the gates that are late today.
 */
overdue_gates: Array<GateStep>, 
/**
 * Steps of the gates whose planned date is over, that were reached by what is reported, and that nobody has confirmed.
 */
unconfirmed_gates: Array<GateStep>, 
/**
 * Steps that rules of its plans block, and what lacks.
 */
blocked: Array<BlockedStep>, progress: Array<ProgressReport>, lead_unit: Unit | null, problems: Array<ShapeProblem>, 
/**
 * What speaks against the place of its footprint.
 */
outside: Outside | null, };
export type ProjectId = string;
export type ProjectKind = "road" | "water" | "sewage" | "sanitation" | "utility" | "streetscape" | "greening" | "education" | "health" | "care" | "culture" | "commerce" | "industry" | "agriculture" | "housing" | "digital" | "other";
export type ProjectRow = { 
/**
 * Project id.
 */
id: string, name: string, kind: ProjectKind, stage: ProjectStage, 
/**
 * Its plan's id.
 */
plan: string | null, 
/**
 * Its plan's short title.
 */
plan_title: string | null, 
/**
 * Its town's id.
 */
town: string | null, 
/**
 * Its town's name.
 */
town_name: string | null, 
/**
 * Quantity and unit as printed.
 */
quantity: number | null, quantity_unit: string | null, starts: PartialDate | null, ends: PartialDate | null, 
/**
 * Percent done.
 */
percent: number | null, 
/**
 * Precision of the location that is drawn.
 */
precision: Precision, 
/**
 * What it is drawn at.
 */
location: Location, 
/**
 * Whether it is 未上图: a county that stands in for its town is no place of it.
 */
unmapped: boolean, 
/**
 * Measures of the footprint.
 */
measures: Measures | null, lead_unit: string | null, 
/**
 * Numbers of the tasks it serves.
 */
tasks: Array<string>, 
/**
 * Planned money.
 */
planned: Fen, 
/**
 * Allocated money.
 */
allocated: Fen, 
/**
 * Spent money.
 */
spent: Fen, 
/**
 * Which of the facts a complete entry has are missing: town, dates, quantity, money, footprint, lead_unit.
 */
missing: Array<string>, 
/**
 * Its light today.
 */
light: LightState, 
/**
 * Why the light is so; `None` where nobody said which day it is.
 */
light_reason: Words | null, 
/**
 * Whether it is late today.
 */
overdue: boolean, 
/**
 * Its gates that are late today.
 */
overdue_gates: number, };
export type ProjectShape = { 
/**
 * Project id.
 */
id: string, name: string, kind: ProjectKind, stage: ProjectStage, 
/**
 * Precision of what is drawn.
 */
precision: Precision, 
/**
 * Whether it is an alternative.
 */
alternative: boolean, 
/**
 * Footprint, or the point of its town or county when `own` is false.
 */
geometry: Shape, 
/**
 * Whether the geometry is its own.
 */
own: boolean, 
/**
 * Where its label and its pin stand.
 */
label_at: [number, number], 
/**
 * Whether it is late today.
 */
overdue: boolean, 
/**
 * Its light today.
 */
light: LightState, };
export type ProjectStage = "idea" | "preparing" | "building" | "completed" | "accepted" | "suspended";
export type ProjectTask = { 
/**
 * Its id, unique in its table.
 */
id: ProjectTaskId, project: ProjectId, task: TaskId, };
export type ProjectTaskId = string;
export type RankEnd = "top" | "bottom";
export type RecentAtlas = { path: string, 
/**
 * Its file name without ending.
 */
name: string, 
/**
 * Whether the file is still there.
 */
exists: boolean, };
export type Recurrence = "once" | "weekly" | "monthly" | "quarterly" | "half_yearly" | "yearly" | "periodic";
export type Region = { 
/**
 * Its id, unique in its table.
 */
id: RegionId, 
/**
 * Administrative code.
 */
code: string | null, name: string, level: RegionLevel, 
/**
 * The region above.
 */
parent: RegionId | null, 
/**
 * Full pinyin without tones.
 */
pinyin: string | null, 
/**
 * How the point is known.
 */
precision: Precision, 
/**
 * Its point (seat or label), or nothing.
 */
geometry: Shape | null, 
/**
 * Where the point came from.
 */
source: string | null, 
/**
 * How sure the point is: high, medium, low, unknown.
 */
confidence: string | null, note: string | null, 
/**
 * Its boundary, where a file of boundaries gave it or it was drawn.
 */
outline: Outline | null, 
/**
 * Other names, with 、 between them: 西海岸新区.
 */
aliases: string | null, };
export type RegionId = string;
export type RegionLevel = "province" | "prefecture" | "county" | "township" | "village";
export type Removal = { 
/**
 * Rows that go with them, by table, those asked for not counted.
 */
goes: Array<TableCount>, 
/**
 * Rows that stay and are only loosened from them.
 */
freed: Array<TableCount>, 
/**
 * Rows that are moved to another row in their place.
 */
moved: Array<TableCount>, 
/**
 * Rows that must be moved or removed first; none goes while there are any.
 */
blockers: Array<Blocker>, };
export type ReportingRound = { 
/**
 * Its id, unique in its table.
 */
id: ReportingRoundId, 
/**
 * The plan whose projects are reported on; empty for those of the whole atlas.
 */
plan: PlanId | null, 
/**
 * Its name: 2026年11月调度.
 */
title: string, 
/**
 * How often such a round comes.
 */
cycle: RoundCycle, 
/**
 * The first day reported on.
 */
starts: PartialDate, 
/**
 * The last day reported on.
 */
ends: PartialDate, 
/**
 * From when reports are taken.
 */
opens: PartialDate, 
/**
 * The last day of the window.
 */
due: PartialDate, 
/**
 * When it was closed.
 */
closed_on: PartialDate | null, note: string | null, };
export type ReportingRoundId = string;
export type Resolution = { 
/**
 * What it names.
 */
kind: NameKind, name: string, 
/**
 * The row it means; `None` if it is to be brought in.
 */
id: string | null, };
export type RevenueTest = "none" | "covers_debt";
export type Role = "lead" | "responsible" | "participating" | "supporting";
export type RoleTask = { role: Role, brief: TaskBrief, 
/**
 * The group by which it has the task: 各镇街.
 */
group: string | null, };
export type RoleUnits = { role: Role, names: Array<string>, };
export type Roster = { 
/**
 * Its id, unique in its table.
 */
id: RosterId, plan: PlanId, 
/**
 * The body: 工作专班.
 */
body: string, 
/**
 * The role in it: 组长.
 */
role: string, 
/**
 * The unit they come from, as printed.
 */
unit: string, 
/**
 * How many.
 */
count: number, 
/**
 * Order in the list.
 */
ordinal: number, 
/**
 * Where it was read.
 */
read_at: string | null, };
export type RosterId = string;
export type RoundBrief = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * Id of the plan; `None` for the whole atlas.
 */
plan: string | null, 
/**
 * Short title of the plan.
 */
plan_title: string | null, 
/**
 * How often such a round comes.
 */
cycle: RoundCycle, 
/**
 * The first day reported on.
 */
starts: PartialDate, 
/**
 * The last day reported on.
 */
ends: PartialDate, 
/**
 * From when reports are taken.
 */
opens: PartialDate, 
/**
 * The last day of the window.
 */
due: PartialDate, 
/**
 * When it was closed.
 */
closed_on: PartialDate | null, };
export type RoundCycle = "ten_days" | "month" | "quarter" | "special";
export type RoundRow = { 
/**
 * Project id.
 */
project: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Id of the unit that owes the report; `None` where its town owes it.
 */
unit: string | null, 
/**
 * Name of the unit.
 */
unit_name: string | null, 
/**
 * Id of its town.
 */
town: string | null, 
/**
 * Name of its town.
 */
town_name: string | null, 
/**
 * Where the report stands.
 */
state: DueState, 
/**
 * Day of the report.
 */
reported_on: PartialDate | null, 
/**
 * Per cent done as the report says, else as was last known.
 */
percent: number | null, 
/**
 * Whether the report says that nothing has changed.
 */
unchanged: boolean, 
/**
 * What is in the way, as the report says.
 */
problem: string | null, };
export type RoundSheet = { 
/**
 * The round.
 */
round: RoundBrief, 
/**
 * The day.
 */
as_of: PartialDate, 
/**
 * Reports owed, those handed in among them.
 */
owed: number, 
/**
 * Reports handed in, late ones among them.
 */
handed: number, 
/**
 * Reports handed in after the window.
 */
late: number, 
/**
 * Reports that are missing after the window.
 */
missing: number, 
/**
 * Projects by who owes, those that are missing first.
 */
rows: Array<RoundRow>, 
/**
 * Units and towns, those that lack most first.
 */
units: Array<RoundUnit>, };
export type RoundUnit = { 
/**
 * Id of the unit, or of the town where a project has no leading unit.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is a town.
 */
is_town: boolean, 
/**
 * Reports it owes, those handed in among them.
 */
owed: number, 
/**
 * Reports it handed in.
 */
handed: number, 
/**
 * Reports that are missing after the window.
 */
missing: number, };
export type RowLink = { 
/**
 * The id of the dependency.
 */
id: string, 
/**
 * The row of what comes before, from 0.
 */
from: number, 
/**
 * The row of what waits.
 */
to: number, 
/**
 * The day its line begins at: the end of that day for a finish, its start for a start.
 */
from_day: number, 
/**
 * The day its line ends at.
 */
to_day: number, 
/**
 * Which end waits for which.
 */
kind: DependencyKind, 
/**
 * Days between.
 */
lag_days: number, 
/**
 * Whether both its ends are critical.
 */
critical: boolean, 
/**
 * Whether what waits is planned earlier than the dependency allows.
 */
broken: boolean, 
/**
 * The name of what comes before.
 */
predecessor: string, 
/**
 * The name of what waits.
 */
successor: string, };
export type RowProblem = { 
/**
 * Its number in the text, from 1.
 */
row: number, 
/**
 * The row as it stands.
 */
text: string, 
/**
 * Why, as a stable word: `coords.not_two_numbers` …
 */
code: string, };
export type SameBy = "name" | "alias" | "region" | "short";
export type SampleRow = { 
/**
 * Its number in the file.
 */
number: number, 
/**
 * Its values as text, one for each field.
 */
values: Array<string | null>, };
export type SavedPicture = { 
/**
 * Where it stands.
 */
path: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Pixels across.
 */
width: number, 
/**
 * Pixels down.
 */
height: number, };
export type ScheduleOverlay = { 
/**
 * Dependencies between rows that are shown, by the row they begin in.
 */
links: Array<RowLink>, 
/**
 * Ids of what is critical: tasks, projects, gates, phases, deliverables.
 */
critical: Array<string>, 
/**
 * Dependencies in the atlas.
 */
dependencies: number, 
/**
 * Dependencies that run in a circle, each as names.
 */
cycles: Array<Array<string>>, };
export type ScheduledKind = "phase" | "task" | "deliverable" | "project" | "gate";
export type ScopeClass = "whole" | "pilots" | "each_pilot" | "each_town" | "each_county" | "villages" | "pilot_villages" | "listed" | "other";
export type ScoredBy = "by_hand" | "indicator" | "progress" | "deliverables";
export type SearchHit = { 
/**
 * What it is.
 */
kind: NodeKind, 
/**
 * Its id; an administrative code for a place.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * Where it belongs.
 */
subtitle: string, 
/**
 * Where it is, when known.
 */
at: [number, number] | null, 
/**
 * What of it was found; `None` if it is the thing itself.
 */
part: FoundPart | null, };
export type Section = { 
/**
 * Its id, unique in its table.
 */
id: SectionId, plan: PlanId, 
/**
 * The heading above.
 */
parent: SectionId | null, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * Its number as printed: 三, （一）.
 */
number: string, title: string, 
/**
 * Where it was read.
 */
read_at: string | null, };
export type SectionId = string;
export type SeriesPoint = { 
/**
 * Of when.
 */
on: PartialDate, 
/**
 * In the unit of the target.
 */
value: number, };
export type Shape = GeoJsonGeometry;
export type ShapeAnswer = { 
/**
 * The new geometry; several after a split.
 */
geometries: Array<Shape>, 
/**
 * Measures of each.
 */
measures: Array<Measures>, 
/**
 * What is wrong with the first.
 */
problems: Array<ShapeProblem>, };
export type ShapeOp = { "op": "inspect", geometry: Shape, } | { "op": "split", geometry: Shape, line: Shape, } | { "op": "merge", geometries: Array<Shape>, } | { "op": "cut", geometry: Shape, other: Shape, } | { "op": "add_hole", geometry: Shape, ring: Shape, } | { "op": "add_part", geometry: Shape, part: Shape, } | { "op": "reshape", geometry: Shape, line: Shape, } | { "op": "simplify", geometry: Shape, tolerance_m: number, } | { "op": "circle", centre: [number, number], radius_m: number, } | { "op": "buffer", geometry: Shape, metres: number, } | { "op": "repair", geometry: Shape, };
export type ShapeProblem = { 
/**
 * self_crossing, hole_outside, …
 */
code: string, 
/**
 * Longitude, latitude of the spot.
 */
at: [number, number] | null, };
export type ShareSum = { 
/**
 * Regions with a part.
 */
regions: number, 
/**
 * What the parts add up to; `None` of a rate, whose parts do not add up.
 */
sum: number | null, 
/**
 * What of the target is not broken down; below 0 where more is. `None` as `sum`.
 */
open: number | null, };
export type Site = { 
/**
 * Its id, unique in its table.
 */
id: SiteId, 
/**
 * The plan that names it.
 */
plan: PlanId | null, 
/**
 * The region it lies in.
 */
town: RegionId | null, name: string, 
/**
 * What it is.
 */
kind: SiteKind, 
/**
 * How the location is known.
 */
precision: Precision, 
/**
 * Its place, or nothing.
 */
geometry: Shape | null, 
/**
 * Where the point came from.
 */
source: string | null, 
/**
 * How sure: high, medium, low, unknown.
 */
confidence: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, };
export type SiteDetail = { site: Site, plan: Plan | null, path: Array<string>, };
export type SiteId = string;
export type SiteKind = "village" | "school" | "hospital" | "relic" | "scenic" | "waters" | "enterprise" | "seat" | "other";
export type SitePin = { 
/**
 * Site id.
 */
id: string, name: string, 
/**
 * What it is.
 */
kind: SiteKind, 
/**
 * Longitude, latitude.
 */
at: [number, number], precision: Precision, };
export type Sort = { 
/**
 * A column of the row; empty for the plan's own order.
 */
column: string, 
/**
 * From large to small.
 */
descending: boolean, 
/**
 * Words that a row has in its names, in Chinese, pinyin or initials; they narrow the ledger alone.
 */
find: string, };
export type Spelling = { 
/**
 * Unit id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How many rows name it: assignments, projects, deliverables …
 */
used: number, };
export type SpeltTwice = { 
/**
 * The one that is proposed to stay: the most used, of those used alike the one with the longest name.
 */
keep: Spelling, 
/**
 * The others.
 */
others: Array<Spelling>, 
/**
 * Why, the weakest reason first.
 */
by: SameBy, 
/**
 * The region whose bodies they are.
 */
region: string, };
export type StageCount = { 
/**
 * The stage.
 */
stage: ProjectStage, 
/**
 * How many.
 */
count: number, };
export type Standard = { 
/**
 * Its id, unique in its table.
 */
id: StandardId, plan: PlanId, 
/**
 * The task that asks for it.
 */
task: TaskId | null, 
/**
 * Order in the plan.
 */
ordinal: number, name: string, 
/**
 * What it is for, in short words.
 */
summary: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, 
/**
 * Note: what the plan does not say of it.
 */
note: string | null, };
export type StandardId = string;
export type StandardItem = { 
/**
 * Its id, unique in its table.
 */
id: StandardItemId, standard: StandardId, 
/**
 * Order in it.
 */
ordinal: number, 
/**
 * Its name: 基础设施好.
 */
name: string, 
/**
 * What it asks for, in short words.
 */
content: string | null, 
/**
 * Where it was read.
 */
read_at: string | null, };
export type StandardItemId = string;
export type StandardWithItems = { standard: Standard, items: Array<StandardItem>, };
export type Start = "seeds" | "practice" | "empty";
export type SupervisionLevel = "town" | "county" | "city" | "province";
export type SystemChoice = { 
/**
 * The system; as the file says when absent.
 */
crs: string | null, 
/**
 * Three (metres) or seven (metres, seconds, ppm) parameters of an older system; an empty list means uncorrected.
 */
shift: Array<number> | null, 
/**
 * Whether latitude or northing stands first.
 */
swapped: boolean, };
export type TableCount = { table: string, count: number, };
export type TableExported = { 
/**
 * The file.
 */
path: string, 
/**
 * Rows in it.
 */
written: number, };
export type Target = "projects" | "sites" | "towns" | "control-lines";
export type TargetCounts = { 
/**
 * All of them.
 */
all: number, 
/**
 * Reached.
 */
met: number, 
/**
 * Over their deadline and not reached.
 */
overdue: number, 
/**
 * With a red light.
 */
red: number, 
/**
 * With a yellow light.
 */
yellow: number, 
/**
 * Without a value.
 */
unreported: number, };
export type TargetRequest = { 
/**
 * Those of the tasks that match; if it asks for nothing but plans and towns also those that stand in no task. Of
 * towns, the targets that are told for one of them.
 */
filter: Filter, 
/**
 * The status date; `None` for today.
 */
as_of: PartialDate | null, };
export type TargetRow = { 
/**
 * The row of the atlas.
 */
indicator: Indicator, 
/**
 * Short title of its plan.
 */
plan_title: string, 
/**
 * Number and title of the task it stands in.
 */
task_title: string | null, 
/**
 * Names of the regions it holds for, if it names them.
 */
regions: Array<string>, 
/**
 * Its value.
 */
now: TargetValue | null, 
/**
 * Name of the region that decides.
 */
of_region: string | null, 
/**
 * How much of the way from the baseline to the target is done, 0 to 1; `None` where no way is known.
 */
done: number | null, 
/**
 * Whether it is reached; `None` if nobody knows.
 */
met: boolean | null, 
/**
 * How many regions reach it.
 */
towns: TownsReaching | null, 
/**
 * Whether its deadline is over and it is not reached.
 */
overdue: boolean, 
/**
 * The light.
 */
light: LightState, 
/**
 * Why.
 */
reason: Words, 
/**
 * What a straight line says of the deadline.
 */
expected: ExpectedValue | null, 
/**
 * By year, where it recurs each year.
 */
years: Array<YearStanding>, 
/**
 * What the parts of the regions add up to.
 */
shares: ShareSum | null, 
/**
 * Values of the whole up to the status date, the last ones.
 */
series: Array<SeriesPoint>, 
/**
 * What the atlas itself says today.
 */
computed: ComputedValue | null, };
export type TargetSheet = { 
/**
 * The target.
 */
row: TargetRow, 
/**
 * The towns or counties it is told for or can be broken down to, in the order of their codes.
 */
towns: Array<TargetTown>, 
/**
 * What the values of the towns add up to, where they do and any is known.
 */
towns_sum: number | null, 
/**
 * Reports on the whole up to the status date, the newest first.
 */
observations: Array<Observation>, 
/**
 * The parts that a town has to reach together.
 */
parts: Array<TargetRow>, };
export type TargetTable = { 
/**
 * The status date.
 */
as_of: PartialDate, 
/**
 * In the order of the plans.
 */
rows: Array<TargetRow>, 
/**
 * How many stand how.
 */
counts: TargetCounts, };
export type TargetTown = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its part of the target.
 */
share: number | null, 
/**
 * Its value.
 */
now: TargetValue | null, 
/**
 * Whether it reaches its part or, where each has to, the target.
 */
met: boolean | null, };
export type TargetValue = { 
/**
 * In the unit of the target.
 */
value: number, 
/**
 * Of when.
 */
on: PartialDate, 
/**
 * How it is known.
 */
origin: ValueOrigin, 
/**
 * The region that decides, where each has to reach the target.
 */
region: RegionId | null, };
export type Task = { 
/**
 * Its id, unique in its table.
 */
id: TaskId, plan: PlanId, 
/**
 * The heading it stands under.
 */
section: SectionId | null, 
/**
 * The phase it belongs to.
 */
phase: PhaseId | null, 
/**
 * Order in the plan.
 */
ordinal: number, 
/**
 * With or without its own list of units.
 */
kind: TaskKind, 
/**
 * Its number: 三（一）2-3.
 */
number: string, title: string, 
/**
 * What it asks for, in short words of ours.
 */
summary: string | null, 
/**
 * When it is due.
 */
due: PartialDate | null, 
/**
 * Where it stands.
 */
status: TaskStatus, 
/**
 * Where it was read.
 */
read_at: string | null, note: string | null, 
/**
 * The task whose part it is: 子任务.
 */
parent: TaskId | null, 
/**
 * When it may start.
 */
starts: PartialDate | null, };
export type TaskBook = { 
/**
 * Whose it is.
 */
owner: BookOwner, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The regions it lies in, from the province down.
 */
path: Array<string>, 
/**
 * Short titles of the plans that its tasks stand in.
 */
plans: Array<string>, 
/**
 * The groups of units it belongs to, that bring it tasks.
 */
groups: Array<string>, 
/**
 * The status date.
 */
as_of: PartialDate, 
/**
 * Whether a filter leaves something out.
 */
filtered: boolean, 
/**
 * How many of each.
 */
counts: BookCounts, 
/**
 * Tasks it leads (牵头).
 */
lead: Array<BookTask>, 
/**
 * Tasks it answers for (责任).
 */
responsible: Array<BookTask>, 
/**
 * Tasks it takes part in (参与), and those it supports (配合).
 */
participating: Array<BookTask>, 
/**
 * Targets that stand in no task: of a plan its own, of a town those that hold for it.
 */
targets: Array<IndicatorBrief>, 
/**
 * What it has to hand in or has handed in, by due date.
 */
deliverables: Array<BookDeliverable>, 
/**
 * Projects it leads; of a town those in it, of a plan its own; those behind first.
 */
projects: Array<BookProject>, 
/**
 * How many of the projects stand at each stage, in the order of stages.
 */
stages: Array<StageCount>, 
/**
 * What these projects add up to.
 */
money: BookMoney, 
/**
 * Money of the town or plan itself, which is part of no sum of projects; `None` if it has no lines.
 */
own_money: BookMoney | null, 
/**
 * What stands in the way and is not struck off.
 */
problems: Array<BookProblem>, };
export type TaskBrief = { 
/**
 * The row.
 */
task: Task, 
/**
 * Its plan's short title.
 */
plan_title: string, 
/**
 * Names of its units by role, in the order of the roles.
 */
units: Array<RoleUnits>, 
/**
 * Whether it is late today.
 */
overdue: boolean, };
export type TaskDetail = { task: Task, plan: Plan, section: Section | null, phase: Phase | null, phases: Array<Phase>, units: Array<AssignedUnit>, 
/**
 * The single works it packs.
 */
subtasks: Array<TaskBrief>, 
/**
 * The task it is a part of.
 */
parent: Task | null, indicators: Array<IndicatorBrief>, projects: Array<ProjectRow>, budget: Array<BudgetLine>, money: MoneySums, progress: Array<ProgressReport>, 
/**
 * Whether it is late today.
 */
overdue: boolean, };
export type TaskId = string;
export type TaskKind = "task" | "measure" | "subtask";
export type TaskRow = { 
/**
 * Task id.
 */
id: string, 
/**
 * Its plan's id.
 */
plan: string, 
/**
 * Its plan's short title.
 */
plan_title: string, number: string, title: string, 
/**
 * With or without its own unit list.
 */
kind: TaskKind, 
/**
 * Its phase's name.
 */
phase: string | null, 
/**
 * Due date.
 */
due: PartialDate | null, status: TaskStatus, 
/**
 * Names of its lead and responsible units.
 */
responsible: Array<string>, 
/**
 * Units named in its list.
 */
units: number, indicators: number, 
/**
 * Projects that serve it.
 */
projects: number, 
/**
 * Whether it is late today.
 */
overdue: boolean, 
/**
 * Its indicators that are late today.
 */
overdue_indicators: number, 
/**
 * Its light today.
 */
light: LightState, 
/**
 * Why the light is so; `None` where nobody said which day it is.
 */
light_reason: Words | null, };
export type TaskStatus = "not_started" | "ongoing" | "done" | "closed";
export type TemplateDate = { 
/**
 * The step.
 */
step: GateStep, 
/**
 * Days after the step of the main chain before it.
 */
days: number, 
/**
 * The planned date it gets; of a step that was passed, the actual date, which is a fact and stays.
 */
date: PartialDate, 
/**
 * The planned date it has now.
 */
now: PartialDate | null, 
/**
 * Whether it was passed already.
 */
passed: boolean, };
export type TileGrid = { 
/**
 * EPSG:3857, EPSG:4490 or EPSG:4326.
 */
projection: string, 
/**
 * Top left corner, x (east) first, in units of the projection.
 */
origins: Array<[number, number]>, 
/**
 * Units of the projection a pixel.
 */
resolutions: Array<number>, 
/**
 * Width and height of a tile in pixels.
 */
tile_sizes: Array<[number, number]>, 
/**
 * Tiles across and down.
 */
sizes: Array<[number, number]>, 
/**
 * Names of the levels at the service.
 */
matrix_ids: Array<string>, };
export type TileSystem = "wgs84" | "gcj02" | "bd09";
export type TimetablePage = { 
/**
 * Rows in all.
 */
total: number, 
/**
 * Place of the first row given among all, from 0.
 */
offset: number, 
/**
 * The rows.
 */
rows: Array<TimetableRow>, 
/**
 * The status date.
 */
as_of: PartialDate, 
/**
 * The first day of any row, folded or not; `None` if nothing has a date.
 */
first: number | null, 
/**
 * The last day of any row.
 */
last: number | null, 
/**
 * Tasks and projects, each counted once; the single works of a task are part of it.
 */
items: number, 
/**
 * Those among them without any date.
 */
undated: number, };
export type TimetablePlace = { 
/**
 * Its place among the rows that are shown once nothing hides it, from 0.
 */
index: number, 
/**
 * Keys of the folded rows that hide it.
 */
unfold: Array<string>, 
/**
 * Keys of the rows that hide it until they are opened: a project its gates, a task its single works.
 */
open: Array<string>, };
export type TimetableRequest = { 
/**
 * Which tasks and projects.
 */
filter: Filter, 
/**
 * How they are grouped.
 */
grouping: Grouping, 
/**
 * Keys of the rows whose rows below are hidden.
 */
folded: Array<string>, 
/**
 * Keys of the projects whose gates, and of the tasks whose single works, have rows of their own; `None` for all.
 */
opened: Array<string> | null, 
/**
 * The status date; `None` for today.
 */
as_of: PartialDate | null, 
/**
 * The baseline whose dates are given beside; `None` for none.
 */
baseline: string | null, };
export type TimetableRow = { 
/**
 * Names the row within the timetable: a project can stand in several groups.
 */
key: string, 
/**
 * What it is.
 */
kind: ItemKind, 
/**
 * Its id; empty for what belongs to no group.
 */
id: string, 
/**
 * The id of the row above; empty for a group.
 */
above: string, 
/**
 * How deep it stands, 0 for a group.
 */
depth: number, 
/**
 * Whether rows stand below it, folded or not; the single works of a task are not meant.
 */
has_children: boolean, 
/**
 * How many single works a task packs.
 */
subtasks: number, 
/**
 * Its number as printed; empty if it has none.
 */
number: string, 
/**
 * Its title; empty for gates, which have a step, and for what belongs to no group.
 */
title: string, 
/**
 * The step of a gate.
 */
step: GateStep | null, 
/**
 * The kind of a project.
 */
project_kind: ProjectKind | null, 
/**
 * The name of the unit that leads or answers for it; empty if there is none.
 */
unit: string, 
/**
 * The phases of a plan, in their order; drawn as a band in its row. Empty where phases have rows of their own.
 */
phases: Array<PhaseBand>, 
/**
 * The gates of a project, in the order of their steps; of a gate itself that one.
 */
gates: Array<GateMark>, 
/**
 * Its dates.
 */
dates: DatedItem, 
/**
 * Of what has to be handed in: by how many, and how many have.
 */
owed: OwedMark | null, 
/**
 * How often something recurs.
 */
recurrence: Recurrence | null, 
/**
 * When it recurs: the first and the last day that each time can mean.
 */
times: Array<[number, number]>, 
/**
 * Its dates in the baseline that was asked for; `None` if it is not in it.
 */
baseline: DatedItem | null, 
/**
 * Per cent done; `None` if it was never reported.
 */
percent: number | null, 
/**
 * Its light; `None` for what is not judged: groups, phases, gates.
 */
light: LightState | null, 
/**
 * Why the light is so.
 */
reason: Words | null, };
export type TodoItem = { 
/**
 * What kind of thing.
 */
kind: TodoKind, 
/**
 * Id of the row: project, task, gate, deliverable or problem; of a report the project.
 */
id: string, 
/**
 * What is to be done: name of the task, project, deliverable; title of the problem; step and project of a gate.
 */
name: string, 
/**
 * What it belongs to and opens on a click.
 */
owner_kind: OwnerKind, 
/**
 * Id of that thing.
 */
owner: string, 
/**
 * Name of the unit that has to do it, where one is named.
 */
unit: string | null, 
/**
 * Name of the town.
 */
town: string | null, 
/**
 * By when.
 */
due: PartialDate, 
/**
 * Days from the status date to the last day it can mean; below 0 it is late.
 */
days: number, };
export type TodoKind = "report" | "problem" | "deliverable" | "gate" | "project" | "task";
export type TotalRow = { 
/**
 * Its number in the file.
 */
row: number, field: string, 
/**
 * What the row says.
 */
total: Fen, 
/**
 * What the rows add up to.
 */
sum: Fen, 
/**
 * Whether the two agree but for rounding.
 */
agrees: boolean, };
export type Totals = { projects: number, 
/**
 * Projects without a location.
 */
unmapped: number, 
/**
 * Of those without a location, the ones that stand at their county on the map.
 */
at_county: number, 
/**
 * Projects that are late today.
 */
overdue: number, tasks: number, 
/**
 * Tasks that are late today, measures among them.
 */
overdue_tasks: number, 
/**
 * Single works of the tasks; in none of the numbers of tasks.
 */
subtasks: number, 
/**
 * Those of them that are late today.
 */
overdue_subtasks: number, 
/**
 * Gates of the projects that are late today.
 */
overdue_gates: number, 
/**
 * Gates of the projects whose planned date is over, that were reached by what is reported, and that are not confirmed.
 */
unconfirmed_gates: number, 
/**
 * Indicators that are late today: those of the tasks, and those of no task whose plan is meant.
 */
overdue_indicators: number, towns: number, 
/**
 * Length of line footprints in metres.
 */
length_m: number, 
/**
 * Area of polygon footprints in square metres.
 */
area_m2: number, 
/**
 * Length and area are still being computed and not yet complete.
 */
measuring: boolean, 
/**
 * Money planned: per project what is approved, else what is estimated.
 */
planned: Fen, 
/**
 * 匡算
 */
estimated: Fen, 
/**
 * 批复
 */
approved: Fen, 
/**
 * 下达
 */
allocated: Fen, 
/**
 * 支付
 */
spent: Fen, 
/**
 * Per project what is planned and not allocated.
 */
gap: Fen, 
/**
 * Money of matching tasks and towns, and of plans if the filter asks for nothing else; in none of the sums above.
 */
beside: MoneyBeside, };
export type Touched = { table: string, id: string, removed: boolean, };
export type TownDetail = { region: Region, 
/**
 * Names of the regions above, from the province down.
 */
path: Array<string>, designations: Array<DesignatedTown>, 
/**
 * Tasks assigned to the town itself or to a group it belongs to.
 */
tasks: Array<TaskBrief>, projects: Array<ProjectRow>, sites: Array<Site>, budget: Array<BudgetLine>, money: MoneySums, progress: Array<ProgressReport>, observations: Array<Observation>, 
/**
 * Facts of the town over time, by measure and date.
 */
facts: Array<TownObservation>, indicators: Array<IndicatorBrief>, funding_rules: Array<FundingRule>, totals: Totals, };
export type TownMeasure = "town_population" | "population" | "registered_population" | "budget_revenue" | "villages" | "area" | "built_area" | "farmland_added" | "other";
export type TownObservation = { 
/**
 * Its id, unique in its table.
 */
id: TownObservationId, 
/**
 * The town or county.
 */
region: RegionId, 
/**
 * What was measured.
 */
measure: TownMeasure, 
/**
 * Its name, where the measure is `other`.
 */
name: string | null, 
/**
 * The date, or the year.
 */
on_date: PartialDate, value: number, 
/**
 * Its unit: 万人, 亿元, 个.
 */
unit: string, 
/**
 * The yearbook or report it was read in.
 */
source: string | null, 
/**
 * Who reported it.
 */
reported_by: string | null, 
/**
 * Where in a plan it was read.
 */
read_at: string | null, note: string | null, };
export type TownObservationId = string;
export type TownOutline = { id: string, name: string, 
/**
 * Its boundary, longitude and latitude.
 */
shape: Shape, };
export type TownOutlines = { 
/**
 * The same for the same boundaries and names.
 */
version: string, 
/**
 * Those that are known.
 */
towns: Array<TownOutline>, };
export type TownPin = { 
/**
 * Region id.
 */
id: string, name: string, 
/**
 * Longitude, latitude.
 */
at: [number, number], 
/**
 * Category, when it is a pilot.
 */
category: Category | null, 
/**
 * Level, when it is a pilot.
 */
level: PilotLevel | null, 
/**
 * Precision of the point.
 */
precision: Precision, 
/**
 * How sure the point is.
 */
confidence: string | null, 
/**
 * Township, county…
 */
region_level: RegionLevel, };
export type TownRow = { 
/**
 * Region id.
 */
id: string, name: string, 
/**
 * Name of the county above.
 */
county: string, 
/**
 * Its pilot category.
 */
category: Category | null, 
/**
 * Its pilot level.
 */
level: PilotLevel | null, 
/**
 * Ids of the plans that name it or whose region it lies in.
 */
plans: Array<string>, 
/**
 * Whether its point is known.
 */
precision: Precision, projects: number, 
/**
 * Projects in it without a location.
 */
unmapped: number, 
/**
 * Planned money.
 */
planned: Fen, 
/**
 * Spent money.
 */
spent: Fen, 
/**
 * The lights of its projects today.
 */
lights: LightCounts, };
export type TownsReaching = { 
/**
 * Those that reach it.
 */
reached: number, 
/**
 * Those of which nobody knows.
 */
unknown: number, 
/**
 * All of them.
 */
of: number, };
export type UndatedItem = { 
/**
 * Task or project.
 */
kind: ItemKind, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The kind of a project.
 */
project_kind: ProjectKind | null, };
export type Unit = { 
/**
 * Its id, unique in its table.
 */
id: UnitId, 
/**
 * The region whose body it is.
 */
region: RegionId, 
/**
 * Its name as the plan gives it.
 */
name: string, 
/**
 * Whether it names many: 各乡镇、街道.
 */
is_group: boolean, 
/**
 * What a group stands for: `towns` the towns of the plan's region, `pilots` its pilot towns,
 * `counties` its counties, `pilot_counties` the counties of its pilots, `others` not enumerated.
 */
expands_to: string | null, 
/**
 * Other names.
 */
aliases: string | null, note: string | null, };
export type UnitDetail = { unit: Unit, region: Region, members: Array<string>, 
/**
 * The town or county whose own body it is.
 */
place: Region | null, 
/**
 * Tasks with the role the unit, or a group it belongs to, has in each.
 */
tasks: Array<RoleTask>, 
/**
 * Projects that it leads.
 */
projects: Array<ProjectRow>, 
/**
 * Projects that serve its own tasks and that it does not lead.
 */
related: Array<ProjectRow>, };
export type UnitId = string;
export type UnitRow = { 
/**
 * Unit id.
 */
id: string, name: string, 
/**
 * Other names.
 */
aliases: Array<string>, 
/**
 * The region whose body it is.
 */
region_name: string, 
/**
 * Whether it names many.
 */
is_group: boolean, 
/**
 * Tasks it leads (牵头).
 */
lead: number, 
/**
 * Tasks it is responsible for (责任).
 */
in_charge: number, 
/**
 * Tasks it takes part in or supports (参与, 配合).
 */
joined: number, 
/**
 * Tasks that it has only by a group it belongs to.
 */
by_group: number, 
/**
 * Its tasks that are late today, those by a group with them.
 */
overdue: number, lead_projects: number, 
/**
 * The lights of its tasks today, those by a group with them.
 */
lights: LightCounts, };
export type UnmappedItem = { 
/**
 * Project, town or site.
 */
kind: NodeKind, id: string, name: string, project_kind: ProjectKind | null, 
/**
 * Town or county it belongs to.
 */
place: string | null, };
export type UnreadValue = { 
/**
 * Table of the row.
 */
table: string, 
/**
 * Id of the row.
 */
id: string, 
/**
 * Name of the row, if it has one.
 */
name: string, column: string, 
/**
 * What stands there, shortened.
 */
value: string, 
/**
 * What is wrong with it.
 */
reason: Words, };
export type UnresolvedName = { 
/**
 * What it names.
 */
kind: NameKind, name: string, 
/**
 * How many rows use it.
 */
count: number, 
/**
 * The first of them.
 */
first: number, 
/**
 * Whether it can be brought into the atlas.
 */
can_add: boolean, 
/**
 * What would be brought in, in full: the place of the gazetteer, or the region that a unit or plan would be of.
 */
place: string | null, };
export type UserCrs = { 
/**
 * `own:1`, `own:2` …; empty for one that is not kept yet.
 */
id: string, 
/**
 * Its name, unlike that of any other.
 */
name: string, 
/**
 * How it is had.
 */
made: CrsDefinition, };
export type ValueOrigin = "reported" | "counted" | "town_fact";
export type Variance = { 
/**
 * The id of the baseline.
 */
baseline: string, 
/**
 * Its name.
 */
name: string, 
/**
 * When it was taken.
 */
taken_on: PartialDate, 
/**
 * The rows: what ends latest first, then the others by what became of them.
 */
rows: Array<VarianceRow>, };
export type VarianceRow = { 
/**
 * What it is.
 */
kind: ScheduledKind, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name now; of what is gone the name it had.
 */
name: string, 
/**
 * What has become of it.
 */
state: VarianceState, 
/**
 * Days by which it ends later, negative for earlier; `None` if that cannot be said.
 */
days: number | null, 
/**
 * Its start in the baseline.
 */
was_starts: PartialDate | null, 
/**
 * Its end in the baseline.
 */
was_ends: PartialDate | null, 
/**
 * Its start now: the actual one if it has begun.
 */
starts: PartialDate | null, 
/**
 * Its end now: the actual one if it is done.
 */
ends: PartialDate | null, };
export type VarianceState = "later" | "earlier" | "added" | "cancelled" | "undated" | "on_time";
export type View = { 
/**
 * Its id, unique in its table.
 */
id: ViewId, 
/**
 * Order.
 */
ordinal: number, name: string, filter: JsonValue, 
/**
 * The map's centre and zoom.
 */
camera: JsonValue | null, };
export type ViewId = string;
export type WireError = { 
/**
 * A stable word: file.not_found, atlas.in_use, change.conflict …
 */
code: string, 
/**
 * Values for the words.
 */
params: Record<string, string | number>, 
/**
 * What the core says of it beyond the code, in both languages; `None` if the code says it all.
 */
words: Words | null, 
/**
 * Technical text of the operating system or a library; empty if there is none.
 */
detail: string, };
export type Words = { 
/**
 * Which sentence it is, such as `kml.not_closed`; it stays the same when the wording changes.
 */
code: string, 
/**
 * In Chinese.
 */
zh: string, 
/**
 * In English.
 */
en: string, };
export type YearStanding = { 
/**
 * The year.
 */
year: number, 
/**
 * Its last value in it.
 */
now: TargetValue | null, 
/**
 * Whether that reaches it.
 */
met: boolean | null, };
export interface Word { word: string; zh: string; en: string }

export const words = {
  Precision: [
    { word: 'surveyed', zh: '实测', en: 'surveyed' },
    { word: 'approved', zh: '批复', en: 'approved' },
    { word: 'sketched', zh: '示意', en: 'sketched' },
    { word: 'town', zh: '镇域', en: 'town level' },
    { word: 'county', zh: '县域', en: 'county level' },
    { word: 'none', zh: '未上图', en: 'not mapped' },
  ],
  RegionLevel: [
    { word: 'province', zh: '省级', en: 'province' },
    { word: 'prefecture', zh: '市州', en: 'prefecture' },
    { word: 'county', zh: '县市区', en: 'county' },
    { word: 'township', zh: '镇街', en: 'township' },
    { word: 'village', zh: '村居', en: 'village' },
  ],
  Role: [
    { word: 'lead', zh: '牵头', en: 'lead' },
    { word: 'responsible', zh: '责任', en: 'responsible' },
    { word: 'participating', zh: '参与', en: 'participating' },
    { word: 'supporting', zh: '配合', en: 'supporting' },
  ],
  Category: [
    { word: 'satellite', zh: '卫星镇', en: 'satellite town' },
    { word: 'subcentre', zh: '县域次中心镇', en: 'county sub-centre' },
    { word: 'speciality', zh: '特色专业镇', en: 'speciality town' },
    { word: 'refined', zh: '精致城镇', en: 'refined town' },
    { word: 'demonstration', zh: '示范镇', en: 'demonstration town' },
  ],
  PilotLevel: [
    { word: 'province', zh: '省级', en: 'provincial' },
    { word: 'city', zh: '市级', en: 'city' },
    { word: 'prefecture', zh: '州级', en: 'prefecture' },
    { word: 'county', zh: '县级', en: 'county' },
  ],
  PilotStatus: [
    { word: 'active', zh: '试点中', en: 'active' },
    { word: 'candidate', zh: '候选', en: 'candidate' },
    { word: 'accepted', zh: '已验收', en: 'accepted' },
    { word: 'eliminated', zh: '已淘汰', en: 'eliminated' },
  ],
  ProjectKind: [
    { word: 'road', zh: '道路交通', en: 'road and transport' },
    { word: 'water', zh: '供水水利', en: 'water supply and works' },
    { word: 'sewage', zh: '污水管网', en: 'sewage' },
    { word: 'sanitation', zh: '环卫整治', en: 'sanitation' },
    { word: 'utility', zh: '能源通信', en: 'energy and telecom' },
    { word: 'streetscape', zh: '风貌改造', en: 'townscape' },
    { word: 'greening', zh: '绿化生态', en: 'greening and ecology' },
    { word: 'education', zh: '教育', en: 'education' },
    { word: 'health', zh: '医疗卫生', en: 'health' },
    { word: 'care', zh: '养老托幼', en: 'care' },
    { word: 'culture', zh: '文化旅游', en: 'culture and tourism' },
    { word: 'commerce', zh: '商贸物流', en: 'commerce and logistics' },
    { word: 'industry', zh: '产业园区', en: 'industry' },
    { word: 'agriculture', zh: '农业农田', en: 'agriculture' },
    { word: 'housing', zh: '居住社区', en: 'housing and community' },
    { word: 'digital', zh: '数字智慧', en: 'digital' },
    { word: 'other', zh: '其他', en: 'other' },
  ],
  ProjectStage: [
    { word: 'idea', zh: '谋划', en: 'idea' },
    { word: 'preparing', zh: '前期', en: 'preparing' },
    { word: 'building', zh: '在建', en: 'building' },
    { word: 'completed', zh: '竣工', en: 'completed' },
    { word: 'accepted', zh: '验收', en: 'accepted' },
    { word: 'suspended', zh: '停缓', en: 'suspended' },
  ],
  TaskKind: [
    { word: 'task', zh: '任务', en: 'task' },
    { word: 'measure', zh: '措施', en: 'measure' },
    { word: 'subtask', zh: '子任务', en: 'subtask' },
  ],
  TaskStatus: [
    { word: 'not_started', zh: '未启动', en: 'not started' },
    { word: 'ongoing', zh: '推进中', en: 'ongoing' },
    { word: 'done', zh: '已完成', en: 'done' },
    { word: 'closed', zh: '已销号', en: 'closed' },
  ],
  SiteKind: [
    { word: 'village', zh: '村庄社区', en: 'village' },
    { word: 'school', zh: '学校', en: 'school' },
    { word: 'hospital', zh: '医院', en: 'hospital' },
    { word: 'relic', zh: '文物古迹', en: 'cultural relic' },
    { word: 'scenic', zh: '景区景点', en: 'scenic spot' },
    { word: 'waters', zh: '河湖水系', en: 'river or lake' },
    { word: 'enterprise', zh: '企业园区', en: 'enterprise' },
    { word: 'seat', zh: '政府驻地', en: 'seat of government' },
    { word: 'other', zh: '其他点位', en: 'other' },
  ],
  MoneySource: [
    { word: 'central', zh: '中央财政', en: 'central budget' },
    { word: 'province', zh: '省级财政', en: 'provincial budget' },
    { word: 'city', zh: '市级财政', en: 'city budget' },
    { word: 'county', zh: '县级财政', en: 'county budget' },
    { word: 'town', zh: '镇级财政', en: 'town budget' },
    { word: 'general_bond', zh: '一般债券', en: 'general bond' },
    { word: 'special_bond', zh: '专项债券', en: 'special bond' },
    { word: 'land_return', zh: '土地出让收益返还', en: 'returned land income' },
    { word: 'fee_return', zh: '配套费返还', en: 'returned infrastructure fee' },
    { word: 'award', zh: '奖补资金', en: 'award' },
    { word: 'loan', zh: '银行贷款', en: 'bank loan' },
    { word: 'social', zh: '社会资本(PPP)', en: 'private capital (PPP)' },
    { word: 'own', zh: '自筹', en: 'own funds' },
    { word: 'unstated', zh: '未注明来源', en: 'source not stated' },
  ],
  MoneyStage: [
    { word: 'estimated', zh: '匡算', en: 'estimated' },
    { word: 'approved', zh: '批复', en: 'approved' },
    { word: 'allocated', zh: '下达', en: 'allocated' },
    { word: 'spent', zh: '支付', en: 'spent' },
  ],
  Lack: [
    { word: 'money', zh: '无资金', en: 'no money' },
    { word: 'lead_unit', zh: '缺牵头', en: 'no lead unit' },
    { word: 'dates', zh: '缺时间', en: 'no dates' },
    { word: 'place', zh: '未上图', en: 'not mapped' },
  ],
  GateStep: [
    { word: 'planning', zh: '规划', en: 'planning' },
    { word: 'design', zh: '设计', en: 'design' },
    { word: 'approval', zh: '立项审批', en: 'approval' },
    { word: 'land_review', zh: '用地预审', en: 'preliminary land review' },
    { word: 'planning_permit', zh: '规划许可', en: 'planning permit' },
    { word: 'environment', zh: '环评', en: 'environmental assessment' },
    { word: 'land', zh: '用地手续', en: 'land' },
    { word: 'permit', zh: '施工许可', en: 'building permit' },
    { word: 'start', zh: '开工', en: 'start' },
    { word: 'completion', zh: '竣工', en: 'completion' },
    { word: 'acceptance', zh: '验收', en: 'acceptance' },
    { word: 'settlement', zh: '竣工决算', en: 'final accounts' },
  ],
  Operator: [
    { word: '≥', zh: '达到或超过', en: 'at least' },
    { word: '≤', zh: '不超过', en: 'at most' },
    { word: '>', zh: '超过', en: 'more than' },
    { word: '<', zh: '低于', en: 'less than' },
    { word: '=', zh: '等于', en: 'exactly' },
    { word: '≈', zh: '左右', en: 'about' },
  ],
  ControlKind: [
    { word: 'farmland', zh: '永久基本农田', en: 'permanent basic farmland' },
    { word: 'ecology', zh: '生态保护红线', en: 'ecological red line' },
    { word: 'urban', zh: '城镇开发边界', en: 'urban growth boundary' },
    { word: 'other', zh: '其他管控线', en: 'other control line' },
  ],
  Consequence: [
    { word: 'commended', zh: '通报表扬', en: 'commended' },
    { word: 'warned', zh: '通报批评', en: 'warned' },
    { word: 'eliminated', zh: '淘汰', en: 'eliminated' },
    { word: 'succeeded', zh: '递补', en: 'succeeded' },
    { word: 'rewarded', zh: '奖补', en: 'rewarded' },
    { word: 'summoned', zh: '约谈', en: 'summoned for a talk' },
  ],
  OwnerKind: [
    { word: 'plan', zh: '方案', en: 'plan' },
    { word: 'task', zh: '任务', en: 'task' },
    { word: 'project', zh: '项目', en: 'project' },
    { word: 'town', zh: '镇街', en: 'town' },
  ],
  CitationRelation: [
    { word: 'basis', zh: '依据', en: 'basis' },
    { word: 'implements', zh: '贯彻', en: 'implements' },
    { word: 'cites', zh: '引用', en: 'cites' },
  ],
  ScheduledKind: [
    { word: 'phase', zh: '阶段', en: 'phase' },
    { word: 'task', zh: '任务', en: 'task' },
    { word: 'deliverable', zh: '交付成果', en: 'deliverable' },
    { word: 'project', zh: '项目', en: 'project' },
    { word: 'gate', zh: '节点', en: 'gate' },
  ],
  DependencyKind: [
    { word: 'FS', zh: '完成-开始', en: 'finish to start' },
    { word: 'SS', zh: '开始-开始', en: 'start to start' },
    { word: 'FF', zh: '完成-完成', en: 'finish to finish' },
    { word: 'SF', zh: '开始-完成', en: 'start to finish' },
  ],
  DeliverableStatus: [
    { word: 'owed', zh: '未报', en: 'owed' },
    { word: 'submitted', zh: '已报', en: 'submitted' },
    { word: 'returned', zh: '退回修改', en: 'returned' },
    { word: 'accepted', zh: '审定', en: 'accepted' },
  ],
  Recurrence: [
    { word: 'once', zh: '一次', en: 'once' },
    { word: 'weekly', zh: '每周', en: 'weekly' },
    { word: 'monthly', zh: '每月', en: 'monthly' },
    { word: 'quarterly', zh: '每季度', en: 'quarterly' },
    { word: 'half_yearly', zh: '每半年', en: 'half-yearly' },
    { word: 'yearly', zh: '每年', en: 'yearly' },
    { word: 'periodic', zh: '定期', en: 'at intervals' },
  ],
  CadenceKind: [
    { word: 'meeting', zh: '会议', en: 'meeting' },
    { word: 'site_visit', zh: '现场会', en: 'meeting on site' },
    { word: 'review', zh: '调度', en: 'progress review' },
    { word: 'inspection', zh: '督导检查', en: 'inspection' },
    { word: 'assessment', zh: '评估考核', en: 'assessment' },
    { word: 'acceptance', zh: '验收', en: 'acceptance' },
    { word: 'other', zh: '其他', en: 'other' },
  ],
  ScopeClass: [
    { word: 'whole', zh: '全域', en: 'the whole region' },
    { word: 'pilots', zh: '试点镇', en: 'the pilot towns together' },
    { word: 'each_pilot', zh: '每个试点镇', en: 'each pilot town' },
    { word: 'each_town', zh: '每个镇街', en: 'each town' },
    { word: 'each_county', zh: '每个县市区', en: 'each county' },
    { word: 'villages', zh: '村', en: 'villages' },
    { word: 'pilot_villages', zh: '示范村', en: 'pilot villages' },
    { word: 'listed', zh: '列名的行政区', en: 'regions by name' },
    { word: 'other', zh: '其他', en: 'other' },
  ],
  CountedBy: [
    { word: 'reports', zh: '报数', en: 'reports' },
    { word: 'designations', zh: '按试点名单计', en: 'counted from the pilots' },
    { word: 'towns', zh: '按达标镇街计', en: 'counted from towns that reach all its parts' },
  ],
  AtlasMeasure: [
    { word: 'projects', zh: '项目个数', en: 'number of projects' },
    { word: 'quantity', zh: '项目数量合计', en: 'quantities of projects' },
    { word: 'length', zh: '项目范围长度', en: 'length of footprints' },
    { word: 'area', zh: '项目范围面积', en: 'area of footprints' },
    { word: 'pilots', zh: '试点个数', en: 'number of pilots' },
    { word: 'towns_near', zh: '设施覆盖的镇街', en: 'towns within reach of a facility' },
    { word: 'villages_near', zh: '设施覆盖的村居', en: 'villages within reach of a facility' },
  ],
  TownMeasure: [
    { word: 'town_population', zh: '镇区常住人口', en: 'residents of the built-up town' },
    { word: 'population', zh: '常住人口', en: 'residents' },
    { word: 'registered_population', zh: '户籍人口', en: 'registered population' },
    { word: 'budget_revenue', zh: '一般公共预算收入', en: 'general budget revenue' },
    { word: 'villages', zh: '行政村数', en: 'administrative villages' },
    { word: 'area', zh: '镇域面积', en: 'area of the town' },
    { word: 'built_area', zh: '建成区面积', en: 'built-up area' },
    { word: 'farmland_added', zh: '补充耕地面积', en: 'farmland added' },
    { word: 'other', zh: '其他', en: 'other' },
  ],
  RankEnd: [
    { word: 'top', zh: '排名靠前', en: 'top' },
    { word: 'bottom', zh: '排名靠后', en: 'bottom' },
  ],
  ConstructionNature: [
    { word: 'new', zh: '新建', en: 'new' },
    { word: 'extension', zh: '扩建', en: 'extension' },
    { word: 'reconstruction', zh: '改建和技术改造', en: 'reconstruction and upgrading' },
    { word: 'living', zh: '单纯建造生活设施', en: 'living quarters alone' },
    { word: 'relocation', zh: '迁建', en: 'relocation' },
    { word: 'restoration', zh: '恢复', en: 'restoration' },
    { word: 'purchase', zh: '单纯购置', en: 'purchase alone' },
  ],
  GateTrack: [
    { word: 'main', zh: '主线', en: 'main' },
    { word: 'parallel', zh: '并联', en: 'parallel' },
  ],
  BudgetScope: [
    { word: 'part', zh: '分项', en: 'part' },
    { word: 'ceiling', zh: '总盘子', en: 'ceiling' },
  ],
  EligibilityEffect: [
    { word: 'priority', zh: '重点支持', en: 'priority' },
    { word: 'source', zh: '可以申请', en: 'may apply for' },
    { word: 'reward', zh: '奖励', en: 'reward' },
    { word: 'return', zh: '返还', en: 'is returned' },
  ],
  RevenueTest: [
    { word: 'none', zh: '没有收益', en: 'no revenue' },
    { word: 'covers_debt', zh: '收益覆盖本息', en: 'covers principal and interest' },
  ],
  LandPolicy: [
    { word: 'linkage', zh: '增减挂钩', en: 'linking increase with decrease' },
    { word: 'quota', zh: '用地指标', en: 'land quota' },
    { word: 'existing_land', zh: '盘活存量', en: 'use of existing land' },
    { word: 'homestead', zh: '宅基地', en: 'rural homesteads' },
    { word: 'collective_land', zh: '集体用地入市', en: 'collective land on the market' },
    { word: 'resettlement', zh: '征迁安置', en: 'resettlement' },
    { word: 'reclamation', zh: '整治复垦', en: 'reclamation' },
    { word: 'other', zh: '其他', en: 'other' },
  ],
  ProblemStatus: [
    { word: 'assigned', zh: '交办', en: 'assigned' },
    { word: 'handling', zh: '承办', en: 'being handled' },
    { word: 'resolved', zh: '办结', en: 'resolved' },
    { word: 'closed', zh: '销号', en: 'struck off' },
  ],
  RoundCycle: [
    { word: 'ten_days', zh: '旬调度', en: 'every ten days' },
    { word: 'month', zh: '月调度', en: 'monthly' },
    { word: 'quarter', zh: '季调度', en: 'quarterly' },
    { word: 'special', zh: '专项调度', en: 'special' },
  ],
  PhotoMoment: [
    { word: 'before', zh: '建设前', en: 'before' },
    { word: 'during', zh: '建设中', en: 'during' },
    { word: 'after', zh: '建成后', en: 'after' },
  ],
  ScoredBy: [
    { word: 'by_hand', zh: '人工评分', en: 'by hand' },
    { word: 'indicator', zh: '指标完成', en: 'target reached' },
    { word: 'progress', zh: '项目进度', en: 'progress of projects' },
    { word: 'deliverables', zh: '成果提交', en: 'deliverables handed in' },
  ],
  SupervisionLevel: [
    { word: 'town', zh: '镇级督办', en: 'town' },
    { word: 'county', zh: '县级督办', en: 'county' },
    { word: 'city', zh: '市级督办', en: 'city' },
    { word: 'province', zh: '省级督办', en: 'province' },
  ],
  Light: [
    { word: 'green', zh: '绿灯', en: 'green' },
    { word: 'yellow', zh: '黄灯', en: 'yellow' },
    { word: 'red', zh: '红灯', en: 'red' },
  ],
  LightTest: [
    { word: 'behind_percent', zh: '进度滞后（百分点）', en: 'behind plan (percentage points)' },
    { word: 'days_late', zh: '逾期（天）', en: 'overdue (days)' },
    { word: 'months_not_started', zh: '到期未开工（月）', en: 'due but not started (months)' },
    { word: 'days_unreported', zh: '未报进度（天）', en: 'without a report (days)' },
    { word: 'months_since_red', zh: '红灯解除不满（月）', en: 'since the light was red (months)' },
  ],
} as const satisfies Record<string, readonly Word[]>

export const mapSymbols = {
  "kinds": {
    "road": {
      "colour": {
        "light": "#a8641c",
        "dark": "#e0a15c"
      },
      "icon": "<circle cx=\"6\" cy=\"19\" r=\"3\"/><path d=\"M9 19h8.5a3.5 3.5 0 0 0 0-7h-11a3.5 3.5 0 0 1 0-7H15\"/><circle cx=\"18\" cy=\"5\" r=\"3\"/>"
    },
    "water": {
      "colour": {
        "light": "#1f74c9",
        "dark": "#6fb0f5"
      },
      "icon": "<path d=\"M12 22a7 7 0 0 0 7-7c0-2-1-3.9-3-5.5s-3.5-4-4-6.5c-.5 2.5-2 4.9-4 6.5C6 11.1 5 13 5 15a7 7 0 0 0 7 7z\"/>"
    },
    "sewage": {
      "colour": {
        "light": "#0e7f8c",
        "dark": "#4fc0cc"
      },
      "icon": "<path d=\"M2 6c.6.5 1.2 1 2.5 1C7 7 7 5 9.5 5c2.6 0 2.4 2 5 2 2.5 0 2.5-2 5-2 1.3 0 1.9.5 2.5 1\"/><path d=\"M2 12c.6.5 1.2 1 2.5 1 2.5 0 2.5-2 5-2 2.6 0 2.4 2 5 2 2.5 0 2.5-2 5-2 1.3 0 1.9.5 2.5 1\"/><path d=\"M2 18c.6.5 1.2 1 2.5 1 2.5 0 2.5-2 5-2 2.6 0 2.4 2 5 2 2.5 0 2.5-2 5-2 1.3 0 1.9.5 2.5 1\"/>"
    },
    "sanitation": {
      "colour": {
        "light": "#6b7f1e",
        "dark": "#adc25a"
      },
      "icon": "<path d=\"m16 22-1-4\"/><path d=\"M19 14a1 1 0 0 0 1-1v-1a2 2 0 0 0-2-2h-3a1 1 0 0 1-1-1V4a2 2 0 0 0-4 0v5a1 1 0 0 1-1 1H6a2 2 0 0 0-2 2v1a1 1 0 0 0 1 1\"/><path d=\"M19 14H5l-1.973 6.767A1 1 0 0 0 4 22h16a1 1 0 0 0 .973-1.233z\"/><path d=\"m8 22 1-4\"/>"
    },
    "utility": {
      "colour": {
        "light": "#b98300",
        "dark": "#e5b84a"
      },
      "icon": "<path d=\"M4 14a1 1 0 0 1-.78-1.63l9.9-10.2a.5.5 0 0 1 .86.46l-1.92 6.02A1 1 0 0 0 13 10h7a1 1 0 0 1 .78 1.63l-9.9 10.2a.5.5 0 0 1-.86-.46l1.92-6.02A1 1 0 0 0 11 14z\"/>"
    },
    "streetscape": {
      "colour": {
        "light": "#8a5a44",
        "dark": "#cb9a80"
      },
      "icon": "<rect width=\"16\" height=\"6\" x=\"2\" y=\"2\" rx=\"2\"/><path d=\"M10 16v-2a2 2 0 0 1 2-2h8a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-2\"/><rect width=\"4\" height=\"6\" x=\"8\" y=\"16\" rx=\"1\"/>"
    },
    "greening": {
      "colour": {
        "light": "#2c8550",
        "dark": "#5cc28a"
      },
      "icon": "<path d=\"M10 10v.2A3 3 0 0 1 8.9 16H5a3 3 0 0 1-1-5.8V10a3 3 0 0 1 6 0Z\"/><path d=\"M7 16v6\"/><path d=\"M13 19v3\"/><path d=\"M12 19h8.3a1 1 0 0 0 .7-1.7L18 14h.3a1 1 0 0 0 .7-1.7L16 9h.2a1 1 0 0 0 .8-1.7L13 3l-1.4 1.5\"/>"
    },
    "education": {
      "colour": {
        "light": "#5a55c8",
        "dark": "#9d99f5"
      },
      "icon": "<path d=\"M21.42 10.922a1 1 0 0 0-.019-1.838L12.83 5.18a2 2 0 0 0-1.66 0L2.6 9.08a1 1 0 0 0 0 1.832l8.57 3.908a2 2 0 0 0 1.66 0z\"/><path d=\"M22 10v6\"/><path d=\"M6 12.5V16a6 3 0 0 0 12 0v-3.5\"/>"
    },
    "health": {
      "colour": {
        "light": "#c9372c",
        "dark": "#ff7b70"
      },
      "icon": "<path d=\"M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5\"/><path d=\"M3.22 13H9.5l.5-1 2 4.5 2-7 1.5 3.5h5.27\"/>"
    },
    "care": {
      "colour": {
        "light": "#c2528b",
        "dark": "#ee8fbd"
      },
      "icon": "<path d=\"M10 16c.5.3 1.2.5 2 .5s1.5-.2 2-.5\"/><path d=\"M15 12h.01\"/><path d=\"M19.38 6.813A9 9 0 0 1 20.8 10.2a2 2 0 0 1 0 3.6 9 9 0 0 1-17.6 0 2 2 0 0 1 0-3.6A9 9 0 0 1 12 3c2 0 3.5 1.1 3.5 2.5s-.9 2.5-2 2.5c-.8 0-1.5-.4-1.5-1\"/><path d=\"M9 12h.01\"/>"
    },
    "culture": {
      "colour": {
        "light": "#8f3fae",
        "dark": "#c98be4"
      },
      "icon": "<path d=\"M10 18v-7\"/><path d=\"M11.12 2.198a2 2 0 0 1 1.76.006l7.866 3.847c.476.233.31.949-.22.949H3.474c-.53 0-.695-.716-.22-.949z\"/><path d=\"M14 18v-7\"/><path d=\"M18 18v-7\"/><path d=\"M3 22h18\"/><path d=\"M6 18v-7\"/>"
    },
    "commerce": {
      "colour": {
        "light": "#b8467a",
        "dark": "#ec89b3"
      },
      "icon": "<path d=\"M15 21v-5a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v5\"/><path d=\"M17.774 10.31a1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.451 0 1.12 1.12 0 0 0-1.548 0 2.5 2.5 0 0 1-3.452 0 1.12 1.12 0 0 0-1.549 0 2.5 2.5 0 0 1-3.77-3.248l2.889-4.184A2 2 0 0 1 7 2h10a2 2 0 0 1 1.653.873l2.895 4.192a2.5 2.5 0 0 1-3.774 3.244\"/><path d=\"M4 10.95V19a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-8.05\"/>"
    },
    "industry": {
      "colour": {
        "light": "#4d5f78",
        "dark": "#97a9c2"
      },
      "icon": "<path d=\"M12 16h.01\"/><path d=\"M16 16h.01\"/><path d=\"M3 19a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V8.5a.5.5 0 0 0-.769-.422l-4.462 2.844A.5.5 0 0 1 15 10.5v-2a.5.5 0 0 0-.769-.422L9.77 10.922A.5.5 0 0 1 9 10.5V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2z\"/><path d=\"M8 16h.01\"/>"
    },
    "agriculture": {
      "colour": {
        "light": "#7d8a12",
        "dark": "#bccb4e"
      },
      "icon": "<path d=\"M2 22 16 8\"/><path d=\"M3.47 12.53 5 11l1.53 1.53a3.5 3.5 0 0 1 0 4.94L5 19l-1.53-1.53a3.5 3.5 0 0 1 0-4.94Z\"/><path d=\"M7.47 8.53 9 7l1.53 1.53a3.5 3.5 0 0 1 0 4.94L9 15l-1.53-1.53a3.5 3.5 0 0 1 0-4.94Z\"/><path d=\"M11.47 4.53 13 3l1.53 1.53a3.5 3.5 0 0 1 0 4.94L13 11l-1.53-1.53a3.5 3.5 0 0 1 0-4.94Z\"/><path d=\"M20 2h2v2a4 4 0 0 1-4 4h-2V6a4 4 0 0 1 4-4Z\"/><path d=\"M11.47 17.47 13 19l-1.53 1.53a3.5 3.5 0 0 1-4.94 0L5 19l1.53-1.53a3.5 3.5 0 0 1 4.94 0Z\"/><path d=\"M15.47 13.47 17 15l-1.53 1.53a3.5 3.5 0 0 1-4.94 0L9 15l1.53-1.53a3.5 3.5 0 0 1 4.94 0Z\"/><path d=\"M19.47 9.47 21 11l-1.53 1.53a3.5 3.5 0 0 1-4.94 0L13 11l1.53-1.53a3.5 3.5 0 0 1 4.94 0Z\"/>"
    },
    "housing": {
      "colour": {
        "light": "#9c6b2f",
        "dark": "#d6a869"
      },
      "icon": "<path d=\"M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8\"/><path d=\"M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z\"/>"
    },
    "digital": {
      "colour": {
        "light": "#2f6f9f",
        "dark": "#7cb8e3"
      },
      "icon": "<path d=\"M12 20v2\"/><path d=\"M12 2v2\"/><path d=\"M17 20v2\"/><path d=\"M17 2v2\"/><path d=\"M2 12h2\"/><path d=\"M2 17h2\"/><path d=\"M2 7h2\"/><path d=\"M20 12h2\"/><path d=\"M20 17h2\"/><path d=\"M20 7h2\"/><path d=\"M7 20v2\"/><path d=\"M7 2v2\"/><rect x=\"4\" y=\"4\" width=\"16\" height=\"16\" rx=\"2\"/><rect x=\"8\" y=\"8\" width=\"8\" height=\"8\" rx=\"1\"/>"
    },
    "other": {
      "colour": {
        "light": "#5c6878",
        "dark": "#a3adba"
      },
      "icon": "<path d=\"M8.3 10a.7.7 0 0 1-.626-1.079L11.4 3a.7.7 0 0 1 1.198-.043L16.3 8.9a.7.7 0 0 1-.572 1.1Z\"/><rect x=\"3\" y=\"14\" width=\"7\" height=\"7\" rx=\"1\"/><circle cx=\"17.5\" cy=\"17.5\" r=\"3.5\"/>"
    }
  },
  "stages": {
    "idea": {
      "colour": {
        "light": "#8b95a3",
        "dark": "#8d97a5"
      },
      "fill": 0.06,
      "width": 1.4
    },
    "preparing": {
      "colour": {
        "light": "#b98300",
        "dark": "#e5b84a"
      },
      "fill": 0.12,
      "width": 1.8
    },
    "building": {
      "colour": {
        "light": "#1f6fd1",
        "dark": "#6ea8ff"
      },
      "fill": 0.24,
      "width": 2.4
    },
    "completed": {
      "colour": {
        "light": "#2c8550",
        "dark": "#5cc28a"
      },
      "fill": 0.38,
      "width": 2.4
    },
    "accepted": {
      "colour": {
        "light": "#1c5f39",
        "dark": "#8fdcb0"
      },
      "fill": 0.5,
      "width": 3.0
    },
    "suspended": {
      "colour": {
        "light": "#c9372c",
        "dark": "#ff7b70"
      },
      "fill": 0.03,
      "width": 1.4
    }
  },
  "categories": {
    "satellite": {
      "colour": {
        "light": "#1f6fd1",
        "dark": "#6ea8ff"
      },
      "outline": "M0 -8.6L8.6 0L0 8.6L-8.6 0Z",
      "dot": 0.0
    },
    "subcentre": {
      "colour": {
        "light": "#b7651b",
        "dark": "#e29a4f"
      },
      "outline": "M7.2 0A7.2 7.2 0 1 1 -7.2 0A7.2 7.2 0 1 1 7.2 0Z",
      "dot": 0.0
    },
    "speciality": {
      "colour": {
        "light": "#2c8550",
        "dark": "#5cc28a"
      },
      "outline": "M0 -8L8.2 6.6L-8.2 6.6Z",
      "dot": 2.0
    },
    "refined": {
      "colour": {
        "light": "#8f3fae",
        "dark": "#c98be4"
      },
      "outline": "M-6.4 -6.4H6.4V6.4H-6.4Z",
      "dot": 0.0
    },
    "demonstration": {
      "colour": {
        "light": "#b3382e",
        "dark": "#ff8a7f"
      },
      "outline": "M0 -8.2L7.8 -2.5L4.8 6.6H-4.8L-7.8 -2.5Z",
      "dot": 0.0
    }
  },
  "ordinaryTown": {
    "colour": {
      "light": "#8b95a3",
      "dark": "#778291"
    },
    "outline": "M3.4 0A3.4 3.4 0 1 1 -3.4 0A3.4 3.4 0 1 1 3.4 0Z",
    "dot": 0.0
  },
  "sites": {
    "village": "<path d=\"M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8\"/><path d=\"M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z\"/>",
    "school": "<path d=\"M21.42 10.922a1 1 0 0 0-.019-1.838L12.83 5.18a2 2 0 0 0-1.66 0L2.6 9.08a1 1 0 0 0 0 1.832l8.57 3.908a2 2 0 0 0 1.66 0z\"/><path d=\"M22 10v6\"/><path d=\"M6 12.5V16a6 3 0 0 0 12 0v-3.5\"/>",
    "hospital": "<path d=\"M12 7v4\"/><path d=\"M14 21v-3a2 2 0 0 0-4 0v3\"/><path d=\"M14 9h-4\"/><path d=\"M18 11h2a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2h2\"/><path d=\"M18 21V5a2 2 0 0 0-2-2H8a2 2 0 0 0-2 2v16\"/>",
    "relic": "<path d=\"M10 18v-7\"/><path d=\"M11.12 2.198a2 2 0 0 1 1.76.006l7.866 3.847c.476.233.31.949-.22.949H3.474c-.53 0-.695-.716-.22-.949z\"/><path d=\"M14 18v-7\"/><path d=\"M18 18v-7\"/><path d=\"M3 22h18\"/><path d=\"M6 18v-7\"/>",
    "scenic": "<path d=\"m8 3 4 8 5-5 5 15H2L8 3z\"/>",
    "waters": "<path d=\"M2 6c.6.5 1.2 1 2.5 1C7 7 7 5 9.5 5c2.6 0 2.4 2 5 2 2.5 0 2.5-2 5-2 1.3 0 1.9.5 2.5 1\"/><path d=\"M2 12c.6.5 1.2 1 2.5 1 2.5 0 2.5-2 5-2 2.6 0 2.4 2 5 2 2.5 0 2.5-2 5-2 1.3 0 1.9.5 2.5 1\"/><path d=\"M2 18c.6.5 1.2 1 2.5 1 2.5 0 2.5-2 5-2 2.6 0 2.4 2 5 2 2.5 0 2.5-2 5-2 1.3 0 1.9.5 2.5 1\"/>",
    "enterprise": "<path d=\"M18 21V10a1 1 0 0 0-1-1H7a1 1 0 0 0-1 1v11\"/><path d=\"M22 19a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 1.132-1.803l7.95-3.974a2 2 0 0 1 1.837 0l7.948 3.974A2 2 0 0 1 22 8z\"/><path d=\"M6 13h12\"/><path d=\"M6 17h12\"/>",
    "seat": "<path d=\"M10 12h4\"/><path d=\"M10 8h4\"/><path d=\"M14 21v-3a2 2 0 0 0-4 0v3\"/><path d=\"M6 10H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-2\"/><path d=\"M6 21V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v16\"/>",
    "other": "<path d=\"M8.3 10a.7.7 0 0 1-.626-1.079L11.4 3a.7.7 0 0 1 1.198-.043L16.3 8.9a.7.7 0 0 1-.572 1.1Z\"/><rect x=\"3\" y=\"14\" width=\"7\" height=\"7\" rx=\"1\"/><circle cx=\"17.5\" cy=\"17.5\" r=\"3.5\"/>"
  },
  "siteColour": {
    "light": "#5c6878",
    "dark": "#a3adba"
  },
  "controls": {
    "farmland": {
      "colour": {
        "light": "#9a7b00",
        "dark": "#d9bd4c"
      },
      "hatch": {
        "gap": 9.0,
        "falls": false,
        "line": 0.32
      },
      "line": 0.65,
      "width": 1.0,
      "dashes": [],
      "fill": 0.04,
      "far": 0.16,
      "cover": 0.28
    },
    "ecology": {
      "colour": {
        "light": "#c22f2f",
        "dark": "#ff8177"
      },
      "hatch": {
        "gap": 9.0,
        "falls": true,
        "line": 0.32
      },
      "line": 0.65,
      "width": 1.0,
      "dashes": [],
      "fill": 0.04,
      "far": 0.16,
      "cover": 0.28
    },
    "urban": {
      "colour": {
        "light": "#7445b3",
        "dark": "#b997ee"
      },
      "hatch": null,
      "line": 0.9,
      "width": 1.8,
      "dashes": [
        10.0,
        4.0
      ],
      "fill": 0.04,
      "far": null,
      "cover": 0.18
    },
    "other": {
      "colour": {
        "light": "#5c6878",
        "dark": "#a3adba"
      },
      "hatch": {
        "gap": 9.0,
        "falls": false,
        "line": 0.32
      },
      "line": 0.65,
      "width": 1.0,
      "dashes": [],
      "fill": 0.04,
      "far": 0.16,
      "cover": 0.28
    }
  },
  "lights": {
    "red": {
      "colour": {
        "light": "#c5342a",
        "dark": "#ff7b70"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "path",
            "d": "M-4.5 -4.5H4.5V4.5H-4.5Z",
            "fill": "own",
            "stroke": null
          }
        ]
      },
      "ring": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 16.0,
          "fill": "edge",
          "stroke": null
        },
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 13.9,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 3.0,
            "dashes": []
          }
        }
      ],
      "halo": {
        "extra": 8.0,
        "line": 0.55,
        "dashes": []
      }
    },
    "yellow": {
      "colour": {
        "light": "#b98300",
        "dark": "#e5b84a"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "path",
            "d": "M0 -5L5.3 4.6H-5.3Z",
            "fill": "own",
            "stroke": null
          }
        ]
      },
      "ring": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 16.0,
          "fill": "edge",
          "stroke": null
        },
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 13.9,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 2.8,
            "dashes": [
              5.2,
              5.7
            ]
          }
        }
      ],
      "halo": {
        "extra": 8.0,
        "line": 0.6,
        "dashes": [
          13.0,
          7.0
        ]
      }
    },
    "green": {
      "colour": {
        "light": "#2c8550",
        "dark": "#5cc28a"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "circle",
            "x": 0.0,
            "y": 0.0,
            "radius": 4.6,
            "fill": "own",
            "stroke": null
          }
        ]
      },
      "ring": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 16.0,
          "fill": "edge",
          "stroke": null
        },
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 13.9,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 1.5,
            "dashes": []
          }
        }
      ],
      "halo": {
        "extra": 5.0,
        "line": 0.3,
        "dashes": []
      }
    },
    "suspended": {
      "colour": {
        "light": "#626c7b",
        "dark": "#929dac"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "path",
            "d": "M-2.4 -4V4M2.4 -4V4",
            "fill": null,
            "stroke": {
              "ink": "own",
              "width": 1.8,
              "dashes": []
            }
          }
        ]
      },
      "ring": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 16.0,
          "fill": "edge",
          "stroke": null
        },
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 13.9,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 2.6,
            "dashes": [
              0.1,
              4.75
            ]
          }
        }
      ],
      "halo": {
        "extra": 7.0,
        "line": 0.6,
        "dashes": [
          0.1,
          11.0
        ]
      }
    },
    "not_due": {
      "colour": {
        "light": "#626c7b",
        "dark": "#929dac"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "circle",
            "x": 0.0,
            "y": 0.0,
            "radius": 4.0,
            "fill": null,
            "stroke": {
              "ink": "own",
              "width": 1.8,
              "dashes": []
            }
          }
        ]
      },
      "ring": [],
      "halo": null
    },
    "finished": {
      "colour": {
        "light": "#2c8550",
        "dark": "#5cc28a"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "path",
            "d": "M-4.4 0.4L-1.4 3.4L4.4 -3.2",
            "fill": null,
            "stroke": {
              "ink": "own",
              "width": 1.8,
              "dashes": []
            }
          }
        ]
      },
      "ring": [],
      "halo": null
    },
    "not_judged": {
      "colour": {
        "light": "#626c7b",
        "dark": "#929dac"
      },
      "mark": {
        "size": 12.0,
        "parts": [
          {
            "shape": "path",
            "d": "M-3.5 0H3.5",
            "fill": null,
            "stroke": {
              "ink": "own",
              "width": 1.8,
              "dashes": []
            }
          }
        ]
      },
      "ring": [],
      "halo": null
    }
  },
  "litPin": 34.0,
  "dashes": {
    "alternative": [
      2.0,
      5.0
    ],
    "suspended": [
      10.0,
      4.0,
      2.0,
      4.0
    ],
    "uncertain": [
      8.0,
      5.0
    ]
  },
  "lateColour": {
    "light": "#c5342a",
    "dark": "#ff7b70"
  },
  "pins": {
    "own": {
      "size": 28.0,
      "parts": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 11.5,
          "fill": "edge",
          "stroke": null
        },
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 10.2,
          "fill": "own",
          "stroke": null
        },
        {
          "shape": "icon",
          "size": 13.0,
          "fill": null,
          "stroke": {
            "ink": "edge",
            "width": 2.4,
            "dashes": []
          }
        },
        {
          "shape": "circle",
          "x": 8.0,
          "y": 8.0,
          "radius": 4.0,
          "fill": "stage",
          "stroke": {
            "ink": "edge",
            "width": 1.4,
            "dashes": []
          }
        }
      ]
    },
    "sketched": {
      "size": 28.0,
      "parts": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 11.5,
          "fill": "edge",
          "stroke": null
        },
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 10.2,
          "fill": "own",
          "stroke": {
            "ink": "edge",
            "width": 1.2,
            "dashes": [
              2.4,
              2.0
            ]
          }
        },
        {
          "shape": "icon",
          "size": 13.0,
          "fill": null,
          "stroke": {
            "ink": "edge",
            "width": 2.4,
            "dashes": []
          }
        },
        {
          "shape": "circle",
          "x": 8.0,
          "y": 8.0,
          "radius": 4.0,
          "fill": "stage",
          "stroke": {
            "ink": "edge",
            "width": 1.4,
            "dashes": []
          }
        }
      ]
    },
    "town": {
      "size": 28.0,
      "parts": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 10.5,
          "fill": "land",
          "stroke": {
            "ink": "own",
            "width": 1.5,
            "dashes": [
              3.0,
              2.2
            ]
          }
        },
        {
          "shape": "icon",
          "size": 13.0,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 2.4,
            "dashes": []
          }
        },
        {
          "shape": "circle",
          "x": 8.0,
          "y": 8.0,
          "radius": 4.0,
          "fill": "stage",
          "stroke": {
            "ink": "edge",
            "width": 1.4,
            "dashes": []
          }
        }
      ]
    }
  },
  "lateMark": [
    {
      "shape": "path",
      "d": "M8 -13.2L13.2 -4.2H2.8Z",
      "fill": "late",
      "stroke": {
        "ink": "edge",
        "width": 1.2,
        "dashes": []
      }
    },
    {
      "shape": "path",
      "d": "M8 -10.4V-7.4M8 -6V-5.6",
      "fill": null,
      "stroke": {
        "ink": "edge",
        "width": 1.5,
        "dashes": []
      }
    }
  ],
  "towns": {
    "sure": {
      "size": 20.0,
      "parts": [
        {
          "shape": "outline",
          "fill": "own",
          "stroke": {
            "ink": "edge",
            "width": 1.5,
            "dashes": []
          }
        }
      ]
    },
    "unsure": {
      "size": 20.0,
      "parts": [
        {
          "shape": "outline",
          "fill": "land",
          "stroke": {
            "ink": "own",
            "width": 2.0,
            "dashes": []
          }
        }
      ]
    },
    "province": [
      {
        "shape": "category_dot",
        "radius": 2.6,
        "fill": "white",
        "stroke": null
      },
      {
        "shape": "category_dot",
        "radius": 2.6,
        "fill": "own",
        "stroke": null
      }
    ]
  },
  "site": {
    "size": 20.0,
    "parts": [
      {
        "shape": "plate",
        "side": 16.0,
        "corner": 4.0,
        "fill": "land",
        "stroke": {
          "ink": "own",
          "width": 1.0,
          "dashes": []
        }
      },
      {
        "shape": "icon",
        "size": 11.0,
        "fill": null,
        "stroke": {
          "ink": "own",
          "width": 2.4,
          "dashes": []
        }
      }
    ]
  },
  "groups": {
    "many": 100,
    "own": [
      {
        "size": 34.0,
        "parts": [
          {
            "shape": "circle",
            "x": 0.0,
            "y": 0.0,
            "radius": 11.5,
            "fill": "own",
            "stroke": {
              "ink": "edge",
              "width": 2.0,
              "dashes": []
            }
          },
          {
            "shape": "number",
            "size": 12.0,
            "baseline": 4.2,
            "fill": "edge",
            "stroke": null
          }
        ]
      },
      {
        "size": 34.0,
        "parts": [
          {
            "shape": "circle",
            "x": 0.0,
            "y": 0.0,
            "radius": 14.0,
            "fill": "own",
            "stroke": {
              "ink": "edge",
              "width": 2.0,
              "dashes": []
            }
          },
          {
            "shape": "number",
            "size": 12.0,
            "baseline": 4.2,
            "fill": "edge",
            "stroke": null
          }
        ]
      }
    ],
    "town": [
      {
        "size": 34.0,
        "parts": [
          {
            "shape": "circle",
            "x": 0.0,
            "y": 0.0,
            "radius": 11.5,
            "fill": "land",
            "stroke": {
              "ink": "own",
              "width": 1.6,
              "dashes": [
                3.0,
                2.2
              ]
            }
          },
          {
            "shape": "number",
            "size": 12.0,
            "baseline": 4.2,
            "fill": "own",
            "stroke": null
          }
        ]
      },
      {
        "size": 34.0,
        "parts": [
          {
            "shape": "circle",
            "x": 0.0,
            "y": 0.0,
            "radius": 14.0,
            "fill": "land",
            "stroke": {
              "ink": "own",
              "width": 1.6,
              "dashes": [
                3.0,
                2.2
              ]
            }
          },
          {
            "shape": "number",
            "size": 12.0,
            "baseline": 4.2,
            "fill": "own",
            "stroke": null
          }
        ]
      }
    ]
  },
  "placing": {
    "town_project": [
      17.0,
      14.0
    ],
    "aside": [
      -17.0,
      14.0
    ],
    "point_radius": 4.0,
    "line_extra": 1.4,
    "chosen": {
      "radius": 16.0,
      "width": 2.5,
      "line": 1.0,
      "fill": 0.06
    },
    "pointed_at": {
      "radius": 16.0,
      "width": 2.0,
      "line": 0.6,
      "fill": 0.1
    }
  },
  "names": {
    "pilot": 12.5,
    "town": 11.5,
    "project": 12.0,
    "site": 11.5,
    "halo": 3.2,
    "town_gap": 11.0
  },
  "boundaryColour": {
    "light": "#5c6878",
    "dark": "#a3adba"
  },
  "legend": {
    "kind": {
      "size": 20.0,
      "parts": [
        {
          "shape": "icon",
          "size": 16.0,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 2.0,
            "dashes": []
          }
        }
      ]
    },
    "stage": {
      "size": 20.0,
      "parts": [
        {
          "shape": "circle",
          "x": 0.0,
          "y": 0.0,
          "radius": 4.0,
          "fill": "own",
          "stroke": null
        }
      ]
    },
    "late": {
      "size": 20.0,
      "parts": [
        {
          "shape": "path",
          "d": "M0 -7L7.5 6.5H-7.5Z",
          "fill": "late",
          "stroke": null
        },
        {
          "shape": "path",
          "d": "M0 -2.5V2M0 4V4.4",
          "fill": null,
          "stroke": {
            "ink": "white",
            "width": 1.6,
            "dashes": []
          }
        }
      ]
    },
    "boundary": {
      "size": 20.0,
      "parts": [
        {
          "shape": "path",
          "d": "M-9 0H9",
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 1.2,
            "dashes": [
              6.0,
              2.0,
              1.5,
              2.0
            ]
          }
        }
      ]
    },
    "falling": {
      "size": 20.0,
      "parts": [
        {
          "shape": "path",
          "d": "M-7.5 3.5L-5.5 5.5M-7.5 -0.5L-1.5 5.5M-7.5 -4.5L2.5 5.5M-4.5 -5.5L6.5 5.5M-0.5 -5.5L7.5 2.5M3.5 -5.5L7.5 -1.5",
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 0.9,
            "dashes": []
          }
        },
        {
          "shape": "path",
          "d": "M-7.5 -5.5H7.5V5.5H-7.5Z",
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 1.0,
            "dashes": []
          }
        }
      ]
    },
    "rising": {
      "size": 20.0,
      "parts": [
        {
          "shape": "path",
          "d": "M-7.5 -3.5L-5.5 -5.5M-7.5 0.5L-1.5 -5.5M-7.5 4.5L2.5 -5.5M-4.5 5.5L6.5 -5.5M-0.5 5.5L7.5 -2.5M3.5 5.5L7.5 1.5",
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 0.9,
            "dashes": []
          }
        },
        {
          "shape": "path",
          "d": "M-7.5 -5.5H7.5V5.5H-7.5Z",
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 1.0,
            "dashes": []
          }
        }
      ]
    },
    "plain": {
      "size": 20.0,
      "parts": [
        {
          "shape": "path",
          "d": "M-7.5 -5.5H7.5V5.5H-7.5Z",
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 1.5,
            "dashes": [
              4.0,
              2.0
            ]
          }
        }
      ]
    },
    "listed_kind": {
      "size": 24.0,
      "parts": [
        {
          "shape": "icon",
          "size": 24.0,
          "fill": null,
          "stroke": {
            "ink": "own",
            "width": 2.0,
            "dashes": []
          }
        }
      ]
    },
    "listed_stage": {
      "shape": "circle",
      "x": 7.0,
      "y": 7.0,
      "radius": 4.4,
      "fill": "stage",
      "stroke": {
        "ink": "land",
        "width": 1.6,
        "dashes": []
      }
    }
  }
} as const

export interface Commands {
  app_state: { args: {  }; result: AppState };
  first_atlas: { args: {  }; result: null };
  cancel_opening: { args: {  }; result: boolean };
  new_atlas: { args: { path: string | null; start: Start }; result: AtlasSummary };
  open_atlas: { args: { path: string; read_only: boolean }; result: AtlasSummary };
  close_atlas: { args: {  }; result: null };
  save_atlas_as: { args: { path: string; overwrite: boolean }; result: AtlasSummary };
  back_up_atlas: { args: { day: string }; result: string };
  set_prefs: { args: { prefs: Prefs }; result: Prefs };
  apply: { args: { change: ChangeRequest }; result: Applied };
  undo: { args: {  }; result: Applied };
  redo: { args: {  }; result: Applied };
  removal_of: { args: { table: string; ids: Array<string> }; result: Removal };
  remove: { args: { name: string; table: string; ids: Array<string>; move_to: string | null }; result: Applied };
  set_gate: { args: { name: string; project: string; step: GateStep; column: GateColumn; value: string | null }; result: Applied };
  confirm_gate: { args: { name: string; project: string; step: GateStep; confirmed: boolean }; result: Applied };
  report_progress: { args: { name: string; report: NewReport }; result: Applied };
  begin_round: { args: { name: string; round: NewRound }; result: Applied };
  close_round: { args: { name: string; id: string; closed: boolean }; result: Applied };
  move_dates: { args: { name: string; moves: Array<DateMove>; forced: boolean }; result: Applied };
  freeze_baseline: { args: { name: string; baseline: NewBaseline }; result: Applied };
  override_gate: { args: { name: string; project: string; step: GateStep; reason: string }; result: Applied };
  apply_template: { args: { name: string; project: string; template: string; begins: PartialDate }; result: Applied };
  merge_units: { args: { name: string; keep: string; gone: Array<string> }; result: Applied };
  set_amounts: { args: { name: string; amounts: Array<AmountEdit> }; result: Applied };
  report_target: { args: { name: string; value: NewTargetValue }; result: Applied };
  confirm_target: { args: { name: string; indicator: string }; result: Applied };
  break_down_target: { args: { name: string; indicator: string; region: string; value: number | null }; result: Applied };
  set_light_limits: { args: { name: string; limits: LightLimits }; result: Applied };
  keep_footprint: { args: { footprint: FootprintEdit }; result: FootprintKept };
  history: { args: { table: string | null; id: string | null; limit: number }; result: Array<JournalStep> };
  imported_values: { args: { table: string; id: string }; result: Array<ImportedValue> };
  contents: { args: {  }; result: Contents };
  totals: { args: { filter: Filter }; result: Totals };
  facets: { args: { filter: Filter }; result: Facets };
  project_page: { args: { filter: Filter; sort: Sort; offset: number; limit: number }; result: Page<ProjectRow> };
  task_page: { args: { filter: Filter; sort: Sort; offset: number; limit: number }; result: Page<TaskRow> };
  town_page: { args: { filter: Filter; sort: Sort; offset: number; limit: number }; result: Page<TownRow> };
  unit_page: { args: { filter: Filter; sort: Sort; offset: number; limit: number }; result: Page<UnitRow> };
  money_table: { args: { filter: Filter }; result: MoneyTable };
  money_page: { args: { request: MoneyRequest; offset: number; limit: number }; result: MoneyPage };
  money_behind: { args: { request: MoneyRequest; row: string | null; column: string | null }; result: MoneyDetail };
  money_cell: { args: { request: MoneyRequest; row: string; column: string }; result: CellPlace };
  ceilings_of: { args: { kind: OwnerKind; id: string }; result: Array<Ceiling> };
  pasted_money: { args: { paste: PasteRequest }; result: PastedMoney };
  timetable: { args: { request: TimetableRequest; offset: number; limit: number }; result: TimetablePage };
  timetable_place: { args: { request: TimetableRequest; kind: ItemKind; id: string }; result: TimetablePlace | null };
  undated_items: { args: { request: TimetableRequest; limit: number }; result: Array<UndatedItem> };
  schedule_overlay: { args: { request: TimetableRequest }; result: ScheduleOverlay };
  forced_moves: { args: { moves: Array<DateMove> }; result: Array<ForcedItem> };
  baselines: { args: {  }; result: Array<Baseline> };
  variance: { args: { baseline: string; filter: Filter }; result: Variance };
  task_book: { args: { request: BookRequest }; result: TaskBook | null };
  book_owners: { args: { owner: BookOwner; filter: Filter; as_of: PartialDate | null }; result: Array<BookOwnerRow> };
  round_briefs: { args: {  }; result: Array<RoundBrief> };
  round_sheet: { args: { id: string; filter: Filter; as_of: PartialDate | null }; result: RoundSheet | null };
  meeting_lists: { args: { filter: Filter; as_of: PartialDate | null }; result: Array<MeetingLists> };
  todo_items: { args: { filter: Filter; as_of: PartialDate | null; within: number }; result: Array<TodoItem> };
  usual_round: { args: { cycle: RoundCycle }; result: NewRound | null };
  target_table: { args: { request: TargetRequest }; result: TargetTable };
  target_sheet: { args: { id: string; as_of: PartialDate | null }; result: TargetSheet | null };
  templates_for: { args: { project: string }; result: Array<FittingTemplate> };
  template_dates: { args: { project: string; template: string; begins: PartialDate }; result: Array<TemplateDate> };
  duty_matrix: { args: { filter: Filter; as_of: PartialDate | null }; result: DutyMatrix };
  unit_spellings: { args: {  }; result: Array<SpeltTwice> };
  by_date: { args: { filter: Filter }; result: ByDate };
  set_status_date: { args: { as_of: PartialDate | null }; result: null };
  light_limits: { args: {  }; result: LightLimits };
  detail: { args: { kind: NodeKind; id: string }; result: Detail };
  search: { args: { text: string; limit: number }; result: Array<SearchHit> };
  place_rows: { args: { code: string }; result: Array<Region> };
  choices: { args: {  }; result: Choices };
  map_features: { args: { filter: Filter }; result: MapFeatures };
  light_up_map: { args: {  }; result: null };
  map_shapes: { args: { filter: Filter; bounds: [number, number, number, number] }; result: Array<ProjectShape> | null };
  map_hits: { args: { filter: Filter; at: [number, number]; tolerance: number; limit: number }; result: Array<ProjectShape> };
  project_shapes: { args: { ids: Array<string> }; result: Array<ProjectShape> };
  control_lines: { args: { within: [number, number, number, number] | null }; result: ControlsInView };
  town_outlines: { args: { known: string | null }; result: TownOutlines | null };
  shape: { args: { op: ShapeOp }; result: ShapeAnswer };
  parse_coordinates: { args: { text: string; crs: string }; result: ParsedCoordinates };
  format_coordinates: { args: { lon: number; lat: number; crs: string }; result: string };
  crs_choices: { args: { lon: number }; result: Array<CrsChoice> };
  user_crs: { args: {  }; result: Array<UserCrs> };
  try_user_crs: { args: { system: UserCrs; at: [number, number] }; result: CrsTrial };
  put_user_crs: { args: { system: UserCrs }; result: UserCrs };
  remove_user_crs: { args: { id: string }; result: null };
  survey_file: { args: { path: string; options: FileOptions }; result: FileSurvey };
  survey_shapes: { args: { path: string; layer: string | null; system: SystemChoice }; result: FileShapes };
  import_file: { args: { request: FileImport; trial: boolean }; result: FileImported };
  export: { args: { request: ExportRequest }; result: ExportReport };
  export_table: { args: { table: PageTable; path: string; overwrite: boolean }; result: TableExported };
  save_picture: { args: { path: string; png: string; overwrite: boolean }; result: SavedPicture };
  cancel_job: { args: {  }; result: boolean };
  check: { args: { filter: Filter }; result: CheckReport };
  export_variance: { args: { baseline: string; filter: Filter; path: string; overwrite: boolean }; result: TableExported };
  export_check: { args: { filter: Filter; path: string; overwrite: boolean }; result: TableExported };
  map_layers: { args: {  }; result: Array<MapLayer> };
  layer_presets: { args: {  }; result: Array<MapLayer> };
  put_map_layer: { args: { layer: MapLayer }; result: MapLayer };
  remove_map_layer: { args: { id: string }; result: null };
  order_map_layers: { args: { ids: Array<string> }; result: Array<MapLayer> };
  set_layer_key: { args: { id: string; key: string }; result: MapLayer };
  layer_states: { args: {  }; result: Array<LayerState> };
  retry_layer: { args: { id: string }; result: LayerState };
  fit_image: { args: { controls: Array<ImagePoint>; size: [number, number] }; result: ImageFit };
  reveal: { args: { path: string }; result: null };
  probe_layer: { args: { address: string; key: string | null }; result: LayerProbe };
}

export interface CoreEvents {
  'atlas:changed': AtlasChanged;
  'job:progress': JobProgress;
  'job:ended': JobEnded;
  'layer:state': LayerState;
}

export const coreEvents = ['atlas:changed', 'job:progress', 'job:ended', 'layer:state'] as const satisfies readonly (keyof CoreEvents)[]
