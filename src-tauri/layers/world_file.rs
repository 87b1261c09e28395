//! World files: six numbers beside a picture that say where it lies, in a system that only a `.prj` beside it names.

use std::path::{Path, PathBuf};

use geo_types::coord;
use geodata::crs::{Converter, Crs};
use geodata::formats::FoundCrs;
use words::{Words, said};

use super::picture::ImagePoint;

/// No world file is longer.
const LONGEST: u64 = 4096;

/// What a world file gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Placed {
    /// The four corners of the picture, as control points.
    Corners(Vec<ImagePoint>),
    /// It cannot be used; in words.
    Problem(Words),
}

/// Returns what the world file beside a picture gives; `None` if there is none.
pub fn beside(picture: &Path, size: [u32; 2]) -> Option<Placed> {
    let file = names(picture).into_iter().find(|p| p.is_file())?;
    let name = file
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let Some(numbers) = read(&file).and_then(|text| six(&text)) else {
        return Some(Placed::Problem(said!(
            "layers.not_six_numbers",
            "旁边的 {name} 里不是六个数，没有用它",
            "{name} beside it does not hold six numbers and was not used"
        )));
    };
    let prj = picture.with_extension("prj");
    let crs = match read(&prj).map(|text| FoundCrs::of_text(&text)) {
        Some(FoundCrs::Stated(crs)) => crs,
        Some(_) => {
            return Some(Placed::Problem(said!(
                "layers.unknown_prj",
                "旁边的 .prj 里的坐标系不认识，没有用世界文件",
                "the coordinate system in the .prj beside it is not known; the world file was not used"
            )));
        }
        None if numbers[4].abs() <= 180.0 && numbers[5].abs() <= 90.0 => Crs::Cgcs2000,
        None => {
            return Some(Placed::Problem(said!(
                "layers.no_prj",
                "旁边有 {name}，但没有 .prj 说明坐标系：请用控制点定位，或补上 .prj",
                "{name} lies beside it, but no .prj states its coordinate system; place the picture by points, or add the .prj"
            )));
        }
    };
    Some(corners(numbers, size, crs).map_or_else(
        || {
            Placed::Problem(said!(
                "layers.world_file_outside",
                "{name} 里的数不在 {} 的范围内，没有用它",
                "the numbers in {name} lie outside its coordinate system ({}); it was not used",
                crs.name()
            ))
        },
        Placed::Corners,
    ))
}

/// `a.jpg` may have `a.jgw`, `a.jpgw`, `a.jpg.w`… : the first and last letter of the ending and a `w`, or `wld`.
fn names(picture: &Path) -> Vec<PathBuf> {
    let ending = picture
        .extension()
        .map(|e| e.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut endings = vec![format!("{ending}w"), "wld".to_owned()];
    if let (Some(first), Some(last)) = (ending.chars().next(), ending.chars().last()) {
        endings.insert(0, format!("{first}{last}w"));
    }
    let upper: Vec<String> = endings.iter().map(|e| e.to_uppercase()).collect();
    endings
        .iter()
        .chain(&upper)
        .map(|e| picture.with_extension(e))
        .collect()
}

fn read(path: &Path) -> Option<String> {
    let small = std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= LONGEST);
    small.then(|| std::fs::read_to_string(path).ok()).flatten()
}

fn six(text: &str) -> Option<[f64; 6]> {
    let numbers: Vec<f64> = text
        .trim_start_matches('\u{feff}')
        .split_whitespace()
        .map(|t| t.parse().ok().filter(|v: &f64| v.is_finite()))
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// The numbers are a, d, b, e, c, f of x = a·column + b·row + c, y = d·column + e·row + f, counted from the middle of
/// the upper left pixel.
fn corners([a, d, b, e, c, f]: [f64; 6], [width, height]: [u32; 2], crs: Crs) -> Option<Vec<ImagePoint>> {
    let converter = Converter::new(crs, None).ok()?;
    let (w, h) = (f64::from(width), f64::from(height));
    [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]
        .into_iter()
        .map(|(x, y)| {
            let (column, row) = (x - 0.5, y - 0.5);
            let at = coord! { x: a * column + b * row + c, y: d * column + e * row + f };
            let place = converter.inverse(at).ok()?;
            let sound = place.x.abs() <= 180.0 && place.y.abs() <= 85.0;
            sound.then_some(ImagePoint {
                x,
                y,
                lon: place.x,
                lat: place.y,
            })
        })
        .collect()
}
