//! Why shapes are mended or left out, in words.

use geodata::formats::gpkg_blob::BlobError;
use geodata::validity::RepairError;

pub(super) fn harm_name(code: &str) -> &'static str {
    match code {
        "validity.too-few-points" => "点数不足",
        "validity.spike" => "边界折返",
        "validity.self-crossing" => "边界自相交",
        "validity.hole-outside" => "空洞越界",
        "validity.holes-overlap" => "空洞重叠",
        "validity.parts-overlap" => "部分重叠",
        "validity.inside-divided" => "内部被空洞隔断",
        _ => "坐标无效",
    }
}

/// Why a shape cannot be kept.
pub(super) fn repair_in_words(error: &RepairError) -> String {
    match error {
        RepairError::OutOfRange { x, y } => {
            let turned = x.abs() <= 90.0 && y.abs() <= 180.0;
            let hint = if turned {
                "，经度和纬度可能填反了"
            } else {
                "，请核对坐标系"
            };
            format!("({x}, {y}) 超出经纬度的范围{hint}")
        }
        RepairError::NothingLeft => "修复后没有剩下图形".to_owned(),
        RepairError::StillInvalid(problem) => format!("无法自动修复（{}）", harm_name(problem.code)),
    }
}

/// Why the bytes of a geometry cannot be read.
pub(super) fn blob_in_words(error: &BlobError) -> String {
    match error {
        BlobError::UnsupportedType { code, .. } => {
            let kind = match code % 1000 {
                15 => "多面体（PolyhedralSurface）",
                16 => "三角网（TIN）",
                17 => "三角形（Triangle）",
                _ => return format!("几何类型 {code} 不支持，请先转为点、线、面"),
            };
            format!("{kind}不支持，请先转为面")
        }
        BlobError::NotGeoPackage | BlobError::BadEnvelope { .. } => "不是 GeoPackage 的几何".to_owned(),
        BlobError::Extended => "是其他程序的扩展几何，请先转为普通几何".to_owned(),
        BlobError::TooDeep => "集合嵌套太深".to_owned(),
        BlobError::Truncated { .. }
        | BlobError::BadByteOrder { .. }
        | BlobError::WrongPart { .. }
        | BlobError::TooMany { .. } => "数据已损坏".to_owned(),
    }
}
