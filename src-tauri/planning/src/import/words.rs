//! Why shapes are mended or left out, in words.

use geodata::formats::gpkg_blob::BlobError;
use geodata::validity::RepairError;
use words::{Words, said};

pub(super) fn harm_name(code: &str) -> Words {
    match code {
        "validity.too-few-points" => said!("import.too_few_points", "点数不足", "too few points"),
        "validity.spike" => said!("import.spike", "边界折返", "the boundary turns back on itself"),
        "validity.self-crossing" => said!(
            "import.self_crossing",
            "边界自相交",
            "the boundary crosses itself"
        ),
        "validity.hole-outside" => said!("import.hole_outside", "空洞越界", "a hole reaches outside"),
        "validity.holes-overlap" => said!("import.holes_overlap", "空洞重叠", "holes overlap"),
        "validity.parts-overlap" => said!("import.parts_overlap", "部分重叠", "parts overlap"),
        "validity.inside-divided" => said!(
            "import.inside_divided",
            "内部被空洞隔断",
            "holes divide the inside"
        ),
        _ => said!("import.invalid_coordinates", "坐标无效", "invalid coordinates"),
    }
}

/// Why a shape cannot be kept.
pub(super) fn repair_in_words(error: &RepairError) -> Words {
    match error {
        RepairError::OutOfRange { x, y } => {
            let turned = x.abs() <= 90.0 && y.abs() <= 180.0;
            let hint = if turned {
                said!(
                    "import.perhaps_swapped",
                    "，经度和纬度可能填反了",
                    "; longitude and latitude may be the wrong way round"
                )
            } else {
                said!(
                    "import.check_crs",
                    "，请核对坐标系",
                    "; check the coordinate system"
                )
            };
            said!(
                "import.out_of_range",
                "({x}, {y}) 超出经纬度的范围{}",
                "({x}, {y}) is no longitude and latitude{}",
                hint
            )
        }
        RepairError::NothingLeft => said!(
            "import.nothing_left",
            "修复后没有剩下图形",
            "nothing of the shape is left after mending"
        ),
        RepairError::StillInvalid(problem) => said!(
            "import.not_mended",
            "无法自动修复（{}）",
            "it could not be mended ({})",
            harm_name(problem.code)
        ),
    }
}

/// Why the bytes of a geometry cannot be read.
pub(super) fn blob_in_words(error: &BlobError) -> Words {
    match error {
        BlobError::UnsupportedType { code, .. } => {
            let kind = match code % 1000 {
                15 => said!(
                    "import.polyhedral",
                    "多面体（PolyhedralSurface）",
                    "a PolyhedralSurface"
                ),
                16 => said!("import.tin", "三角网（TIN）", "a TIN"),
                17 => said!("import.triangle", "三角形（Triangle）", "a Triangle"),
                _ => {
                    return said!(
                        "import.type_not_supported",
                        "几何类型 {code} 不支持，请先转为点、线、面",
                        "geometry type {code} is not supported; convert it to points, lines or areas first"
                    );
                }
            };
            said!(
                "import.kind_not_supported",
                "{}不支持，请先转为面",
                "{} is not supported; convert it to areas first",
                kind
            )
        }
        BlobError::NotGeoPackage | BlobError::BadEnvelope { .. } => said!(
            "import.not_geopackage",
            "不是 GeoPackage 的几何",
            "it is no geometry of GeoPackage"
        ),
        BlobError::Extended => said!(
            "import.extended",
            "是其他程序的扩展几何，请先转为普通几何",
            "it is an extended geometry of another program; convert it to a plain one first"
        ),
        BlobError::TooDeep => said!("import.too_deep", "集合嵌套太深", "collections nest too deeply"),
        BlobError::Truncated { .. }
        | BlobError::BadByteOrder { .. }
        | BlobError::WrongPart { .. }
        | BlobError::TooMany { .. } => said!("import.damaged", "数据已损坏", "the data are damaged"),
    }
}
