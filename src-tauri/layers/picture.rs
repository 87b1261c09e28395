//! Where a picture lies on the ground, by control points.

use geo_types::coord;
use geodata::crs::Crs;
use geodata::crs::fit::{self, ControlPoint, FitError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use words::English;

/// A place in a picture and on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct ImagePoint {
    /// Pixels from the left edge.
    pub x: f64,
    /// Pixels from the upper edge, downwards.
    pub y: f64,
    /// Degrees, WGS84 or CGCS2000.
    pub lon: f64,
    /// Degrees.
    pub lat: f64,
}

/// How a picture is laid on the ground: east = a·x + b·y + c, north = d·x + e·y + f, in Web Mercator metres
/// (EPSG:3857), x and y in pixels from the upper left corner, y downwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ImageFit {
    /// a, b, c, d, e, f.
    pub affine: [f64; 6],
    /// What becomes of pixel x, y: x = a·east + b·north + c, y = d·east + e·north + f.
    pub inverse: [f64; 6],
    /// One for each control point, in their order.
    pub residuals: Vec<ImageResidual>,
    /// Root mean square of the distances in metres on the ground; 0 with three points, which proves nothing.
    pub rms: f64,
    /// How many more points than three.
    pub spare: u32,
    /// Metres on the ground a pixel, in the middle of the points.
    pub metres_per_pixel: f64,
    /// The four corners, longitude and latitude: upper left, upper right, lower right, lower left.
    pub corners: [[f64; 2]; 4],
}

/// How well a control point fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct ImageResidual {
    /// East, metres on the ground.
    pub dx: f64,
    /// North.
    pub dy: f64,
    /// Their length.
    pub distance: f64,
    /// It contradicts the others.
    pub outlier: bool,
}

/// Why a picture cannot be laid on the ground.
#[derive(Debug, thiserror::Error)]
pub enum ImageFitError {
    /// The points give no transformation.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A longitude or latitude is none.
    #[error("第 {0} 个控制点的经纬度不在范围内：经度 −180～180，纬度 −85～85")]
    OffTheMap(usize),
    /// The transformation squeezes the picture to nothing.
    #[error("这些控制点把图压成了一条线：请检查像素坐标和经纬度是否对应")]
    Flat,
    /// The picture reaches beyond the map.
    #[error("按这些控制点，图的一角落到了地图之外：请检查像素坐标和经纬度是否对应")]
    BeyondTheMap,
}

impl English for ImageFitError {
    fn english(&self) -> String {
        match self {
            Self::Fit(error) => error.english(),
            Self::OffTheMap(n) => {
                format!("the place of point {n} is out of range: longitude −180 to 180, latitude −85 to 85")
            }
            Self::Flat => "these points press the picture onto a line; see that pixels and places belong together".to_owned(),
            Self::BeyondTheMap => {
                "with these points a corner of the picture lies off the map; see that pixels and places belong together".to_owned()
            }
        }
    }
}

/// Returns where a picture of that many pixels lies by three or more points.
///
/// Fitted by least squares in Web Mercator, as the map draws it. There one metre on the ground is 1 / cos φ units, so
/// residuals are divided by that. A sheet drawn in Gauss-Krüger bends by less than half a metre in 4 km this way, and by 9 m in 20 km.
///
/// # Errors
/// [`ImageFitError`], saying which point is wrong.
pub fn fit_image(controls: &[ImagePoint], size: [u32; 2]) -> Result<ImageFit, ImageFitError> {
    let mut points = Vec::with_capacity(controls.len());
    for (i, c) in controls.iter().enumerate() {
        let on_map = c.lon.abs() <= 180.0 && c.lat.abs() <= 85.0;
        let to = on_map
            .then(|| Crs::WebMercator.forward(coord! { x: c.lon, y: c.lat }).ok())
            .flatten()
            .ok_or(ImageFitError::OffTheMap(i + 1))?;
        points.push(ControlPoint {
            from: coord! { x: c.x, y: c.y },
            to,
        });
    }
    let fit = fit::affine(&points)?;
    let t = fit.transform;
    let determinant = t.xx * t.yy - t.xy * t.yx;
    if !determinant.is_normal() {
        return Err(ImageFitError::Flat);
    }
    let shrink: Vec<f64> = controls.iter().map(|c| c.lat.to_radians().cos()).collect();
    let residuals: Vec<ImageResidual> = fit
        .residuals
        .iter()
        .zip(&shrink)
        .map(|(r, k)| ImageResidual {
            dx: r.dx * k,
            dy: r.dy * k,
            distance: r.distance() * k,
            outlier: r.outlier,
        })
        .collect();
    let n = controls.len() as f64;
    let rms = if fit.spare == 0 {
        0.0
    } else {
        (residuals.iter().map(|r| r.distance * r.distance).sum::<f64>() / n).sqrt()
    };
    let corner = |x: u32, y: u32| {
        let at = t.apply(coord! { x: f64::from(x), y: f64::from(y) });
        Crs::WebMercator.inverse(at).map(|c| [c.x, c.y])
    };
    let [w, h] = size;
    let corners = [corner(0, 0), corner(w, 0), corner(w, h), corner(0, h)];
    let [Ok(a), Ok(b), Ok(c), Ok(d)] = corners else {
        return Err(ImageFitError::BeyondTheMap);
    };
    Ok(ImageFit {
        affine: [t.xx, t.xy, t.x0, t.yx, t.yy, t.y0],
        inverse: [
            t.yy / determinant,
            -t.xy / determinant,
            (t.xy * t.y0 - t.yy * t.x0) / determinant,
            -t.yx / determinant,
            t.xx / determinant,
            (t.yx * t.x0 - t.xx * t.y0) / determinant,
        ],
        residuals,
        rms,
        spare: u32::try_from(fit.spare).unwrap_or(u32::MAX),
        metres_per_pixel: determinant.abs().sqrt() * shrink.iter().sum::<f64>() / n,
        corners: [a, b, c, d],
    })
}

/// Most pixels of a picture: an A0 sheet at 300 dots an inch has 140 million.
const MOST_PIXELS: u64 = 160_000_000;

/// Why a file cannot be a pinned picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum SizeError {
    /// It is not there.
    #[error("找不到文件")]
    Missing,
    /// It is no picture that a page can show.
    #[error("不是 PNG、JPEG、WebP 或 GIF 图片；TIFF 请先另存为 PNG 或 JPEG")]
    NotAPicture,
    #[error("图片损坏，读不出宽和高")]
    Damaged,
    /// It is too large to be drawn.
    #[error("图片为 {0}×{1} 像素，超过 1.6 亿像素：请先缩小")]
    TooLarge(usize, usize),
}

impl English for SizeError {
    fn english(&self) -> String {
        match self {
            Self::Missing => "the file is not there".to_owned(),
            Self::NotAPicture => {
                "it is no PNG, JPEG, WebP or GIF picture; save a TIFF as PNG or JPEG first".to_owned()
            }
            Self::Damaged => "the picture is damaged: its width and height cannot be read".to_owned(),
            Self::TooLarge(width, height) => {
                format!(
                    "the picture has {width}×{height} pixels, more than 160 million; make it smaller first"
                )
            }
        }
    }
}

/// Returns width and height of a picture in pixels, from its head.
///
/// # Errors
/// [`SizeError`].
pub fn size(path: &std::path::Path) -> Result<[u32; 2], SizeError> {
    use std::io::Read as _;
    let file = std::fs::File::open(path).map_err(|_| SizeError::Missing)?;
    let mut head = Vec::with_capacity(16);
    file.take(16)
        .read_to_end(&mut head)
        .map_err(|_| SizeError::Missing)?;
    geodata::tile_content::Picture::of(&head).ok_or(SizeError::NotAPicture)?;
    let found = imagesize::size(path).map_err(|_| SizeError::Damaged)?;
    let (Ok(width), Ok(height)) = (u32::try_from(found.width), u32::try_from(found.height)) else {
        return Err(SizeError::Damaged);
    };
    if width == 0 || height == 0 {
        return Err(SizeError::Damaged);
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(SizeError::TooLarge(found.width, found.height));
    }
    Ok([width, height])
}
