//! Footprints as an atlas keeps them: blobs of a GeoPackage, in longitude and latitude.

use geo_types::Geometry;
use geodata::formats::gpkg_blob;

use crate::model::{SRS, check_box};

/// A geometry as GeoPackage has it.
pub(super) fn encode(
    geometry: &Geometry<f64>,
    out: &mut Vec<u8>,
) -> Result<Option<[f64; 4]>, Box<dyn std::error::Error + Send + Sync>> {
    let blob = gpkg_blob::encode(geometry, SRS)?;
    out.extend_from_slice(&blob);
    Ok(gpkg_blob::envelope(&blob))
}

/// A geometry as GeoPackage has it.
///
/// # Errors
/// In words, if it is damaged or in another system.
pub(super) fn geometry(blob: &[u8]) -> Result<Geometry<f64>, String> {
    check_system(blob)?;
    gpkg_blob::decode(blob).map_err(|e| e.to_string())
}

/// Checks that a blob says that it is in longitude and latitude: CGCS2000, WGS 84, or nothing.
///
/// # Errors
/// In words, with the number of the system.
pub(super) fn check_system(blob: &[u8]) -> Result<(), String> {
    match gpkg_blob::srs_id(blob) {
        Ok(SRS | 4326 | 0 | -1) => Ok(()),
        Ok(other) => Err(format!("坐标系编号是 {other}，应为 {SRS}（CGCS2000 经纬度）")),
        Err(error) => Err(error.to_string()),
    }
}

/// Checks by the head of a footprint that it can be one, without reading its points.
///
/// # Errors
/// In words, what is wrong with it.
pub(super) fn check_head(blob: &[u8]) -> Result<(), String> {
    check_system(blob)?;
    match gpkg_blob::envelope(blob) {
        Some(bounds) => check_box(bounds),
        None => Err("范围是空的，或不能读取".to_owned()),
    }
}
