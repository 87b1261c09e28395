//! The coordinate system of a file that is written: what the file can say of it, and what it cannot.

use words::{Words, said};

use super::format::Format;
use super::loss::{Loss, LossKind};
use crate::crs::{Crs, wkt};

/// A system as a file can say it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum WrittenCrs {
    /// One that is known everywhere.
    Known(Crs),
    /// Beijing 1954 or Xian 1980 by the parameters of a place, under the name its user gave it.
    Older {
        name: String,
        /// The older system.
        crs: Crs,
    },
    /// Metres on a plane of one's own: a file can give its name, and that it is no place on the earth by itself.
    Local {
        name: String,
        /// How well its control points fit; `None` when that is not known.
        quality: Option<FitQuality>,
    },
}

/// How well the control points of a local system fit, for the reader of a report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitQuality {
    /// Control points.
    pub points: usize,
    /// Root mean square of the distances below, metres.
    pub rms_m: f64,
    /// Largest distance between a point and where the fit puts it, metres.
    pub largest_m: f64,
}

impl FitQuality {
    /// In Chinese: 由 3 个控制点求得，中误差 0.012 米，最大残差 0.018 米.
    fn text(self) -> Words {
        let Self {
            points,
            rms_m,
            largest_m,
        } = self;
        if points <= 2 {
            return said!(
                "fit.two_points",
                "由 2 个控制点求得，没有多余的点可以检核",
                "found by 2 control points, with none left to check it"
            );
        }
        said!(
            "fit.quality",
            "由 {points} 个控制点求得，中误差 {rms_m:.3} 米，最大残差 {largest_m:.3} 米",
            "found by {points} control points, standard error {rms_m:.3} m, largest residual {largest_m:.3} m"
        )
    }
}

impl From<Crs> for WrittenCrs {
    fn from(crs: Crs) -> Self {
        Self::Known(crs)
    }
}

impl WrittenCrs {
    /// Returns the name to show.
    pub fn name(&self) -> String {
        match self {
            Self::Known(crs) => crs.name(),
            Self::Older { name, .. } | Self::Local { name, .. } => name.clone(),
        }
    }

    /// Returns the system known everywhere in which its numbers are written; `None` for a local one.
    pub fn known(&self) -> Option<Crs> {
        match self {
            Self::Known(crs) | Self::Older { crs, .. } => Some(*crs),
            Self::Local { .. } => None,
        }
    }

    /// Returns its EPSG number, if it has one.
    pub fn epsg(&self) -> Option<u32> {
        self.known().and_then(Crs::epsg)
    }

    /// Returns whether coordinates are metres on a plane.
    pub fn is_projected(&self) -> bool {
        self.known().is_none_or(Crs::is_projected)
    }

    /// Returns the text of a .prj file; a local system is an engineering system of that name (LOCAL_CS of OGC
    /// 01-009, clause 7). `None` is for zones that do not exist.
    pub fn wkt(&self) -> Option<String> {
        match self {
            Self::Known(crs) | Self::Older { crs, .. } => wkt::esri(*crs),
            Self::Local { name, .. } => Some(wkt::local(name)),
        }
    }

    /// Returns the name that a file or a table carries and a reader finds again.
    pub fn label(&self) -> String {
        let known = |crs: &Crs| match crs.epsg() {
            Some(code) => format!("EPSG:{code} {}", crs.name()),
            None => crs.name(),
        };
        match self {
            Self::Known(crs) => known(crs),
            Self::Older { name, crs } => format!("{}（{name}）", known(crs)),
            Self::Local { name, .. } => format!("{LOCAL}{name}"),
        }
    }

    /// Returns what a file of this format cannot say of the system of `features` features; `None` if every
    /// program knows it.
    pub fn loss(&self, format: Format, features: u64) -> Option<Loss> {
        let text = match self {
            Self::Known(_) => return None,
            Self::Older { name, crs } if format == Format::Dxf => said!(
                "written_crs.dxf_older",
                "DXF 不写坐标系：坐标是“{name}”（{}，按自设参数），再导入时请选它",
                "DXF states no coordinate system: coordinates are “{name}” ({}, with parameters of your own); choose it to import them again",
                crs.name()
            ),
            Self::Local { name, .. } if format == Format::Dxf => {
                said!(
                    "written_crs.dxf",
                    "DXF 不写坐标系：坐标是“{name}”，再导入时请选它",
                    "DXF states no coordinate system: coordinates are “{name}”; choose it to import them again"
                )
            }
            Self::Older { name, crs } => said!(
                "written_crs.older",
                "{format} 只写明 {}，写不下转 CGCS2000 的参数；再导入时请选“{name}”，交给别人时请附上参数",
                "{format} states {} only, not the parameters to CGCS2000; choose “{name}” to import it again, and give others the parameters",
                crs.name()
            ),
            Self::Local { name, .. } => said!(
                "written_crs.local",
                "{format} 只写明地方坐标系的名称“{name}”，写不下它与国家坐标系的关系；再导入时请选“{name}”，交给别人时请附上控制点或转换参数",
                "{format} states the name “{name}” only, not how the local system lies in a national one; choose it to import it again, and give others the control points or parameters"
            ),
        };
        let text = match self {
            Self::Local {
                quality: Some(quality),
                ..
            } => said!("system.with_quality", "{}（{}）", "{} ({})", text, quality.text()),
            _ => text,
        };
        Some(Loss {
            kind: LossKind::System,
            count: features,
            text,
        })
    }
}

/// How the name of a local system begins in a table.
pub(in crate::formats) const LOCAL: &str = "地方坐标系：";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::FoundCrs;

    #[test]
    fn a_local_system_is_found_again_by_its_name_and_taken_for_no_other() {
        for name in [
            "县城独立坐标系",
            "国家2000 39带独立",
            "EPSG:4548",
            "a \"quoted\" name",
        ] {
            let system = WrittenCrs::Local {
                name: name.to_owned(),
                quality: None,
            };
            let text = system.wkt().expect("a text");
            let plain = name.replace('"', "'");
            assert_eq!(FoundCrs::of_text(&text), FoundCrs::NotKnown(plain));
            let stated = crate::formats::ledger::crs_stated([system.label().as_str()].into_iter(), Some(4e5));
            assert_eq!(stated, Some(FoundCrs::NotKnown(name.to_owned())));
        }
    }

    #[test]
    fn an_older_system_is_written_as_what_it_is_and_its_parameters_are_said_to_be_lost() {
        let crs = Crs::from_epsg(2384).expect("a zone of Xian 1980");
        let system = WrittenCrs::Older {
            name: "县里的西安80".to_owned(),
            crs,
        };
        assert_eq!(
            FoundCrs::of_text(&system.wkt().expect("a text")),
            FoundCrs::Stated(crs)
        );
        let loss = system.loss(Format::Shapefile, 3).expect("a loss");
        assert_eq!((loss.kind, loss.count), (LossKind::System, 3));
        assert!(loss.text.zh.contains("县里的西安80") && loss.text.zh.contains("参数"));
        assert_eq!(WrittenCrs::from(crs).loss(Format::Shapefile, 3), None);
    }

    #[test]
    fn a_local_system_says_how_well_its_control_points_fit() {
        let quality = |points, rms_m| FitQuality {
            points,
            rms_m,
            largest_m: 0.018,
        };
        let said = |quality| {
            let name = "县城独立坐标系".to_owned();
            let loss = WrittenCrs::Local { name, quality }.loss(Format::Csv, 1);
            loss.expect("a loss").text.zh
        };
        let four = said(Some(quality(4, 0.0123)));
        assert!(
            four.contains("4 个控制点")
                && four.contains("中误差 0.012 米")
                && four.contains("最大残差 0.018 米")
        );
        assert!(said(Some(quality(2, 0.0))).contains("没有多余的点可以检核"));
        assert!(!said(None).contains("控制点求得"));
    }
}
