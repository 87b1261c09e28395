//! Columns in which tables of this program say where, and text that is no formula.

use crate::formats::{Field, WrittenCrs};
use geo_types::Geometry;

/// Names of the columns beside the fields.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::formats) struct GeometryHeaders {
    /// Longitude or easting.
    pub east: String,
    /// Latitude or northing.
    pub north: String,
    /// Well-known text of what is no point.
    pub wkt: String,
    /// Name of the system.
    pub system: String,
}

impl GeometryHeaders {
    /// Names that no field has.
    pub fn beside(fields: &[Field], crs: &WrittenCrs) -> Self {
        let free = |name: &str| {
            let mut name = name.to_owned();
            while fields.iter().any(|f| f.name.eq_ignore_ascii_case(&name)) {
                name.insert(0, '_');
            }
            name
        };
        let (east, north) = if crs.is_projected() {
            ("东坐标", "北坐标")
        } else {
            ("经度", "纬度")
        };
        Self {
            east: free(east),
            north: free(north),
            wkt: free("WKT"),
            system: free("坐标系"),
        }
    }
}

/// The one point of a geometry, where it is no more than that.
pub(in crate::formats) fn as_point(geometry: Option<&Geometry<f64>>) -> Option<geo_types::Point<f64>> {
    match geometry {
        Some(Geometry::Point(p)) if p.x().is_finite() && p.y().is_finite() => Some(*p),
        _ => None,
    }
}

/// Returns the text as a spreadsheet takes it for text: with an apostrophe before a beginning that would make it a
/// formula, or before an apostrophe that stands before one (OWASP, CSV Injection).
pub(in crate::formats) fn guard_formula(text: &str) -> std::borrow::Cow<'_, str> {
    if starts_formula(text) || text.starts_with('\'') && text[1..].starts_with(formula_or_mark) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Returns the text without the apostrophe that [`guard_formula`] puts before it.
pub(in crate::formats) fn unguard_formula(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(formula_or_mark) => rest,
        _ => text,
    }
}

fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn formula_or_mark(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\'')
}

/// Year, month and day of a whole ISO day, and the rest after it.
pub(in crate::formats) fn date_parts(text: &str) -> Option<(u16, u8, u8, &str)> {
    let year = text.get(..4)?.parse().ok()?;
    let month = text.get(5..7)?.parse().ok()?;
    let day = text.get(8..10)?.parse().ok()?;
    let dashes = text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    let fits = (1..=12).contains(&month)
        && day >= 1
        && u32::from(day) <= super::dates::days_in(u32::from(year), u32::from(month));
    (dashes && fits && text[..10].bytes().all(|b| b == b'-' || b.is_ascii_digit()))
        .then(|| (year, month, day, &text[10..]))
}
