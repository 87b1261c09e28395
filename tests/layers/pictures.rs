//! Pictures pinned to the ground by three or more points.

use geo_types::coord;
use geodata::crs::{Crs, ZoneWidth};
use serde_json::{Value, json};
use zhentu::layers::fit_image;
use zhentu::layers::{ImageFit, ImagePoint, LayerProblem, MapLayer};
use zhentu::tiles::TileError;

use crate::{World, bytes, check_state, png, refused};

/// A sheet of 4000 × 3000 pixels in Gauss-Krüger, its middle at Wenshang.
fn sheet(metres_a_pixel: f64) -> impl Fn(f64, f64) -> ImagePoint {
    let plane = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: false,
    };
    let middle = plane.forward(coord! { x: 116.49, y: 35.73 }).unwrap();
    move |x, y| {
        let (dx, dy) = ((x - 2000.0) * metres_a_pixel, (1500.0 - y) * metres_a_pixel);
        let at = plane
            .inverse(coord! { x: middle.x + dx, y: middle.y + dy })
            .unwrap();
        ImagePoint {
            x,
            y,
            lon: at.x,
            lat: at.y,
        }
    }
}

fn apply([a, b, c, d, e, f]: [f64; 6], x: f64, y: f64) -> (f64, f64) {
    (a * x + b * y + c, d * x + e * y + f)
}

#[test]
fn a_sheet_lies_where_its_points_are() {
    // Width of the sheet on the ground, and how far the map's own bend may carry any of its pixels, both in metres.
    for (width, off) in [(4_000.0, 0.5), (20_000.0, 10.0)] {
        let at = sheet(width / 4000.0);
        let points = [
            at(100.0, 100.0),
            at(3900.0, 150.0),
            at(3850.0, 2900.0),
            at(120.0, 2800.0),
            at(2000.0, 1500.0),
        ];
        let fit = fit_image(&points, [4000, 3000]).unwrap();
        assert!(
            (fit.metres_per_pixel / (width / 4000.0) - 1.0).abs() < 2e-3,
            "{fit:?}"
        );
        assert!(
            fit.rms < off && fit.residuals.iter().all(|r| !r.outlier),
            "{fit:?}"
        );
        let mut worst = 0.0_f64;
        for (x, y) in [
            (0.0, 0.0),
            (4000.0, 0.0),
            (4000.0, 3000.0),
            (0.0, 3000.0),
            (2000.0, 700.0),
        ] {
            let (east, north) = apply(fit.affine, x, y);
            let lon_lat = Crs::WebMercator.inverse(coord! { x: east, y: north }).unwrap();
            let (is, should) = ([lon_lat.x, lon_lat.y], at(x, y));
            let k = should.lat.to_radians().cos();
            let metres = ((is[0] - should.lon) * k).hypot(is[1] - should.lat) * 111_320.0;
            worst = worst.max(metres);
            let (back_x, back_y) = apply(fit.inverse, east, north);
            assert!(
                (back_x - x).abs() < 1e-3 && (back_y - y).abs() < 1e-3,
                "there and back"
            );
        }
        assert!(worst < off, "a sheet of {width} m is off by {worst} m");
        let corner = at(0.0, 0.0);
        let [lon, lat] = fit.corners[0];
        assert!((lon - corner.lon).abs() < 1e-4 && (lat - corner.lat).abs() < 1e-4);
    }
}

#[test]
fn a_wrong_point_stands_out_by_metres_on_the_ground() {
    let at = sheet(1.0);
    let mut points = vec![
        at(100.0, 100.0),
        at(3900.0, 150.0),
        at(3850.0, 2900.0),
        at(120.0, 2800.0),
        at(2000.0, 1500.0),
        at(1000.0, 2000.0),
    ];
    points[4].lat += 50.0 / 111_000.0;
    let fit = fit_image(&points, [4000, 3000]).unwrap();
    let flags: Vec<bool> = fit.residuals.iter().map(|r| r.outlier).collect();
    assert_eq!(flags, [false, false, false, false, true, false], "{fit:?}");
    assert!((30.0..55.0).contains(&fit.residuals[4].distance), "{fit:?}");
}

#[tokio::test]
async fn points_that_give_no_place_are_refused_in_words() {
    let world = World::new();
    let at = sheet(1.0);
    let on_a_line = [at(0.0, 0.0), at(1000.0, 1000.0), at(2000.0, 2000.0)];
    let far = ImagePoint {
        lon: 200.0,
        ..at(10.0, 10.0)
    };
    for (points, words) in [
        (vec![at(0.0, 0.0), at(1.0, 0.0)], "至少需要 3 个"),
        (on_a_line.to_vec(), "一条直线"),
        (vec![at(0.0, 0.0), at(9.0, 0.0), far], "第 3 个控制点的经纬度"),
    ] {
        let args = json!({"controls": points, "size": [4000, 3000]});
        let error = world.call("fit_image", args).await.unwrap_err();
        assert_eq!(error["code"], "layer.pin");
        assert!(error["words"]["zh"].as_str().unwrap().contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_picture_is_pinned_kept_and_served() {
    let world = World::new();
    let file = world.path("规划图.png");
    std::fs::write(&file, png(400, 300)).unwrap();
    let probe = world.ask("probe_layer", json!({"address": file})).await;
    assert_eq!(probe["kind"], "image");
    assert_eq!(probe["problems"], json!([]));
    let mut layer: MapLayer = serde_json::from_value(probe["layers"][0]["layer"].clone()).unwrap();
    assert_eq!(
        (layer.name.as_str(), layer.image_size),
        ("规划图", Some([400, 300]))
    );
    assert!(layer.fit.is_none() && layer.grid.is_none());

    let at = sheet(10.0);
    layer.controls = vec![at(0.0, 0.0), at(400.0, 0.0), at(400.0, 300.0)];
    let args = json!({"controls": layer.controls, "size": [400, 300]});
    let fit: ImageFit = serde_json::from_value(world.ask("fit_image", args).await).unwrap();
    assert_eq!((fit.rms, fit.spare), (0.0, 0), "three points prove nothing");
    let layer = world.put(serde_json::to_value(&layer).unwrap()).await;
    assert_eq!(layer.fit, Some(fit));
    let world = world.restarted();
    let served = world.layers().picture(&layer.id).await;
    assert_eq!(bytes(&served), ("image/png", png(400, 300).as_slice()));

    std::fs::write(&file, "no picture any more").unwrap();
    assert_eq!(refused(&world.layers().picture(&layer.id).await).0, 502);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(refused(&world.layers().picture(&layer.id).await).0, 404);
    check_state(&world.state(&layer), LayerProblem::FileMissing, "规划图.png");
    // The layer can still be hidden and renamed while its file is away.
    let mut hidden = layer.clone();
    hidden.visible = false;
    assert_eq!(
        world.put(serde_json::to_value(&hidden).unwrap()).await.fit,
        layer.fit
    );
    assert!(matches!(
        world.layers().picture("none").await,
        Err(TileError::NoSuchLayer)
    ));
}

#[tokio::test]
async fn files_that_are_no_pictures_or_packs_are_told_apart() {
    let world = World::new();
    let mut giant = png(8, 8);
    giant[16..20].copy_from_slice(&40_000u32.to_be_bytes());
    giant[20..24].copy_from_slice(&40_000u32.to_be_bytes());
    for (name, bytes, words) in [
        ("a.tif", b"II*\0\x08\0\0\0".to_vec(), "TIFF"),
        ("a.geojson", br#"{"type":"FeatureCollection"}"#.to_vec(), "导入"),
        ("a.png", giant, "1.6 亿"),
        ("b.png", b"\x89PNG\r\n\x1a\n".to_vec(), "损坏"),
        ("c.png", Vec::new(), "不是地图包"),
    ] {
        let file = world.path(name);
        std::fs::write(&file, bytes).unwrap();
        let probe = world.ask("probe_layer", json!({"address": file})).await;
        assert_eq!(probe["layers"], Value::Array(Vec::new()), "{name}");
        assert!(probe["problems"].to_string().contains(words), "{name}: {probe}");
    }
    let probe = world
        .ask("probe_layer", json!({"address": world.path("none.png")}))
        .await;
    assert!(probe["problems"].to_string().contains("找不到文件"), "{probe}");
    let probe = world.ask("probe_layer", json!({"address": "maps"})).await;
    assert!(probe["problems"].to_string().contains("http://"), "{probe}");
}

#[tokio::test]
async fn a_world_file_beside_a_picture_pins_it() {
    let world = World::new();
    let file = world.path("a.png");
    std::fs::write(&file, png(400, 300)).unwrap();
    let plane = Crs::from_epsg(4527).unwrap();
    let middle = plane.forward(coord! { x: 116.49, y: 35.73 }).unwrap();
    let metres = format!("10\n0\n0\n-10\n{}\n{}\n", middle.x, middle.y);
    std::fs::write(world.path("a.pgw"), &metres).unwrap();
    let probe = world.ask("probe_layer", json!({"address": file})).await;
    assert!(
        probe["problems"].to_string().contains("a.pgw"),
        "in which system? {probe}"
    );
    assert_eq!(probe["layers"][0]["layer"]["controls"], json!([]));

    std::fs::write(world.path("a.prj"), geodata::crs::wkt::esri(plane).unwrap()).unwrap();
    let probe = world.ask("probe_layer", json!({"address": file})).await;
    assert_eq!(probe["problems"], json!([]));
    let layer = world.put(probe["layers"][0]["layer"].clone()).await;
    let fit = layer.fit.unwrap();
    // The numbers are for the middle of the first pixel.
    let (east, north) = apply(fit.affine, 0.5, 0.5);
    let at = Crs::WebMercator.inverse(coord! { x: east, y: north }).unwrap();
    assert!(
        (at.x - 116.49).abs() < 1e-5 && (at.y - 35.73).abs() < 1e-5,
        "{at:?}"
    );
    assert!((fit.metres_per_pixel - 10.0).abs() < 0.03, "{fit:?}");

    std::fs::remove_file(world.path("a.prj")).unwrap();
    std::fs::write(world.path("a.pgw"), "0.0001 0 0 -0.0001 116.49 35.73").unwrap();
    let probe = world.ask("probe_layer", json!({"address": file})).await;
    let corner = &probe["layers"][0]["layer"]["fit"]["corners"][0];
    assert!((corner[0].as_f64().unwrap() - 116.48995).abs() < 1e-6, "{probe}");
    for wrong in ["1 2 3", "1 2 3 4 5 x", "1e999 0 0 1 0 0"] {
        std::fs::write(world.path("a.pgw"), wrong).unwrap();
        let probe = world.ask("probe_layer", json!({"address": file})).await;
        assert!(probe["problems"].to_string().contains("六个数"), "{probe}");
    }
}
