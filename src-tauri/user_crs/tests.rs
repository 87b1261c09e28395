//! Systems of a user: kept, refused, leaning on one another.

use super::*;
use crate::wire_error::WireError;

/// Two places of the zone at 117° E, moved to an origin of their own and turned by nothing.
const TABLE: &str = "K1\t5735.210\t4230.174\t3865735.210\t416230.174\n\
    K2\t6120.771\t6904.008\t3866120.771\t418904.008\nK3\t8402.115\t5011.530\t3868402.115\t417011.530\n";

fn local(name: &str, known: &str, table: &str) -> UserCrs {
    UserCrs {
        id: String::new(),
        name: name.to_owned(),
        made: CrsDefinition::Local {
            known: known.to_owned(),
            table: table.to_owned(),
            swapped: false,
            fitted: None,
        },
    }
}

fn old(name: &str, shift: &[f64]) -> UserCrs {
    UserCrs {
        id: String::new(),
        name: name.to_owned(),
        made: CrsDefinition::Old {
            base: "EPSG:2436".to_owned(),
            shift: shift.to_vec(),
            frame: false,
        },
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, UserCrsError>) -> String {
    WireError::from(result.expect_err("it should be refused")).code
}

#[test]
fn systems_outlive_the_program_and_read_the_same_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut systems = UserCrsStore::open(folder.path());
    let local = systems
        .put(local("县城独立坐标系", "EPSG:4548", TABLE))
        .expect("a fit");
    let old = systems
        .put(old("县里的西安80", &[15.8, -154.4, -82.3]))
        .expect("parameters");
    let again = UserCrsStore::open(folder.path());
    assert_eq!(again.all(), systems.all());
    for (id, x, y) in [
        (&local.id, 4_230.174, 5_735.210),
        (&old.id, 416_230.0, 3_865_735.0),
    ] {
        let before = systems.converter(id).expect("a system");
        let after = again.converter(id).expect("a system");
        assert_eq!(before, after);
        let place = after.inverse(Coord { x, y }).expect("a place");
        assert!(
            (place.x - 116.08).abs() < 0.1 && (place.y - 34.9).abs() < 0.1,
            "{place:?}"
        );
    }
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut systems = UserCrsStore::open(folder.path());
    assert_eq!(code(systems.put(local(" ", "EPSG:4548", TABLE))), "crs.name");
    assert_eq!(
        code(systems.put(local("CGCS2000", "EPSG:4548", TABLE))),
        "crs.name"
    );
    let one = TABLE.lines().next().expect("a row");
    assert_eq!(
        code(systems.put(local("一个点", "EPSG:4548", one))),
        "crs.too_few"
    );
    assert_eq!(
        code(systems.put(local("没有参数", "EPSG:2436", TABLE))),
        "crs.needs_parameters"
    );
    assert_eq!(code(systems.put(old("五个参数", &[1.0; 5]))), "crs.parameters");
    assert_eq!(
        code(systems.put(old("写错单位", &[1e9, 0.0, 0.0]))),
        "crs.parameters"
    );
    let first = systems.put(local("甲", "EPSG:4548", TABLE)).expect("a fit");
    assert_eq!(
        code(systems.put(local("甲", "EPSG:4548", TABLE))),
        "crs.same_name"
    );
    assert_eq!(code(systems.put(local("乙", &first.id, TABLE))), "crs.local_base");
    assert_eq!(systems.all().len(), 1);
    assert_eq!(code(systems.converter("own:99")), "crs.gone");
}

#[test]
fn a_disk_that_refuses_leaves_the_systems_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("no folder");
    std::fs::write(&file, b"").expect("it can be written");
    let mut systems = UserCrsStore::open(&file);
    assert_eq!(code(systems.put(local("甲", "EPSG:4548", TABLE))), "crs.store");
    assert!(systems.all().is_empty());
}

#[test]
fn an_older_system_is_kept_while_a_local_one_stands_on_it_and_moves_it_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut systems = UserCrsStore::open(folder.path());
    let mut base = systems
        .put(old("县里的旧坐标", &[15.8, -154.4, -82.3]))
        .expect("parameters");
    let own = systems.put(local("老厂区", &base.id, TABLE)).expect("a fit");
    assert_eq!(code(systems.remove(&base.id)), "crs.in_use");
    let at = Coord {
        x: 4_230.174,
        y: 5_735.210,
    };
    let before = systems
        .converter(&own.id)
        .expect("a system")
        .inverse(at)
        .expect("a place");
    base.made = CrsDefinition::Old {
        base: "EPSG:2436".to_owned(),
        shift: Vec::new(),
        frame: false,
    };
    systems.put(base.clone()).expect("no correction is a choice");
    let after = systems
        .converter(&own.id)
        .expect("a system")
        .inverse(at)
        .expect("a place");
    let way = geo_types::LineString(vec![before, after]);
    let metres = geodata::measure::length(&way.into()).0;
    assert!((50.0..300.0).contains(&metres), "{metres} m");
    systems.remove(&own.id).expect("nothing stands on it");
    systems.remove(&base.id).expect("nor on this");
    let next = systems.put(local("新的", "EPSG:4548", TABLE)).expect("a fit");
    assert_eq!(next.id, "own:3", "an id is never used twice");
}

#[test]
fn a_trial_shows_residuals_the_way_a_place_moves_and_columns_taken_for_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let systems = UserCrsStore::open(folder.path());
    let trial = systems.try_out(&local("", "EPSG:4548", TABLE), [116.1, 34.9]);
    let fit = trial.fit.expect("three points fit");
    assert!(fit.rms_m < 0.001 && fit.spare == 1 && !fit.swapped, "{fit:?}");
    assert_eq!(trial.points.len(), 3);
    assert!(trial.sample.is_some_and(|s| s.starts_with("X ")));
    let turned = TABLE
        .replace("5735.210\t4230.174\t38", "4230.174\t5735.210\t38")
        .replace("6120.771\t6904.008\t38", "6904.008\t6120.771\t38")
        .replace("8402.115\t5011.530\t38", "5011.530\t8402.115\t38");
    let trial = systems.try_out(&local("", "EPSG:4548", &turned), [116.1, 34.9]);
    assert!(trial.fit.is_some_and(|f| f.swapped && f.rms_m > 100.0));
    let trial = systems.try_out(&old("", &[15.8, -154.4, -82.3]), [116.1, 34.9]);
    assert!(
        trial.moves_m.is_some_and(|m| (50.0..300.0).contains(&m)),
        "{:?}",
        trial.moves_m
    );
    let trial = systems.try_out(&local("", "EPSG:4548", "K1 1 2 3"), [116.1, 34.9]);
    assert_eq!(trial.unread.len(), 1);
    assert_eq!(trial.problem.map(|p| p.code), Some("crs.too_few".to_owned()));
}

#[test]
fn an_export_says_how_well_the_control_points_fit_as_the_form_showed_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut systems = UserCrsStore::open(folder.path());
    let table = format!("{TABLE}K4\t7000.000\t3000.000\t3867000.020\t415000.000\n");
    let kept = systems
        .put(local("县城独立坐标系", "EPSG:4548", &table))
        .expect("a fit");
    let shown = systems.try_out(&kept, [116.1, 34.9]);
    let WrittenCrs::Local { quality, .. } = systems.to_write(&kept.id).expect("a system").written else {
        panic!("it is a local one");
    };
    let quality = quality.expect("its points are kept");
    let rms = shown.fit.expect("a fit").rms_m;
    let largest = shown
        .points
        .iter()
        .map(|p| p.north_m.unwrap_or(0.0).hypot(p.east_m.unwrap_or(0.0)));
    let largest = largest.fold(0.0, f64::max);
    assert!(rms > 0.001 && (quality.rms_m - rms).abs() < 1e-12, "{rms}");
    assert!(
        largest > rms && (quality.largest_m - largest).abs() < 1e-12,
        "{largest}"
    );
    assert_eq!(quality.points, 4);
}
