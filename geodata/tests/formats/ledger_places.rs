//! Ledgers: places and days in the ways offices write them.

use crate::collected::{Collected, text};
use geo::{Area, Euclidean, Length};
use geo_types::Geometry;
use geodata::crs::{Crs, ZoneWidth};
use geodata::formats::{Format, FoundCrs, ReadOptions, Value, WarningKind, detect, read, spreadsheet};
use rust_xlsxwriter::{Format as CellFormat, Formula, Workbook, XlsxError};
use std::io::{Read, Write};

fn read_as(name: &str, bytes: &[u8]) -> Collected {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut sink = Collected::default();
    let (format, path) = detect(&path).unwrap();
    read(format, &path, &ReadOptions::default(), &mut sink).unwrap();
    sink
}

fn table(rows: &str) -> Collected {
    read_as("台账.csv", rows.as_bytes())
}

fn book(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Collected {
    let mut book = Workbook::new();
    fill(&mut book).unwrap();
    read_as("台账.xlsx", &book.save_to_buffer().unwrap())
}

fn near(got: (f64, f64), wanted: (f64, f64)) {
    let off = (got.0 - wanted.0).abs().max((got.1 - wanted.1).abs());
    assert!(off < 1e-6, "{got:?} is not {wanted:?}");
}

const PLACE: (f64, f64) = (
    116.0 + 35.0 / 60.0 + 21.0 / 3600.0,
    35.0 + 42.0 / 60.0 + 10.0 / 3600.0,
);

#[test]
fn degrees_minutes_and_seconds_are_read_in_every_spelling() {
    for (lon, lat) in [
        ("116 35 21", "35 42 10"),
        ("116:35:21", "35:42:10"),
        ("116-35-21", "35-42-10"),
        ("116°35′21", "35°42′10"),
        ("116˚35´21˝", "35˚42´10˝"),
        ("116°35'21''", "35°42'10''"),
        ("116度35分21秒", "35度42分10秒"),
        ("东经116°35′21″", "北纬35°42′10″"),
    ] {
        let got = table(&format!("项目名称,经度,纬度\n甲,\"{lon}\",\"{lat}\"\n"));
        near(got.one().point(0), PLACE);
        assert!(got.warnings.is_empty(), "{lon}: {:?}", got.warnings);
    }
    let got = table("项目名称,经度,纬度\n甲,116 75 21,35 42 10\n");
    assert!(got.warned(WarningKind::BadCoordinate), "75 minutes");
}

#[test]
fn degrees_minutes_and_seconds_may_be_one_number() {
    for (header, lon, lat) in [
        ("经度,纬度", "1163521", "354210"),
        ("经度,纬度", "1163521.000", "354210.0"),
        // The names are the wrong way round, the values say so.
        ("纬度,经度", "1163521", "354210"),
        ("X,Y", "1163521", "354210"),
        ("X坐标,Y坐标", "1163521.0", "354210.0"),
        ("东经,北纬", "1163521", "354210"),
        ("经度（度分秒）,纬度（度分秒）", "116.3521", "35.4210"),
        ("lon_dms,lat_dms", "116.3521", "35.421"),
        ("经度,纬度", "116.35.21", "35.42.10.0"),
    ] {
        let rows: String = (0..1500).map(|i| format!("甲{i},{lon},{lat}\n")).collect();
        let got = table(&format!("项目名称,{header}\n{rows}"));
        assert_eq!(got.one().features.len(), 1500);
        near(got.one().point(1499), PLACE);
    }
    let pair = table("项目名称,坐标\n甲,\"1163521,354210\"\n乙,\"354210,1163521\"\n");
    near(pair.one().point(0), PLACE);
    near(pair.one().point(1), PLACE);
    // Seventy-five minutes are a slip in one row, and no reason to take the column for metres.
    let rows: String = (0..20).map(|i| format!("甲{i},1163521,354210\n")).collect();
    let got = table(&format!("项目名称,经度,纬度\n{rows}乙,1167521,354210\n"));
    near(got.one().point(0), PLACE);
    assert_eq!(got.one().features[20].geometry, None);
    assert!(got.warned(WarningKind::OutOfRange));
    // Degrees stay degrees where no header says otherwise, and metres metres.
    let plain = table("项目名称,经度,纬度\n甲,116.3521,35.421\n");
    near(plain.one().point(0), (116.3521, 35.421));
    let metres = table("项目名称,X,Y\n甲,3955704.5,453860.25\n");
    near(metres.one().point(0), (453_860.25, 3_955_704.5));
}

#[test]
fn degrees_minutes_and_seconds_may_have_a_column_each() {
    for header in [
        "名称,经度°,经度′,经度″,纬度°,纬度′,纬度″",
        "名称,经度（度）,经度（分）,经度（秒）,纬度（度）,纬度（分）,纬度（秒）",
        "name,londeg,lonmin,lonsec,latdeg,latmin,latsec",
        "名称,东经度,东经分,东经秒,北纬度,北纬分,北纬秒",
    ] {
        let got = table(&format!(
            "{header}\n甲,116,35,21,35,42,10\n乙,116,36,0,35,43,30.5\n丙,116,,,35,61,0\n"
        ));
        let layer = got.one();
        near(layer.point(0), PLACE);
        near(layer.point(1), (116.6, 35.0 + 43.0 / 60.0 + 30.5 / 3600.0));
        assert_eq!(layer.features[2].geometry, None, "61 minutes");
        assert_eq!(layer.names().len(), 1, "{:?}", layer.names());
    }
    let got = table("名称,经度,,,纬度,,\n,度,分,秒,度,分,秒\n甲,116,35,21,35,42,10\n");
    near(got.one().point(0), PLACE);
}

#[test]
fn times_of_a_workbook_that_stand_for_angles_are_angles() {
    let got = book(|book| {
        let angle = CellFormat::new().set_num_format("[h]\"°\"mm\"′\"ss\"″\"");
        let sheet = book.add_worksheet();
        for (column, name) in [(0, "名称"), (1, "经度"), (2, "纬度")] {
            sheet.write_string(0, column, name)?;
        }
        sheet.write_string(1, 0, "甲")?;
        sheet.write_number_with_format(1, 1, PLACE.0 / 24.0, &angle)?;
        sheet.write_number_with_format(1, 2, PLACE.1 / 24.0, &angle)?;
        Ok(())
    });
    near(got.one().point(0), PLACE);
}

#[test]
fn a_semicolon_between_two_numbers_parts_the_axes() {
    for cell in [
        "116.589167；35.702778",
        "116.589167;35.702778",
        "35.702778；116.589167",
    ] {
        let got = table(&format!("名称,坐标\n甲,\"{cell}\"\n"));
        near(got.one().point(0), (116.589167, 35.702778));
    }
    let got = table("名称,坐标\n甲,\"116.1,35.1；116.2,35.2\"\n");
    assert!(matches!(
        got.one().features[0].geometry,
        Some(Geometry::LineString(_))
    ));
}

#[test]
fn geojson_in_a_cell_is_a_place() {
    let got =
        table("名称,geometry\n甲,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [116.49, 35.73]}\"\n");
    near(got.one().point(0), (116.49, 35.73));
}

#[test]
fn each_row_may_name_its_own_system() {
    let rows = "名称,经度,纬度,坐标系\n甲,116.589167,35.702778,GCJ-02\n乙,116.589167,35.702778,CGCS2000\n\
                丙,116.589167,35.702778,BD-09\n丁,116.589167,35.702778,西安80\n";
    let got = table(rows);
    let layer = got.one();
    assert_eq!(layer.head.crs, FoundCrs::Stated(Crs::Cgcs2000));
    let places = [
        (116.583_845_5, 35.703_042_4),
        (116.589_167, 35.702_778),
        (116.577_232_2, 35.697_385_6),
    ];
    for (row, (x, y)) in places.into_iter().enumerate() {
        let at = layer.point(row);
        assert!(
            (at.0 - x).abs() < 1e-5 && (at.1 - y).abs() < 1e-5,
            "{row}: {at:?}"
        );
    }
    assert_eq!(layer.features[3].geometry, None, "it needs parameters");
    assert!(got.warned(WarningKind::CrsUnknown));
    assert_eq!(
        layer.value(0, "坐标系"),
        text("GCJ-02"),
        "what each row said is kept"
    );
}

#[test]
fn rows_of_degrees_and_of_metres_may_stand_in_one_table() {
    let rows = "名称,X坐标,Y坐标,坐标系\n甲,39454860,3955704,CGCS2000 3度带 39带\n乙,454860,3955704,2000国家大地坐标系 中央子午线117\n\
                丙,116.5,35.73,CGCS2000\n丁,116.5,35.73,CGCS2000\n戊,116.5,95.73,CGCS2000\n";
    let got = table(rows);
    let layer = got.one();
    // pyproj 3.7, EPSG:4527 to EPSG:4490.
    for row in [0, 1] {
        near(layer.point(row), (116.501_052, 35.730_043_3));
    }
    near(layer.point(2), (116.5, 35.73));
    assert_eq!(layer.features[4].geometry, None, "no such latitude");
    assert!(got.warned(WarningKind::CrsUnknown));
}

#[test]
fn curves_in_well_known_text_are_drawn_as_chords() {
    let got = table(
        "名称,WKT\n甲,\"CIRCULARSTRING(116.4 35.7,116.45 35.75,116.5 35.7)\"\n乙,\"SRID=4490;CURVEPOLYGON(COMPOUNDCURVE((116.4 35.7,116.5 35.7),CIRCULARSTRING(116.5 35.7,116.45 35.75,116.4 35.7)))\"\n丙,CIRCULARSTRING(1 2\n",
    );
    let features = &got.one().features;
    let arc = features[0].geometry.as_ref().unwrap();
    let half_circle = 0.05 * std::f64::consts::PI;
    let Geometry::LineString(line) = arc else {
        panic!("{arc:?}")
    };
    assert!((Euclidean.length(line) - half_circle).abs() < 1e-6);
    let half_disc = features[1].geometry.as_ref().unwrap().unsigned_area();
    assert!((half_disc - 0.05 * half_circle / 2.0).abs() < 1e-7, "{half_disc}");
    assert_eq!(features[2].geometry, None);
    let texts: Vec<&str> = got.warnings.iter().map(|w| w.text.zh.as_str()).collect();
    assert!(
        texts.iter().any(|t| t.contains("几何（WKT）无法识别")),
        "{texts:?}"
    );
    assert!(!texts.iter().any(|t| t.contains("well-known")), "{texts:?}");
}

#[test]
fn an_exchange_text_in_an_older_system_says_so() {
    let parcel = "[属性描述]\n坐标系=80国家大地坐标系\n几度分带=3\n带号=39\n[地块坐标]\n3,1,1,甲,面,,,,@\n\
                  J1,1,3955704,39453860\nJ2,1,3955904,39453860\nJ3,1,3955904,39454060\n";
    let got = read_as("坐标.txt", parcel.as_bytes());
    assert_eq!(got.one().head.crs, FoundCrs::NotKnown("西安80".to_owned()));
}

#[test]
fn corners_with_the_name_of_their_parcel_are_areas() {
    let square = |name: &str, west: f64| -> String {
        [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0)]
            .iter()
            .enumerate()
            .map(|(i, (n, e))| format!("{name},J{},{},{}\n", i + 1, 3_955_704.0 + n, west + e))
            .collect()
    };
    // More parcels than a sample has rows.
    let parcels = 400;
    let mut rows = String::from("地块名称,点号,X坐标,Y坐标\n");
    for i in 0..parcels {
        rows.push_str(&square(&format!("{i}号地"), 39_453_860.0 + 300.0 * f64::from(i)));
    }
    let got = table(&rows);
    let layer = got.one();
    assert_eq!(layer.features.len(), parcels as usize);
    assert_eq!(layer.names(), ["地块名称"]);
    for (feature, i) in layer.features.iter().zip(0..) {
        assert_eq!(feature.values[0], text(&format!("{i}号地")));
        let area = feature.geometry.as_ref().unwrap().unsigned_area();
        assert!((area - 40_000.0).abs() < 1e-6, "{i}: {area}");
    }
    assert!(
        got.warnings.iter().any(|w| w.text.zh.contains("400 个面")),
        "{:?}",
        got.warnings
    );
}

#[test]
fn points_with_numbers_that_are_no_corners_stay_points() {
    let got = table(
        "点号,名称,经度,纬度\n1,甲井,116.1,35.1\n2,乙井,116.2,35.2\n3,丙井,116.3,35.3\n4,丁井,116.4,35.4\n",
    );
    assert_eq!(got.one().features.len(), 4);
    assert_eq!(got.one().point(3), (116.4, 35.4));
}

#[test]
fn a_ring_within_a_parcel_is_a_hole() {
    let mut rows = String::from("界址点号,圈号,X坐标,Y坐标\n");
    for (ring, from, side) in [(1, 0.0, 100.0), (2, 25.0, 50.0)] {
        for (i, (n, e)) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
            .iter()
            .enumerate()
        {
            let (x, y) = (3_955_704.0 + from + n * side, 39_453_860.0 + from + e * side);
            rows.push_str(&format!("J{},{ring},{x},{y}\n", i + 1));
        }
    }
    let got = table(&rows);
    assert_eq!(got.one().features.len(), 1);
    let area = got.one().features[0].geometry.as_ref().unwrap().unsigned_area();
    assert!((area - 7500.0).abs() < 1e-6, "{area}");
}

#[test]
fn the_exchange_text_of_a_survey_is_areas() {
    let mut text = String::from(
        "[属性描述]\r\n格式版本号=1.01版本\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n带号=39\r\n[地块坐标]\r\n",
    );
    for i in 0..1500 {
        text.push_str(&format!("5,4.0000,{i},{i}号地块,面,I50G001,商业用地,,@\r\n"));
        let west = 39_453_860.0 + 300.0 * f64::from(i);
        for (j, (n, e)) in [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0), (0.0, 0.0)]
            .iter()
            .enumerate()
        {
            text.push_str(&format!(
                "J{},1,{:.3},{:.3}\r\n",
                j % 4 + 1,
                3_955_704.0 + n,
                west + e
            ));
        }
    }
    text.push_str("5,1,x,带洞,面,,,,@\r\n");
    for (ring, from, side) in [(1, 0.0, 100.0), (2, 25.0, 50.0)] {
        for (n, e) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)] {
            let (x, y) = (3_955_704.0 + from + n * side, 39_453_860.0 + from + e * side);
            text.push_str(&format!("J,{ring},{x},{y}\r\n"));
        }
    }
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let got = read_as("坐标.txt", &gbk);
    let layer = got.one();
    assert_eq!(layer.features.len(), 1501);
    let zone = Crs::GaussKruger {
        width: ZoneWidth::Three,
        zone: 39,
        prefixed: true,
    };
    assert_eq!(layer.head.crs, FoundCrs::Stated(zone));
    assert_eq!(layer.value(7, "地块名称"), Value::Text("7号地块".into()));
    assert_eq!(layer.value(7, "地块用途"), Value::Text("商业用地".into()));
    let areas: Vec<f64> = layer
        .features
        .iter()
        .map(|f| f.geometry.as_ref().unwrap().unsigned_area())
        .collect();
    assert!(areas[..1500].iter().all(|a| (a - 40_000.0).abs() < 1e-6));
    assert!((areas[1500] - 7500.0).abs() < 1e-6, "{}", areas[1500]);
}

#[test]
fn a_table_without_header_says_what_it_is_taken_for() {
    let points = "1,F1,453860.000,3955704.000,35.5\n2,F1,453860.000,3955904.000,35.5\n3,F1,454060.000,3955904.000,35.5\n";
    for name in ["测点.dat", "测点.txt", "测点.csv"] {
        let got = read_as(name, points.as_bytes());
        assert_eq!(got.one().point(1), (453_860.0, 3_955_904.0), "{name}");
        assert!(
            got.warnings.iter().any(|w| w.text.zh.contains("没有表头")),
            "{:?}",
            got.warnings
        );
    }
    let got = table("甲路,杨店镇,116.58,35.70\n乙路,次邱镇,116.59,35.71\n");
    assert_eq!(got.one().point(0), (116.58, 35.70));
    let got = table("甲路,杨店镇,1,2\n乙路,次邱镇,3,4\n");
    assert_eq!(got.one().features[0].geometry, None);
    assert!(got.warnings.iter().any(|w| w.text.zh.contains("没有认出坐标列")));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.dat");
    std::fs::write(&path, b"\x03\x7d\x01\x01\0\0\0\0").unwrap();
    assert!(
        detect(&path).is_err() || detect(&path).unwrap().0 != Format::Csv,
        "no text"
    );
}

#[test]
fn percentages_of_a_workbook_keep_their_sign() {
    let got = book(|book| {
        let whole = CellFormat::new().set_num_format("0%");
        let exact = CellFormat::new().set_num_format("0.00%");
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "名称")?;
        sheet.write_string(0, 1, "进度")?;
        for (row, value) in [(1, 0.45), (2, 1.0), (3, 0.085)] {
            sheet.write_string(row, 0, "甲")?;
            sheet.write_number_with_format(row, 1, value, if row == 3 { &exact } else { &whole })?;
        }
        sheet.write_string(4, 0, "乙")?;
        sheet.write_string(4, 1, "80%")?;
        Ok(())
    });
    let shown: Vec<Value> = (0..4).map(|row| got.one().value(row, "进度")).collect();
    assert_eq!(shown, ["45%", "100%", "8.5%", "80%"].map(text));
}

#[test]
fn a_month_keeps_its_zero_and_digits_are_days_where_days_are_due() {
    let got = book(|book| {
        let two = CellFormat::new().set_num_format("0.00");
        let sheet = book.add_worksheet();
        for (column, name) in [(0, "名称"), (1, "开工时间"), (2, "总投资")] {
            sheet.write_string(0, column, name)?;
        }
        for (row, month) in [(1, 2024.10), (2, 2025.12), (3, 45_413.0)] {
            sheet.write_string(row, 0, "甲")?;
            sheet.write_number_with_format(row, 1, month, &two)?;
            sheet.write_number_with_format(row, 2, 2000.10 + f64::from(row), &two)?;
        }
        Ok(())
    });
    let months: Vec<Value> = (0..3).map(|row| got.one().value(row, "开工时间")).collect();
    assert_eq!(months, ["2024.10", "2025.12", "2024-05-01"].map(text));
    assert_eq!(
        got.one().value(0, "总投资"),
        Value::Real(2001.1),
        "money is a number"
    );

    let got =
        table("名称,开工时间,编号\n甲,20240501,20240501\n乙,202405,202405\n丙,45413,45413\n丁,2024.10,7\n");
    let days: Vec<Value> = (0..4).map(|row| got.one().value(row, "开工时间")).collect();
    assert_eq!(days, ["2024-05-01", "2024-05", "2024-05-01", "2024.10"].map(text));
    assert_eq!(
        got.one().value(0, "编号"),
        text("20240501"),
        "no day where none is due"
    );
}

#[test]
fn formulas_that_were_never_calculated_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "名称").unwrap();
    sheet.write_string(0, 1, "总投资").unwrap();
    sheet.write_string(1, 0, "甲").unwrap();
    sheet
        .write_formula(1, 1, Formula::new("=100+20.5").set_result("120.5"))
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let without = edited(&bytes, "<v>120.5</v>", "<v />");
    let told = |bytes: &[u8]| {
        let got = read_as("台账.xlsx", bytes);
        got.warnings.iter().any(|w| w.text.zh.contains("1 个公式"))
    };
    assert!(told(&without) && !told(&bytes));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, &without).unwrap();
    let mut sink = Collected::default();
    spreadsheet::read(&path, &ReadOptions::default(), &mut sink).unwrap();
    assert_eq!(sink.one().value(0, "总投资"), Value::Null);
}

/// A workbook with a text in its first sheet exchanged.
fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name.ends_with("sheet1.xml") {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn corners_in_a_text_of_numbers_are_areas() {
    let square = |e: f64| {
        [
            (e, 3_955_704.0),
            (e + 200.0, 3_955_704.0),
            (e + 200.0, 3_955_904.0),
            (e, 3_955_904.0),
        ]
    };
    let lines = |write: &dyn Fn(usize, f64, f64) -> String, e: f64| -> String {
        square(e)
            .iter()
            .enumerate()
            .map(|(i, (x, y))| write(i + 1, *x, *y))
            .collect()
    };
    let bare = lines(&|_, x, y| format!("{x} {y}\n"), 453_860.0);
    let tabbed = lines(&|i, x, y| format!("{i}\t{x}\t{y}\n"), 39_453_860.0);
    let named = lines(&|i, x, y| format!("J{i}   {y:.3}  {x:.3}\n"), 39_453_860.0);
    let high = lines(&|i, x, y| format!("J{i} {y:.3} {x:.3} 35.{i}\n"), 39_453_860.0);
    let ringed = lines(&|i, x, y| format!("J{i},1,{y:.3},{x:.3}\n"), 39_453_860.0);
    let headed = format!("点号 X Y\n{named}");
    let closed = format!("{bare}453860 3955704\n");
    for text in [
        bare.clone(),
        tabbed,
        named,
        high,
        ringed,
        headed,
        closed,
        format!("\n\n{bare}\n\n"),
    ] {
        let got = read_as("界址点.txt", text.as_bytes());
        let layer = got.one();
        assert_eq!(layer.features.len(), 1, "{text}: {:?}", got.warnings);
        let area = layer.features[0].geometry.as_ref().unwrap().unsigned_area();
        assert!((area - 40_000.0).abs() < 1e-6, "{text}: {area}");
        assert!(
            got.warnings.iter().any(|w| w.text.zh.contains("界址点")),
            "{text}"
        );
    }
    // A blank line or the first corner again ends a ring, a ring in a ring is a hole; more corners than any batch.
    let many: String = (0..500)
        .map(|i| lines(&|_, x, y| format!("{x} {y}\n"), 453_860.0 + 300.0 * f64::from(i)) + "\n")
        .collect();
    let got = read_as("界址点.txt", many.as_bytes());
    let area = got.one().features[0].geometry.as_ref().unwrap().unsigned_area();
    assert!((area - 500.0 * 40_000.0).abs() < 1e-3, "{area}");
    let hole = format!("{bare}\n453900 3955744\n453920 3955744\n453920 3955764\n453900 3955764\n");
    let got = read_as("界址点.txt", hole.as_bytes());
    let area = got.one().features[0].geometry.as_ref().unwrap().unsigned_area();
    assert!((area - 39_600.0).abs() < 1e-6, "{area}");
    // Degrees, and degrees with minutes and seconds in one number.
    let got = read_as(
        "界址点.txt",
        b"1163021.5 354224.5\n1163121.5 354224.5\n1163121.5 354324.5\n1163021.5 354324.5\n",
    );
    let area = got.one().features[0].geometry.as_ref().unwrap().unsigned_area();
    assert!((area - 1.0 / 3600.0).abs() < 1e-9, "{area}");
}

#[test]
fn points_in_a_text_of_numbers_that_bound_nothing_stay_points() {
    // A line over itself, points far apart, points with heights, points with codes.
    for text in [
        "453860 3955704\n454060 3955904\n454060 3955704\n453860 3955904\n",
        "453860 3955704\n554060 3955904\n454060 3995704\n",
        "1 453860 3955704 35.5\n2 454060 3955704 35.6\n3 454060 3955904 35.7\n",
        "1,,453860,3955704,35.5\n2,,454060,3955704,35.6\n3,,454060,3955904,35.7\n",
        "7 453860 3955704\n3 454060 3955704\n19 454060 3955904\n",
    ] {
        let got = read_as("测点.txt", text.as_bytes());
        let layer = got.one();
        assert!(layer.features.len() > 2, "{text}");
        assert!(
            layer
                .features
                .iter()
                .all(|f| matches!(f.geometry, Some(Geometry::Point(_)))),
            "{text}"
        );
    }
}
