//! Commerce, industry and farming.

use super::{COUNTY, CatalogueEntry, p};
use crate::footprints::Foot::*;
use planning::model::{
    ProjectKind::{Agriculture, Commerce, Industry},
    ProjectStage::*,
};

const TRADE: &str = "县商务和投资促进局";
const WORKS: &str = "县工业和信息化局";
const FARMING: &str = "县农业农村局";

#[rustfmt::skip] // a table: one project a line
pub(super) const ROWS: &[CatalogueEntry] = &[
    p(Building, 2, Commerce, "开发区冷链物流集散中心", Block((3, -5, 6, -3)), 11600.0, ("2025-08", "2026-12"), TRADE, &[20], "冷库5万吨，分拣、检测、结算一体"),
    p(Completed, 4, Commerce, "石榴湾镇农贸市场", Block((0, -2, 1, -1)), 890.0, ("2025-03", "2025-11"), TRADE, &[8], "摊位160个，设快检室"),
    p(Building, 5, Commerce, "柳荫集镇商贸综合体", Block((2, -2, 3, -1)), 3600.0, ("2025-12", "2027-02"), TRADE, &[8], "超市、影院、快递共配中心"),
    p(Preparing, 7, Commerce, "望岑镇农产品产地仓", Lot(3, -3, 0.05, 0.95, 0.05, 0.9), 1480.0, ("2026-10", "2027-06"), TRADE, &[20], "预冷库与分选线").late(),
    p(Idea, 1, Commerce, "城东专业市场搬迁", Unmapped, 7600.0, ("2027", ""), TRADE, &[8], "建材、汽配两个市场外迁，选址比选中").unfunded(),

    p(Building, 2, Industry, "装备制造产业园（一期）", Block((-8, -2, -4, 2)), 38500.0, ("2025-04", "2027-09"), WORKS, &[17, 18], "标准厂房18栋及研发楼，配套停车与食堂"),
    p(Building, 2, Industry, "食品加工产业园标准厂房", BlockWithout((0, 0, 5, 4), (2, 1, 3, 2)), 29800.0, ("2025-07", "2027-06"), WORKS, &[17, 18], "中部保留既有变电设施地块"),
    p(Preparing, 2, Industry, "开发区扩区南片基础设施", Blocks(&[(-5, -6, -2, -3), (-1, -6, 2, -5)]), 17600.0, ("2026-12", "2027-12"), "", &[17], "两片分期，先平整后配套"),
    p(Completed, 3, Industry, "青禾渡镇稻米加工园", Block((-6, -2, -4, 0)), 4600.0, ("2024-10", "2026-03"), WORKS, &[18, 19], "年加工稻米8万吨，建低温库"),
    p(Building, 5, Industry, "柳荫集镇柳编创业园", Block((4, 1, 6, 3)), 3900.0, ("2025-10", "2026-12"), WORKS, &[18], "柳编工坊、电商直播与展销"),
    p(Building, 8, Industry, "瓦窑岗镇建陶技改示范线", Lot(-1, -3, 0.02, 0.98, 0.05, 0.95), 2900.0, ("2025-11", "2026-10"), WORKS, &[18, 21], "隧道窑改电窑，余热利用").late(),
    p(Preparing, 9, Industry, "桑麻园镇蚕桑丝绸产业园", Block((2, -4, 5, -2)), 6200.0, ("2027-02", "2027-12"), WORKS, &[17], "缫丝、织造与副产物综合利用"),
    p(Accepted, 6, Industry, "稻花铺镇就业创业孵化基地", Lot(4, 1, 0.05, 0.8, 0.1, 0.8), 680.0, ("2024-04", "2025-01"), "", &[18, 23], "利用旧校舍改造，孵化工位200个").amount(3600.0, "平方米"),

    p(Building, 6, Agriculture, "稻花铺镇高标准农田建设（2026年度）", Fields(-11.0, -14.6, 1350.0, 900.0, 3), 4100.0, ("2026-02", "2026-12"), FARMING, &[19], "田间道路、灌排渠系与地力提升，村庄不计入"),
    p(Completed, 5, Agriculture, "柳荫集镇高标准农田建设（2025年度）", Fields(-18.0, -6.4, 1200.0, 980.0, 2), 3800.0, ("2025-03", "2026-03"), FARMING, &[19], "机井、输电与高效节水灌溉"),
    p(Building, 4, Agriculture, "石榴湾镇万亩石榴标准园", Fields(9.0, -12.0, 1050.0, 700.0, 1), 2350.0, ("2025-09", "2026-10"), FARMING, &[19, 24], "品种改良、水肥一体化与采后处理").late(),
    p(Building, 9, Agriculture, "桑麻园镇生态桑园", Fields(0.6, -16.2, 760.0, 520.0, 1), 1480.0, ("2026-01", "2026-12"), FARMING, &[19], "密植桑园与小蚕共育室"),
    p(Preparing, 11, Agriculture, "鹭汀洲乡稻渔综合种养基地", Fields(15.4, -2.6, 640.0, 520.0, 0), 1760.0, ("2026-12", "2027-07"), FARMING, &[19], "改造稻田，开挖鱼沟"),
    p(Idea, 7, Agriculture, "望岑镇设施蔬菜园区（概念）", Fields(6.2, 15.4, 560.0, 430.0, 0), 2900.0, ("2027-H1", ""), FARMING, &[19], "日光温室200座，与种植大户洽谈中").unfunded(),
    p(Preparing, COUNTY, Agriculture, "全县农业废弃物收储中心", Unmapped, 1350.0, ("2027-03", "2027-11"), FARMING, &[19], "秸秆、农膜收储与饲料化利用，布点待定"),
];
