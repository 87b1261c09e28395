//! Tile grids: levels of squares, each with its own origin, size and name, as OGC WMTS describes them.

/// Half the width of Web Mercator's world, in metres: π · 6378137.
pub const MERCATOR_EDGE: f64 = 20_037_508.342_789_244;
/// Metres a degree by which WMTS counts the scale of grids of degrees (OGC 07-057r7, 6.1: the WGS84 equator).
const METRES_A_DEGREE: f64 = 111_319.490_793_273_58;
/// Metres a pixel of a screen by which WMTS counts scales (the same clause).
const PIXEL: f64 = 0.000_28;

/// The systems a grid of tiles can be drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridCrs {
    /// EPSG:3857, metres.
    WebMercator,
    /// EPSG:4490, degrees.
    Cgcs2000,
    /// EPSG:4326, degrees.
    Wgs84,
}

impl GridCrs {
    /// Returns the system of a service's name for it, with whether the name says that latitude comes first; `None` if
    /// its tiles cannot be drawn.
    ///
    /// EPSG:4326 and EPSG:4490 put latitude first by their definition; CRS:84 does not (OGC 06-042, annex B).
    pub fn of_name(name: &str) -> Option<(Self, bool)> {
        let upper = name.trim().to_ascii_uppercase();
        let code = upper.rsplit([':', '/', '#']).next()?.trim();
        match code {
            "3857" | "900913" | "3785" | "102100" | "102113" => Some((Self::WebMercator, false)),
            "4490" => Some((Self::Cgcs2000, true)),
            "4326" => Some((Self::Wgs84, true)),
            "CRS84" | "84" => Some((Self::Wgs84, false)),
            _ => None,
        }
    }

    /// Returns the EPSG name.
    pub fn name(self) -> &'static str {
        match self {
            Self::WebMercator => "EPSG:3857",
            Self::Cgcs2000 => "EPSG:4490",
            Self::Wgs84 => "EPSG:4326",
        }
    }

    /// Returns the units of the system a pixel at a WMTS scale denominator.
    pub fn resolution(self, scale_denominator: f64) -> f64 {
        match self {
            Self::WebMercator => scale_denominator * PIXEL,
            Self::Cgcs2000 | Self::Wgs84 => scale_denominator * PIXEL / METRES_A_DEGREE,
        }
    }
}

/// One level of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Its name at the service.
    pub id: String,
    /// Units of the system a pixel.
    pub resolution: f64,
    /// Top left corner, x (east) first.
    pub origin: [f64; 2],
    /// Width and height of a tile in pixels.
    pub tile: [u32; 2],
    /// Tiles across and down.
    pub size: [u32; 2],
}

/// Levels of tiles, coarsest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The system.
    pub crs: GridCrs,
    /// The levels.
    pub matrices: Vec<Matrix>,
}

impl Grid {
    /// Returns the grid of Web Mercator tiles that everyone uses: one tile at level 0, named by number.
    pub fn web_mercator(levels: u8, tile: u32) -> Self {
        let matrices = (0..levels.min(31)).map(|z| Matrix {
            id: z.to_string(),
            resolution: 2.0 * MERCATOR_EDGE / f64::from(tile.max(1)) / f64::from(1u32 << z),
            origin: [-MERCATOR_EDGE, MERCATOR_EDGE],
            tile: [tile; 2],
            size: [1 << z; 2],
        });
        Self {
            crs: GridCrs::WebMercator,
            matrices: matrices.collect(),
        }
    }

    /// Returns the usual grid of degrees: two tiles side by side at level 0, named by number.
    pub fn degrees(crs: GridCrs, levels: u8, tile: u32) -> Self {
        let matrices = (0..levels.min(30)).map(|z| Matrix {
            id: z.to_string(),
            resolution: 180.0 / f64::from(tile.max(1)) / f64::from(1u32 << z),
            origin: [-180.0, 90.0],
            tile: [tile; 2],
            size: [2 << z, 1 << z],
        });
        Self {
            crs,
            matrices: matrices.collect(),
        }
    }
}
