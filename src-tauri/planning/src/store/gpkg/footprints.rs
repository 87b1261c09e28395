//! Footprints as an atlas keeps them: blobs of a GeoPackage, in longitude and latitude.

use geo_types::Geometry;
use words::{Words, said};

use crate::geopackage::blob;
use crate::model::{SRS, check_box};

/// A geometry as GeoPackage has it.
pub(super) fn encode(
    geometry: &Geometry<f64>,
    out: &mut Vec<u8>,
) -> Result<Option<[f64; 4]>, Box<dyn std::error::Error + Send + Sync>> {
    let bytes = blob::encode(geometry, SRS)?;
    out.extend_from_slice(&bytes);
    Ok(blob::envelope(&bytes))
}

/// A geometry as GeoPackage has it.
///
/// # Errors
/// In words, if it is damaged or in another system.
pub(super) fn geometry(bytes: &[u8]) -> Result<Geometry<f64>, Words> {
    check_system(bytes)?;
    blob::decode(bytes).map_err(Words::technical)
}

/// Checks that a blob says that it is in longitude and latitude: CGCS2000, WGS 84, or nothing.
///
/// # Errors
/// In words, with the number of the system.
pub(super) fn check_system(bytes: &[u8]) -> Result<(), Words> {
    match blob::srs_id(bytes) {
        Ok(SRS | 4326 | 0 | -1) => Ok(()),
        Ok(other) => Err(said!(
            "footprint.other_system",
            "坐标系编号是 {other}，应为 {SRS}（CGCS2000 经纬度）",
            "its coordinate system is number {other}, but should be {SRS} (CGCS2000, longitude and latitude)"
        )),
        Err(error) => Err(Words::technical(error)),
    }
}

/// Checks by the head of a footprint that it can be one, without reading its points.
///
/// # Errors
/// In words, what is wrong with it.
pub(super) fn check_head(bytes: &[u8]) -> Result<(), Words> {
    check_system(bytes)?;
    match blob::envelope(bytes) {
        Some(bounds) => check_box(bounds),
        None => Err(said!(
            "footprint.unreadable",
            "范围是空的，或不能读取",
            "the footprint is empty or cannot be read"
        )),
    }
}
