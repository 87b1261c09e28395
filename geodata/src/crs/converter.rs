//! One coordinate system made ready to convert many coordinates.

use super::datum::ReadyShift;
use super::{Crs, CrsError, DatumShift, PlaneTransform, TransverseMercator, china_shift, ellipsoid};
use geo::MapCoords;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPolygon, Polygon, coord,
};
use std::f64::consts::FRAC_PI_4;
use words::said;

/// A coordinate system with what it needs to reach stored longitude, latitude: projection, datum parameters, and
/// for a local system its fit to a known one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Converter {
    crs: Crs,
    projection: Option<TransverseMercator>,
    shift: Option<ReadyShift>,
    local: Option<PlaneTransform>,
    /// Whether the way to the older system is the exact reverse of the way from it.
    closing: bool,
}

impl Converter {
    /// Returns the converter of a system; `shift` is looked at for Beijing 1954 and Xian 1980 only.
    ///
    /// # Errors
    /// [`CrsError::NeedsParameters`] for one of these two without a shift (say [`DatumShift::None`] to leave
    /// coordinates tens of metres off on purpose), [`CrsError::BadParameters`] for impossible parameters,
    /// [`CrsError::Unknown`] for a zone that does not exist.
    pub fn new(crs: Crs, shift: Option<DatumShift>) -> Result<Self, CrsError> {
        let shift = match (crs.old_datum(), shift) {
            (None, _) => None,
            (Some(_), None) => return Err(CrsError::NeedsParameters { system: crs.name() }),
            (Some(datum), Some(shift)) => Some(ReadyShift::new(datum, shift)?),
        };
        let meridian = crs.central_meridian();
        if meridian.is_some() && crs.epsg().is_none() {
            return Err(CrsError::Unknown(crs.name()));
        }
        let projection = meridian.map(|meridian| match crs {
            Crs::Utm { north, .. } => TransverseMercator::new(ellipsoid::WGS84, meridian, 0.9996, 500_000.0)
                .with_false_northing(if north { 0.0 } else { 10_000_000.0 }),
            _ => {
                let shape = crs.old_datum().map_or(ellipsoid::CGCS2000, |d| d.ellipsoid());
                let false_easting = crs.gauss_zone().map_or(500_000.0, |z| z.false_easting());
                TransverseMercator::new(shape, meridian, 1.0, false_easting)
            }
        });
        Ok(Self {
            crs,
            projection,
            shift,
            local: None,
            closing: false,
        })
    }

    /// Returns the converter of a local system: `to_base` leads from local x (east), y (north) to the plane of this
    /// converter.
    ///
    /// # Errors
    /// [`CrsError::NoPlane`] when this converter's coordinates are degrees, or it is a local one already;
    /// [`CrsError::BadParameters`] when `to_base` has no way back.
    pub fn with_local(self, to_base: PlaneTransform) -> Result<Self, CrsError> {
        if !self.crs.is_projected() || self.local.is_some() {
            return Err(CrsError::NoPlane { system: self.name() });
        }
        if !to_base.is_invertible() {
            return Err(CrsError::BadParameters {
                system: "地方坐标系".to_owned(),
                reason: said!(
                    "shift.flat",
                    "参数把所有点压到一条线或一个点上",
                    "they press all points onto one line or one point"
                ),
            });
        }
        Ok(Self {
            local: Some(to_base),
            ..self
        })
    }

    /// Returns the same converter with a way to an older system that [`Converter::inverse`] takes back to the same
    /// place, for files that come back. Without it both ways drop heights, as PROJ's do, and close to some millimetres.
    #[must_use]
    pub fn closing(self) -> Self {
        Self {
            closing: true,
            ..self
        }
    }

    /// Returns the system; for a local one the known system it is fitted to.
    pub fn crs(&self) -> Crs {
        self.crs
    }

    /// Returns whether coordinates are those of a local system.
    pub fn is_local(&self) -> bool {
        self.local.is_some()
    }

    /// Returns whether coordinates are metres on a plane.
    pub fn is_projected(&self) -> bool {
        self.crs.is_projected()
    }

    /// Returns the name to show.
    pub fn name(&self) -> String {
        match self.local {
            None => self.crs.name(),
            Some(_) => format!("地方坐标系（对接 {}）", self.crs.name()),
        }
    }

    /// Returns a stored longitude, latitude in this system: x is longitude or easting, y latitude or northing.
    ///
    /// # Errors
    /// [`CrsError::OutOfArea`] for numbers that are no place, beyond 85.06° in Web Mercator, or more than 30°
    /// from the central meridian of a zone.
    pub fn forward(&self, lon_lat: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        let c = self.known_forward(lon_lat)?;
        Ok(self.local.map_or(c, |local| local.take_back(c)))
    }

    /// Returns the stored longitude, latitude of a coordinate in this system (x longitude or easting).
    ///
    /// # Errors
    /// [`CrsError::OutOfArea`] when the numbers are no place in this system.
    pub fn inverse(&self, c: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        self.known_inverse(self.local.map_or(c, |local| local.apply(c)))
    }

    fn known_forward(&self, stored: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        if !(stored.x.abs() <= 180.0 && stored.y.abs() <= 90.0) {
            return Err(self.outside(stored));
        }
        let lon_lat = self.shift.map_or(stored, |shift| {
            let mut older = shift.back_from_cgcs2000(stored);
            // What is left after one step is that of the way there, 10⁻⁵ of it.
            for _ in 0..if self.closing { 2 } else { 0 } {
                let again = shift.to_cgcs2000(older);
                older = coord! { x: older.x + stored.x - again.x, y: older.y + stored.y - again.y };
            }
            older
        });
        if let Some(projection) = &self.projection {
            let off = (lon_lat.x - projection.central_meridian() + 540.0).rem_euclid(360.0) - 180.0;
            // A shift can make no number of an impossible place.
            if off.is_nan() || off.abs() > 30.0 {
                return Err(self.outside(stored));
            }
            return Ok(projection.forward(lon_lat));
        }
        Ok(match self.crs {
            Crs::Gcj02 => china_shift::wgs84_to_gcj02(lon_lat),
            Crs::Bd09 => china_shift::wgs84_to_bd09(lon_lat),
            Crs::WebMercator => {
                if lon_lat.y.abs() > 85.06 {
                    return Err(self.outside(stored));
                }
                let r = ellipsoid::WGS84.a;
                coord! {
                    x: r * lon_lat.x.to_radians(),
                    y: r * (FRAC_PI_4 + lon_lat.y.to_radians() / 2.0).tan().ln(),
                }
            }
            _ => lon_lat,
        })
    }

    fn known_inverse(&self, c: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        if !(c.x.is_finite() && c.y.is_finite()) {
            return Err(self.outside(c));
        }
        let lon_lat = match (&self.projection, self.crs) {
            (Some(projection), _) => {
                let (east, north) = (
                    c.x - projection.false_easting(),
                    c.y - projection.false_northing(),
                );
                if east.abs() > 3_500_000.0 || north.abs() > 10_000_000.0 {
                    return Err(self.outside(c));
                }
                projection.inverse(c)
            }
            (None, Crs::Gcj02) => china_shift::gcj02_to_wgs84(c),
            (None, Crs::Bd09) => china_shift::bd09_to_wgs84(c),
            (None, Crs::WebMercator) => {
                let r = ellipsoid::WGS84.a;
                coord! { x: (c.x / r).to_degrees(), y: (c.y / r).sinh().atan().to_degrees() }
            }
            (None, _) => c,
        };
        let place = |c: Coord<f64>| c.x.abs() <= 180.0 + 1e-9 && c.y.abs() <= 90.0;
        if !place(lon_lat) {
            return Err(self.outside(c));
        }
        let stored = self.shift.map_or(lon_lat, |shift| shift.to_cgcs2000(lon_lat));
        if place(stored) {
            Ok(stored)
        } else {
            Err(self.outside(c))
        }
    }

    fn outside(&self, c: Coord<f64>) -> CrsError {
        CrsError::OutOfArea {
            x: c.x,
            y: c.y,
            system: self.name(),
        }
    }

    /// Puts every stored longitude, latitude of a slice into this system, in place; for zones of CGCS2000 and UTM
    /// several times as fast as one by one.
    ///
    /// # Errors
    /// As [`Converter::forward`], for the first coordinate outside; the slice is then partly converted.
    pub fn forward_slice(&self, coords: &mut [Coord<f64>]) -> Result<(), CrsError> {
        match (&self.projection, &self.shift, self.local) {
            (Some(projection), None, local) => {
                // A longitude written beyond 180° is near no meridian of a block, so it is refused one by one.
                projection.forward_slice(coords, |c| self.known_forward(c))?;
                if let Some(local) = local {
                    coords.iter_mut().for_each(|c| *c = local.take_back(*c));
                }
            }
            _ => {
                for c in coords {
                    *c = self.forward(*c)?;
                }
            }
        }
        Ok(())
    }

    /// Takes every coordinate of a slice back to stored longitude, latitude, in place.
    ///
    /// # Errors
    /// As [`Converter::inverse`], for the first coordinate outside; the slice is then partly converted.
    pub fn inverse_slice(&self, coords: &mut [Coord<f64>]) -> Result<(), CrsError> {
        match (&self.projection, &self.shift, self.local) {
            (Some(projection), None, local) => {
                if let Some(local) = local {
                    coords.iter_mut().for_each(|c| *c = local.apply(*c));
                }
                projection.inverse_slice(coords, |c| self.known_inverse(c))?;
            }
            _ => {
                for c in coords {
                    *c = self.inverse(*c)?;
                }
            }
        }
        Ok(())
    }

    /// Returns a stored geometry with every coordinate in this system.
    ///
    /// # Errors
    /// As [`Converter::forward`], for the first coordinate outside.
    pub fn forward_geometry(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        each_slice(geometry, &mut |coords| self.forward_slice(coords))
    }

    /// Returns the stored form of a geometry whose coordinates are in this system.
    ///
    /// # Errors
    /// As [`Converter::inverse`], for the first coordinate outside.
    pub fn inverse_geometry(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        each_slice(geometry, &mut |coords| self.inverse_slice(coords))
    }
}

type CoordChange<'a> = dyn FnMut(&mut [Coord<f64>]) -> Result<(), CrsError> + 'a;

/// A copy of a geometry with each run of coordinates changed.
fn each_slice(geometry: &Geometry<f64>, change: &mut CoordChange<'_>) -> Result<Geometry<f64>, CrsError> {
    Ok(match geometry {
        Geometry::LineString(line) => Geometry::LineString(changed_line(line, change)?),
        Geometry::Polygon(polygon) => Geometry::Polygon(changed_polygon(polygon, change)?),
        Geometry::MultiLineString(lines) => {
            let lines: Result<Vec<_>, _> = lines.iter().map(|l| changed_line(l, change)).collect();
            Geometry::MultiLineString(MultiLineString(lines?))
        }
        Geometry::MultiPolygon(polygons) => {
            let polygons: Result<Vec<_>, _> = polygons.iter().map(|p| changed_polygon(p, change)).collect();
            Geometry::MultiPolygon(MultiPolygon(polygons?))
        }
        Geometry::GeometryCollection(parts) => {
            let parts: Result<Vec<_>, _> = parts.iter().map(|p| each_slice(p, change)).collect();
            Geometry::GeometryCollection(GeometryCollection(parts?))
        }
        other => {
            let change = std::cell::RefCell::new(change);
            other.try_map_coords(|c| {
                let mut one = [c];
                (change.borrow_mut())(&mut one).map(|()| one[0])
            })?
        }
    })
}

fn changed_line(line: &LineString<f64>, change: &mut CoordChange<'_>) -> Result<LineString<f64>, CrsError> {
    let mut coords = line.0.clone();
    change(&mut coords)?;
    Ok(LineString(coords))
}

fn changed_polygon(polygon: &Polygon<f64>, change: &mut CoordChange<'_>) -> Result<Polygon<f64>, CrsError> {
    let shell = changed_line(polygon.exterior(), change)?;
    let holes: Result<Vec<_>, _> = polygon
        .interiors()
        .iter()
        .map(|hole| changed_line(hole, change))
        .collect();
    Ok(Polygon::new(shell, holes?))
}
