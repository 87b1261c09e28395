//! The TypeScript twin of the wire, made from the Rust types so that it cannot drift.

use planning::import::{FieldSurvey, SampleRow, Target};
use planning::{change::*, model::*, query::*};
use ts_rs::{Config, TS};

use super::{commands, import_types::*, layer_types::*, system_types::*, types::*};

/// The text of `ui/src/ipc/types.gen.ts`.
pub fn typescript() -> String {
    let cfg = Config::new().with_large_int("number");
    let mut out = String::from(
        "// Made from the Rust types of the wire; `make bless` writes it anew. Do not edit.\n\n\
         export type JsonValue = unknown;\n\nexport type GeoJsonGeometry =\n  | { type: 'Point'; coordinates: number[] }\n  | { type: 'MultiPoint' | 'LineString'; coordinates: number[][] }\n  | { type: 'Polygon' | 'MultiLineString'; coordinates: number[][][] }\n  | { type: 'MultiPolygon'; coordinates: number[][][][] }\n  | { type: 'GeometryCollection'; geometries: GeoJsonGeometry[] };\n\n",
    );
    macro_rules! declare {
        ($($t:ty),* $(,)?) => { $( out.push_str(&format!("export {}\n", <$t as TS>::decl(&cfg))); )* };
    }
    declare!(
        AtlasId,
        PlanId,
        PhaseId,
        SectionId,
        TaskId,
        UnitId,
        AssignmentId,
        RegionId,
        DesignationId,
        SiteId,
        ProjectId,
        ProjectTaskId,
        BudgetLineId,
        GateId,
        IndicatorId,
        ObservationId,
        ProgressId,
        FundingRuleId,
        RosterId,
        ControlLineId,
        CriterionId,
        AssessmentId,
        ViewId,
        Fen,
        PartialDate,
        Shape,
    );
    declare!(
        Precision,
        RegionLevel,
        Role,
        Category,
        PilotLevel,
        PilotStatus,
        ProjectKind,
        ProjectStage,
        TaskKind,
        TaskStatus,
        SiteKind,
        MoneySource,
        MoneyStage,
        GateStep,
        Operator,
        ControlKind,
        Consequence,
        OwnerKind,
    );
    declare!(
        AtlasInfo,
        Plan,
        Phase,
        Section,
        Task,
        Unit,
        Assignment,
        Region,
        Designation,
        Site,
        Project,
        ProjectTask,
        BudgetLine,
        FundingRule,
        Roster,
        Gate,
        Indicator,
        Observation,
        Progress,
        ControlLine,
        Criterion,
        Assessment,
        View,
    );
    declare!(ChangeRequest, EditRequest);
    declare!(
        Filter,
        Totals,
        FacetCount,
        Facets,
        Measures,
        Page<ts_rs::Dummy>,
        Sort,
        ProjectRow,
        TaskRow,
        TownRow,
        TownPin,
        SitePin,
        ProjectShape,
        MapFeatures,
        Node,
        NodeKind,
        Contents,
        UnmappedItem,
        SearchHit,
        AssignedUnit,
        RoleUnits,
        TaskBrief,
        IndicatorBrief,
        PlanDetail,
        DesignatedTown,
        TaskDetail,
        TownDetail,
        ProjectDetail,
        UnitDetail,
        RoleTask,
        SiteDetail,
        Detail,
        ShapeProblem,
        Choice,
        Choices,
    );
    declare!(
        AppState,
        Prefs,
        RecentAtlas,
        Credit,
        AtlasSummary,
        Applied,
        Touched,
        JournalStep,
        JournalLine,
        Start,
        ShapeOp,
        ShapeAnswer,
        ParsedCoordinates,
        RowProblem,
        CrsChoice,
        OwnSystem,
        OwnMade,
        FourParameters,
        SystemTrial,
        FittedPoint,
        FitSummary,
        CrsGroup,
        ExportRequest,
        MapProgress,
        ExportReport,
        ExportLoss,
        LeftOut,
        WireError,
    );
    declare!(
        FileOptions,
        FileSurvey,
        FileWarning,
        FileLayer,
        PlaceColumns,
        FieldSurvey,
        SampleRow,
        Target,
        LikelyCrs,
        FileCrs,
        SystemChoice,
        FileShapes,
        FileImport,
        FileImported,
        JobProgress,
        ControlsInView,
        TownOutline,
        TownOutlines,
        ControlCount,
        CheckReport,
        ControlOverlap,
        InvalidShape,
        Duplicate,
        Outside,
        CheckExported,
    );
    declare!(
        LayerKind,
        TileSystem,
        MapLayer,
        TileGrid,
        ImagePoint,
        ImageFit,
        ImageResidual,
        LayerProblem,
        LayerState,
        LayerProbe,
        ProbedLayer,
        ProbedStyle,
        ProbedGrid,
    );
    out.push_str(&words());
    out.push_str(&commands::typescript(&cfg));
    out
}

/// The vocabularies with their labels, for selects, chips and legends.
fn words() -> String {
    let mut out = String::from(
        "export interface Word { word: string; zh: string; en: string }\n\nexport const words = {\n",
    );
    macro_rules! list {
        ($($t:ident),* $(,)?) => { $(
            out.push_str(&format!("  {}: [\n", stringify!($t)));
            for v in $t::ALL {
                out.push_str(&format!("    {{ word: '{}', zh: '{}', en: '{}' }},\n", v.word(), v.zh(), v.en()));
            }
            out.push_str("  ],\n");
        )* };
    }
    list!(
        Precision,
        RegionLevel,
        Role,
        Category,
        PilotLevel,
        PilotStatus,
        ProjectKind,
        ProjectStage,
        TaskKind,
        TaskStatus,
        SiteKind,
        MoneySource,
        MoneyStage,
        GateStep,
        Operator,
        ControlKind,
        Consequence,
        OwnerKind,
    );
    out.push_str("} as const satisfies Record<string, readonly Word[]>\n\n");
    out
}
