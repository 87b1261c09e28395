//! What map services say of themselves, and the grids their tiles lie in. Nothing here opens a connection: bytes come
//! from the caller.
//!
//! - [`Grid`], [`Matrix`], [`GridCrs`]: tile grids, Web Mercator or of degrees
//! - [`read`]: the capabilities of a WMS ([`Wms`], 1.1.1 and 1.3.0) or WMTS ([`Wmts`], 1.0.0)

mod grid;
mod tree;
mod wms;
mod wmts;

use words::English;

pub use grid::{Grid, GridCrs, MERCATOR_EDGE, Matrix};
pub use tree::LARGEST;
pub use wms::{Wms, WmsLayer};
pub use wmts::{Wmts, WmtsLayer, WmtsSet};

/// Why a description of a service cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// It is no XML.
    #[error("不是 XML")]
    NotXml,
    /// It breaks off or is damaged.
    #[error("服务说明不完整或损坏：{0}")]
    Broken(String),
    /// A limit was passed.
    #[error("服务说明过大：{0}")]
    TooMuch(String),
    /// The service reports an error instead.
    #[error("服务报告错误：{0}")]
    Exception(String),
    /// It describes something else.
    #[error("不是 WMS 或 WMTS 的服务说明，而是 <{0}>")]
    Other(String),
}

impl English for ServiceError {
    fn english(&self) -> String {
        match self {
            Self::NotXml => "this is no XML".to_owned(),
            Self::Broken(_) => "the description of the service is incomplete or damaged".to_owned(),
            Self::TooMuch(_) => "the description of the service is too large".to_owned(),
            Self::Exception(words) => format!("the service reports an error: {words}"),
            Self::Other(name) => format!("this is no description of a WMS or WMTS, but <{name}>"),
        }
    }
}

/// A style: its name and title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// What the service calls it.
    pub name: String,
    /// What people call it.
    pub title: String,
}

/// What a service says of itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Service {
    /// Pictures of any area.
    Wms(Wms),
    /// Tiles.
    Wmts(Wmts),
}

/// Most layers, styles and formats that are listed.
const MOST_LAYERS: usize = 500;
const MOST_CHOICES: usize = 200;

/// Reads the capabilities of a service, in any encoding.
///
/// # Errors
/// [`ServiceError`], saying what came instead.
pub fn read(bytes: &[u8]) -> Result<Service, ServiceError> {
    let root = tree::read(bytes)?;
    match root.name.as_str() {
        "WMS_Capabilities" | "WMT_MS_Capabilities" => Ok(Service::Wms(wms::of(&root))),
        "Capabilities" if root.child("Contents").is_some() => Ok(Service::Wmts(wmts::of(&root))),
        "ServiceExceptionReport" | "ExceptionReport" | "ServiceException" => {
            Err(ServiceError::Exception(exception(&root)))
        }
        other => Err(ServiceError::Other(other.chars().take(60).collect())),
    }
}

fn exception(root: &tree::Element) -> String {
    let mut words = Vec::new();
    let mut todo = vec![root];
    while let Some(element) = todo.pop() {
        words.extend(
            element
                .attribute("exceptionCode")
                .or_else(|| element.attribute("code")),
        );
        words.push(&element.text);
        todo.extend(element.children().iter().rev());
    }
    let all = words.join(" ");
    let words: Vec<&str> = all.split_whitespace().collect();
    words.join(" ").chars().take(200).collect()
}

/// Text for people, on one line and of bounded length.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(300).collect()
}

fn number(text: Option<&str>) -> Option<f64> {
    text?.trim().parse().ok().filter(|v: &f64| v.is_finite())
}

/// West, south, east and north, when they are those of an area on the earth.
fn area(numbers: [Option<f64>; 4]) -> Option<[f64; 4]> {
    let [w, s, e, n] = numbers;
    let area = [w?, s?, e?, n?];
    let [w, s, e, n] = area;
    let sound = w < e && s < n && w >= -180.5 && e <= 360.5 && s >= -90.5 && n <= 90.5;
    sound.then(|| [w.max(-180.0), s.max(-90.0), e.min(360.0), n.min(90.0)])
}
