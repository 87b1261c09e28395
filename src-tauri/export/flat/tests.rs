//! Tables as they are written against what is in memory.

use super::*;
use crate::seeds::Start;
use planning::query::Filter;
use planning::store::{Mode, Stamp};

fn practice(folder: &Path) -> AtlasFile {
    let path = folder.join("a.gpkg");
    let stamp = Stamp {
        at: "2026-01-02T03:04:05.000Z".to_owned(),
        who: "测试".to_owned(),
    };
    let rows = crate::seeds::rows(Start::Practice).expect("the rows");
    AtlasFile::create(&path, rows, "新建", &stamp).expect("made");
    AtlasFile::open(&path, Mode::Look, "").expect("opened")
}

fn degrees() -> System {
    System::known(Crs::Cgcs2000).expect("a system")
}

fn options(layer: Layer) -> Options {
    Options {
        layer,
        filter: Filter::default(),
        ids: Vec::new(),
        with_unmapped: true,
        chinese_labels: false,
    }
}

#[test]
fn projects_one_by_one_say_what_they_say_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = practice(folder.path());
    let options = options(Layer::Projects);
    let table = prepare(&atlas, &options, Format::FlatGeobuf, degrees()).expect("prepared");
    let (keys, kinds) = (
        table.keys.clone(),
        table.fields.iter().map(|f| f.kind).collect::<Vec<_>>(),
    );
    let mut rows = Vec::new();
    let fed = table.feed(0, &mut |geometry, cells| {
        rows.push((geometry.cloned(), cells.to_vec()));
        Ok(())
    });
    let fed = fed.expect("fed");
    let names = labels();
    let words = Words {
        names: &names,
        chinese: false,
    };
    let mut lists = 0;
    let expected = atlas.ask(|index| {
        let items = crate::export::project_items(index, &options.filter).expect("read");
        let mut rows = Vec::new();
        for mut item in items {
            item.properties.insert("practice".to_owned(), Value::Bool(true));
            item.properties.insert("id".to_owned(), item.id.into());
            let unknown = item.properties.keys().find(|key| !keys.contains(key));
            assert_eq!(unknown, None, "a key without a column");
            let cells: Vec<Cell> = keys
                .iter()
                .map(|key| words.cell(key, item.properties.get(key), &mut lists))
                .collect();
            rows.push((item.shape.map(|s| s.into_owned().0), cells));
        }
        rows
    });
    assert!(expected.len() > 20);
    assert_eq!(rows, expected);
    assert_eq!((fed.features, fed.lists), (rows.len() as u64, lists));
    for (at, kind) in kinds.iter().enumerate() {
        let found = rows
            .iter()
            .map(|(_, cells)| &cells[at])
            .find(|c| **c != Cell::Null);
        let fits = match found {
            None => true,
            Some(Cell::Text(_)) => *kind == FieldKind::Text,
            Some(Cell::Bool(_)) => *kind == FieldKind::Bool,
            Some(_) => *kind == FieldKind::Real,
        };
        assert!(fits, "{}: {found:?} in a column of {kind:?}", keys[at]);
    }
}

#[test]
fn what_is_only_counted_is_counted_like_what_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let atlas = practice(folder.path());
    for (layer, with_unmapped) in [
        (Layer::Projects, false),
        (Layer::Projects, true),
        (Layer::Towns, false),
        (Layer::Sites, true),
    ] {
        let mut options = options(layer);
        options.with_unmapped = with_unmapped;
        let path = folder
            .path()
            .join(format!("{}-{with_unmapped}.gpkg", layer.label()));
        let table = || prepare(&atlas, &options, Format::GeoPackage, degrees()).expect("prepared");
        let counted = table().write(None, false, 2).expect("counted");
        let written = table().write(Some(&path), false, 2).expect("written");
        assert_eq!(counted.features, written.features, "{layer:?}");
        assert_eq!(counted.left_out, written.left_out, "{layer:?}");
        assert_eq!(counted.left_out_count, written.left_out_count, "{layer:?}");
        assert!(counted.left_out.len() <= 2 && counted.files.is_empty());
        let again = table().write(Some(&path), false, 2);
        assert!(matches!(again, Err(ExportError::Exists { .. })));
    }
}
