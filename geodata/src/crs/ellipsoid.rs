//! The shape of the earth used by a projection.

/// Semi-major axis in metres and flattening of an ellipsoid of revolution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipsoid {
    /// Semi-major axis, metres.
    pub a: f64,
    /// Flattening, without unit.
    pub f: f64,
}

/// CGCS2000: a = 6 378 137 m, 1/f = 298.257222101 (GB 22021-2008; EPSG ellipsoid 1024).
pub const CGCS2000: Ellipsoid = Ellipsoid {
    a: 6_378_137.0,
    f: 1.0 / 298.257_222_101,
};

/// WGS 84: a = 6 378 137 m, 1/f = 298.257223563 (EPSG ellipsoid 7030).
pub const WGS84: Ellipsoid = Ellipsoid {
    a: 6_378_137.0,
    f: 1.0 / 298.257_223_563,
};

/// Krasovsky 1940, used by Beijing 1954: a = 6 378 245 m, 1/f = 298.3 (EPSG ellipsoid 7024).
pub const KRASOVSKY: Ellipsoid = Ellipsoid {
    a: 6_378_245.0,
    f: 1.0 / 298.3,
};

/// IAG 1975, used by Xian 1980: a = 6 378 140 m, 1/f = 298.257 (EPSG ellipsoid 7049).
pub const IAG1975: Ellipsoid = Ellipsoid {
    a: 6_378_140.0,
    f: 1.0 / 298.257,
};
