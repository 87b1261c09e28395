//! What the two plans rest on and rule: documents, standards, land, and when something is yellow or red.

use super::{
    eligibility,
    plans::{QUALITY, SPECIALITY, task_id},
};
use planning::model::{
    Citation, CitationRelation, Document, LandPolicy, LandRule, Light, LightRule, LightTest, PartialDate,
    Record, Standard, StandardItem,
};

/// All of them; the funding rules stand before.
pub(super) fn rows() -> Vec<Record> {
    let mut rows = documents();
    rows.extend(standards());
    rows.extend(land_rules());
    rows.extend(eligibility::rows());
    rows.extend(light_rules());
    rows
}

/// Five documents, one of which both plans carry out.
fn documents() -> Vec<Record> {
    use CitationRelation::{Basis, Cites, Implements};
    let documents = [
        (
            "关于开展小城镇品质提升行动的意见（演练）",
            "演省办〔2024〕9001号",
            "演练省政府办公厅（虚构）",
            2024,
        ),
        (
            "演练市精致小城镇建设行动方案",
            "演市政〔2024〕9902号",
            "演练市政府（虚构）",
            2024,
        ),
        (
            "清河源县农村生活污水治理专项规划",
            "演政发〔2023〕9903号",
            "清河源县政府（虚构）",
            2023,
        ),
        (
            "镇街驻地道路设计导则（演练）",
            "YL/T 9004—2024",
            "演练省住房和城乡建设厅（虚构）",
            2024,
        ),
        (
            "关于培育特色产业集群的若干措施（演练）",
            "演省工信〔2025〕9005号",
            "演练省工业和信息化厅（虚构）",
            2025,
        ),
    ];
    let document = |(n, (title, number, issuer, year)): (i64, (&str, &str, &str, i32))| {
        Record::from(Document {
            id: document_id(n).into(),
            title: title.to_owned(),
            number: Some(number.to_owned()),
            issuer: Some(issuer.to_owned()),
            issued_on: Some(PartialDate::Year(year)),
            source: None,
            note: Some("演练：虚构文件".to_owned()),
        })
    };
    let citations = [
        (QUALITY, 1, Basis, 1, "一"),
        (QUALITY, 2, Implements, 2, "一"),
        (QUALITY, 3, Cites, 3, "任务3"),
        (QUALITY, 4, Cites, 4, "任务1"),
        (SPECIALITY, 5, Basis, 1, "一"),
        (SPECIALITY, 2, Implements, 2, "一"),
    ];
    let citation = |(n, (plan, document, relation, ordinal, read_at)): (i64, (&str, i64, _, i64, &str))| {
        Record::from(Citation {
            id: format!("practice/q{n:02}").into(),
            plan: plan.into(),
            document: document_id(document).into(),
            relation,
            ordinal,
            read_at: Some(read_at.to_owned()),
            note: None,
        })
    };
    let cited = (1..).zip(citations).map(citation);
    (1..).zip(documents).map(document).chain(cited).collect()
}

fn document_id(n: i64) -> String {
    format!("practice/doc{n:02}")
}

fn standards() -> Vec<Record> {
    type Items = &'static [(&'static str, &'static str)];
    let table: [(&str, usize, &str, &str, Items); 3] = [
        (
            QUALITY,
            9,
            "五好镇街",
            "三年行动结束时逐镇对照验收",
            &[
                ("道路好", "驻地主次街铺装完好，断头路打通"),
                ("供排水好", "管网供水到户，污水集中处理"),
                ("服务好", "学位、床位、托位达到县级标准"),
                ("环境好", "垃圾日产日清，黑臭水体消除"),
                ("管理好", "有执法队伍，有长效机制"),
            ],
        ),
        (
            QUALITY,
            11,
            "三有三无",
            "参加整治的村逐村销号",
            &[
                ("有保洁队伍", ""),
                ("有收运设施", ""),
                ("有村规民约", ""),
                ("无暴露垃圾", ""),
                ("无污水横流", ""),
                ("无乱搭乱建", ""),
            ],
        ),
        (
            SPECIALITY,
            17,
            "四链合一",
            "特色产业链的培育要求",
            &[
                ("产业链", "有链主企业和三家以上配套企业"),
                ("创新链", "有一个县级以上研发平台"),
                ("人才链", "有实训基地"),
                ("资金链", "有产业基金或担保"),
            ],
        ),
    ];
    let mut rows = Vec::new();
    for (n, (plan, task, name, summary, items)) in (1..).zip(table) {
        let id = format!("practice/st{n:02}");
        let items = (1..).zip(items).map(|(i, (name, content))| {
            Record::from(StandardItem {
                id: format!("{id}/{i:02}").into(),
                standard: id.as_str().into(),
                ordinal: i,
                name: (*name).to_owned(),
                content: (!content.is_empty()).then(|| (*content).to_owned()),
                read_at: Some("附件".to_owned()),
            })
        });
        let items: Vec<Record> = items.collect();
        rows.push(Record::from(Standard {
            id: id.as_str().into(),
            plan: plan.into(),
            task: Some(task_id(task).into()),
            ordinal: n,
            name: name.to_owned(),
            summary: Some(summary.to_owned()),
            read_at: Some("附件".to_owned()),
            note: None,
        }));
        rows.extend(items);
    }
    rows
}

fn land_rules() -> Vec<Record> {
    use LandPolicy::*;
    let table = [
        (
            QUALITY,
            "新增用地指标倾斜",
            Quota,
            Some(0.3),
            "全县新增指标用于试点镇的比例",
        ),
        (
            QUALITY,
            "增减挂钩指标优先用于驻地",
            Linkage,
            None,
            "镇街自行腾出的指标",
        ),
        (
            QUALITY,
            "盘活存量建设用地留镇",
            ExistingLand,
            Some(1.0),
            "试点镇盘活的部分",
        ),
        (
            QUALITY,
            "闲置宅基地有偿退出",
            Homestead,
            None,
            "农民自愿，村集体收回",
        ),
        (
            QUALITY,
            "驻地改造房票安置",
            Resettlement,
            None,
            "县城和各镇街的新建商品房通用",
        ),
        (
            SPECIALITY,
            "集体经营性建设用地入市",
            CollectiveLand,
            None,
            "一区多园范围内",
        ),
        (
            SPECIALITY,
            "工矿废弃地复垦",
            Reclamation,
            None,
            "复垦新增耕地指标全部留镇",
        ),
        (
            SPECIALITY,
            "标准厂房弹性年期供地",
            Other,
            None,
            "先租后让，租期不超过五年",
        ),
    ];
    let rule = |(n, (plan, title, kind, share, condition)): (i64, (&str, &str, _, _, &str))| {
        Record::from(LandRule {
            id: format!("practice/l{n:02}").into(),
            plan: plan.into(),
            ordinal: n,
            title: title.to_owned(),
            kind,
            share,
            condition: Some(condition.to_owned()),
            basis: None,
            read_at: Some("四（三）".to_owned()),
            note: None,
        })
    };
    (1..).zip(table).map(rule).collect()
}

/// The usual numbers: 30 points or three months are red, 10 points or a day are yellow.
fn light_rules() -> Vec<Record> {
    let table = [
        (Light::Red, LightTest::BehindPercent, 30.0, "滞后超过30个百分点"),
        (Light::Red, LightTest::MonthsNotStarted, 3.0, "到期三个月未开工"),
        (
            Light::Yellow,
            LightTest::BehindPercent,
            10.0,
            "滞后超过10个百分点",
        ),
        (Light::Yellow, LightTest::DaysLate, 0.0, "已逾期"),
    ];
    let rule = |(n, (light, test, over, reason)): (i64, (_, _, _, &str))| {
        Record::from(LightRule {
            id: format!("practice/light{n}").into(),
            ordinal: n,
            kind: None,
            light,
            test,
            over,
            reason: Some(reason.to_owned()),
        })
    };
    (1..).zip(table).map(rule).collect()
}
