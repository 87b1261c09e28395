//! Quarterly progress reports of everything that is or was being built.

use time::Duration;

use super::{
    calendar::{STATUS, quarter_ends, to_the_day},
    money,
    noise::pick,
    places::TOWNS,
    projects::Planned,
    units::unit_id,
};
use planning::model::{Fen, MoneyStage, OwnerKind, ProgressReport, ProjectKind, ProjectStage, Record};

/// The reports of every project that has begun; `budget` is what [`money::rows`] gave.
pub(super) fn rows(projects: &[Planned], budget: &[Record]) -> Vec<Record> {
    projects
        .iter()
        .filter(|p| p.begun())
        .flat_map(|p| reports(p, budget))
        .map(Record::from)
        .collect()
}

fn reports(p: &Planned, budget: &[Record]) -> Vec<ProgressReport> {
    let (Some(start), Some(end)) = (p.start(), p.end()) else {
        return Vec::new();
    };
    let over = matches!(p.entry.stage, ProjectStage::Completed | ProjectStage::Accepted);
    let mut days: Vec<_> = quarter_ends(start)
        .into_iter()
        .filter(|day| !over || *day < end)
        .collect();
    days.push(if over { end } else { STATUS - Duration::days(5) });
    let spent = money::total(budget, p.project.id.as_str(), MoneyStage::Spent);
    let last = if over {
        100.0
    } else {
        p.project.percent.unwrap_or(0.0)
    };
    let count = days.len();
    days.into_iter()
        .enumerate()
        .map(|(i, day)| {
            let percent = if i + 1 == count {
                last
            } else {
                p.percent_on(day).min(last)
            };
            let part = if last > 0.0 { percent / last } else { 0.0 };
            let (problem, next_step) = words(p, i, percent, i + 1 == count);
            ProgressReport {
                id: format!("{}/r{:02}", p.project.id, i + 1).into(),
                owner_kind: OwnerKind::Project,
                owner: p.project.id.as_str().to_owned(),
                on_date: to_the_day(day),
                percent: Some(percent),
                // To the 元; payments follow the works.
                spent: (spent > 0).then(|| Fen((spent as f64 * part / 100.0).floor() as i64 * 100)),
                problem: problem.map(str::to_owned),
                next_step: Some(next_step.to_owned()),
                reported_by: p.project.lead_unit.as_ref().map(|unit| reporter(unit.as_str())),
                round: None,
                unchanged: None,
            }
        })
        .collect()
}

fn reporter(unit: &str) -> String {
    let town = TOWNS.iter().find(|t| unit_id(t.name) == unit);
    let name = unit.rsplit('/').next().unwrap_or(unit);
    match town {
        Some(_) => format!("{name}村镇建设办"),
        None => format!("{name}项目科"),
    }
}

const LATE: &[&str] = &[
    "征迁尚余3户未签协议，影响约300米工作面",
    "专项债二批资金未到账，施工单位垫资意愿下降",
    "雨季积水严重，基槽反复浸泡，有效作业日不足一半",
    "电力杆线迁改未完成，交叉作业受阻",
    "施工单位投入不足，现场人员少于投标承诺",
    "用地组卷退回补正，一个标段不具备进场条件",
];
const LINEAR: &[&str] = &[
    "与燃气管线交叉，需调整标高",
    "砂石料涨价，供应偏紧",
    "过路段需报批占道施工，审批在途",
];
const HOUSES: &[&str] = &[
    "工程变更两项待审",
    "深基坑方案需专家论证",
    "秋冬扬尘管控期间土方停工",
];
const FIELDS: &[&str] = &[
    "秋收前农户不同意进地施工",
    "机井通电手续未办结",
    "部分地块承包纠纷待镇村调解",
];

fn words(p: &Planned, report: usize, percent: f64, newest: bool) -> (Option<&'static str>, &'static str) {
    let seed = (p.number * 31 + report) as u64;
    let pool = match p.entry.kind {
        ProjectKind::Road | ProjectKind::Water | ProjectKind::Sewage | ProjectKind::Utility => LINEAR,
        ProjectKind::Agriculture | ProjectKind::Greening => FIELDS,
        _ => HOUSES,
    };
    let problem = match p.entry.stage {
        ProjectStage::Suspended if newest => Some("项目停工，待县政府专题会议研究复工条件"),
        _ if p.entry.late && report > 0 => Some(LATE[pick(seed, LATE.len())]),
        _ if pick(seed, 3) == 0 && percent < 100.0 => Some(pool[pick(seed + 1, pool.len())]),
        _ => None,
    };
    let next = match (p.entry.stage, p.entry.kind) {
        (ProjectStage::Suspended, _) if newest => "完成已完工程量核定，做好现场看护",
        _ if percent >= 100.0 => "整理竣工资料，组织联合验收与结算审计",
        _ if p.entry.late && newest => "倒排工期，两班作业，专班每周调度一次",
        (_, ProjectKind::Road) if percent < 40.0 => "完成路基填筑，排水管涵同步跟进",
        (_, ProjectKind::Road) => "摊铺沥青面层，安装标志标线与路灯",
        (_, ProjectKind::Water | ProjectKind::Sewage) => "分段试压冲洗，恢复路面",
        (_, ProjectKind::Greening) => "完成场地整理，按季节栽植苗木",
        (_, ProjectKind::Agriculture) => "抢在播种前完成田间道路与渠系",
        (_, ProjectKind::Digital) => "完成设备安装，接入平台联调",
        _ if percent < 35.0 => "完成基础与地下结构，组织分部验收",
        _ if percent < 75.0 => "主体结构封顶，二次结构与机电预埋跟进",
        _ => "室内外装饰与室外管网配套，准备专项验收",
    };
    (problem, next)
}
