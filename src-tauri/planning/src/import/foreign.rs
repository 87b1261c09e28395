//! Feature layers of a GeoPackage of any program. The file may be hostile: its schema is not trusted, it is opened
//! unchangeable, and a query that goes on without a row is broken off.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use geodata::crs::Crs;
use geodata::formats::{
    Feature, Field, FieldKind, Format, FoundCrs, LayerHead, MAX_TEXT, ReadError, ReadOptions, Sink, Value,
    Warning, WarningKind, gpkg_blob,
};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Row};

use crate::model::Cell;
use crate::store::{Db, Statement, defend, watch};

/// Longest time a query may run without giving a row.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most layers that are read.
const MOST_LAYERS: usize = 200;
/// Most columns of a layer.
const MOST_COLUMNS: usize = 500;

struct Layer {
    table: String,
    column: Option<String>,
    identifier: String,
    srs: i64,
}

/// Reads the feature and attribute layers of a GeoPackage; those of an atlas of this program without its journal.
pub(super) fn read(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| ReadError::io(path, &e))?;
    runtime.block_on(read_layers(path, options, sink))
}

fn broken(path: &Path) -> impl Fn(sqlx::Error) -> ReadError {
    let path = path.to_owned();
    move |error| {
        let text = match &error {
            sqlx::Error::Database(e) if e.message().contains("interrupted") => {
                "里面的查询久无结果，可能是恶意文件".to_owned()
            }
            sqlx::Error::Database(e) => e.message().to_owned(),
            other => other.to_string(),
        };
        ReadError::damaged(&path, Format::GeoPackage, text)
    }
}

async fn read_layers(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let wrong = broken(path);
    let beside = path.with_file_name(format!(
        "{}-wal",
        path.file_name().map(|n| n.to_string_lossy()).unwrap_or_default()
    ));
    let unchanging = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(!beside.exists())
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("query_only", "ON")
        .disable_statement_logging();
    let mut conn = Db::connect(&unchanging).await.map_err(&wrong)?;
    let watch = Watch::set(&mut conn).await.map_err(&wrong)?;
    let layers = layers(&mut conn).await.map_err(&wrong)?;
    let chosen: Vec<&Layer> = match &options.layer {
        None => layers.iter().filter(|l| l.column.is_some()).collect(),
        Some(name) => layers
            .iter()
            .filter(|l| l.table == *name || l.identifier == *name)
            .collect(),
    };
    if chosen.is_empty() {
        let known: Vec<&str> = layers.iter().map(|l| l.table.as_str()).collect();
        return Err(match &options.layer {
            Some(layer) => ReadError::NoSuchLayer {
                path: path.to_owned(),
                layer: layer.clone(),
                known: known.join("、"),
            },
            None => ReadError::damaged(path, Format::GeoPackage, "里面没有矢量图层"),
        });
    }
    let total = std::fs::metadata(path).map(|m| m.len()).unwrap_or_default();
    for (i, layer) in chosen.iter().enumerate() {
        if i >= MOST_LAYERS {
            sink.warning(Warning::of_file(
                WarningKind::LayerLeftOut,
                format!("图层多于 {MOST_LAYERS} 个，其余 {} 个没有读取", chosen.len() - i),
            ));
            break;
        }
        watch.rest();
        let share = |part: f64| ((i as f64 + part) / chosen.len() as f64 * total as f64) as u64;
        let done = read_layer(&mut conn, path, layer, &watch, sink, &|part| (share(part), total)).await;
        match done {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => return Ok(()),
            // One broken layer does not take the others with it.
            Err(error) if chosen.len() > 1 => sink.warning(Warning::of_file(
                WarningKind::LayerLeftOut,
                format!("图层“{}”没有读完：{error}", layer.table),
            )),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn layers(conn: &mut Db) -> Result<Vec<Layer>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT c.table_name, c.identifier, g.column_name, coalesce(g.srs_id, c.srs_id, 0) \
         FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name) \
         WHERE c.data_type IN ('features', 'attributes') LIMIT 10000",
    )
    .fetch_all(&mut **conn)
    .await?;
    let text = |row: &sqlx::sqlite::SqliteRow, i: usize| row.try_get::<Option<String>, _>(i).ok().flatten();
    Ok(rows
        .iter()
        .filter_map(|row| {
            let table = text(row, 0)?;
            Some(Layer {
                identifier: text(row, 1)
                    .filter(|i| !i.is_empty())
                    .unwrap_or_else(|| table.clone()),
                column: text(row, 2),
                srs: row.try_get_unchecked::<i64, _>(3).unwrap_or(0),
                table,
            })
        })
        .collect())
}

async fn crs_of(conn: &mut Db, srs: i64) -> Result<FoundCrs, sqlx::Error> {
    let row = sqlx::query(
        "SELECT srs_name, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
    )
    .bind(srs)
    .fetch_optional(&mut **conn)
    .await?;
    let Some(row) = row.filter(|_| srs > 0) else {
        return Ok(FoundCrs::Unstated);
    };
    let name: String = row.try_get_unchecked(0).unwrap_or_default();
    let organization: String = row.try_get_unchecked(1).unwrap_or_default();
    let number: i64 = row.try_get_unchecked(2).unwrap_or_default();
    let known = u32::try_from(number)
        .ok()
        .filter(|_| organization.eq_ignore_ascii_case("EPSG"))
        .and_then(Crs::from_epsg)
        .or_else(|| Crs::parse(&name).ok());
    Ok(match known {
        Some(crs) => FoundCrs::Stated(crs),
        None if organization.eq_ignore_ascii_case("NONE") => FoundCrs::NotKnown(name),
        None => FoundCrs::NotKnown(format!("{name}（{organization}:{number}）")),
    })
}

async fn read_layer(
    conn: &mut Db,
    path: &Path,
    layer: &Layer,
    watch: &Watch,
    sink: &mut dyn Sink,
    share: &dyn Fn(f64) -> (u64, u64),
) -> Result<ControlFlow<()>, ReadError> {
    let wrong = broken(path);
    let crs = crs_of(conn, layer.srs).await.map_err(&wrong)?;
    let found = sqlx::query("SELECT name, lower(type), pk FROM pragma_table_xinfo(?) LIMIT 2000")
        .bind(&layer.table)
        .fetch_all(&mut **conn)
        .await
        .map_err(&wrong)?;
    let mut fields = Vec::new();
    for row in found.iter().take(MOST_COLUMNS) {
        let name: String = row.try_get_unchecked(0).unwrap_or_default();
        let declared: String = row.try_get_unchecked(1).unwrap_or_default();
        let key: i64 = row.try_get_unchecked(2).unwrap_or_default();
        let is_geometry = layer
            .column
            .as_ref()
            .is_some_and(|c| c.eq_ignore_ascii_case(&name));
        if key == 0 && !is_geometry {
            fields.push(Field {
                kind: kind(&declared),
                name,
            });
        }
    }
    let rows = sqlx::query(&format!("SELECT count(*) FROM {}", quoted(&layer.table)))
        .fetch_one(&mut **conn)
        .await
        .and_then(|row| row.try_get::<i64, _>(0))
        .map_err(&wrong)?;
    let head = LayerHead {
        places: None,
        name: layer.table.clone(),
        crs,
        encoding: None,
        fields: fields.clone(),
    };
    if sink.layer(head).is_break() {
        return Ok(ControlFlow::Break(()));
    }
    let mut columns: Vec<String> = fields.iter().map(|f| quoted(&f.name)).collect();
    columns.insert(
        0,
        layer.column.as_deref().map_or_else(|| "NULL".to_owned(), quoted),
    );
    let sql = format!("SELECT {} FROM {}", columns.join(", "), quoted(&layer.table));
    let damaged = |e: crate::store::StoreError| {
        ReadError::damaged(path, Format::GeoPackage, format!("图层“{}”：{e}", layer.table))
    };
    let handle = conn.raw().await.map_err(&wrong)?;
    let mut statement = Statement::prepare(&handle, &sql).map_err(damaged)?;
    let mut number = 0;
    let mut cut = 0_u64;
    loop {
        watch.rest();
        match statement.step() {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) if number > 0 => {
                sink.warning(Warning::of_file(
                    WarningKind::Truncated,
                    format!(
                        "图层“{}”在第 {number} 条之后无法再读（{error}），之后的没有读取",
                        layer.table
                    ),
                ));
                break;
            }
            Err(error) => return Err(damaged(error)),
        }
        number += 1;
        let geometry = match statement.column(0) {
            Cell::Blob(blob) => match gpkg_blob::decode(&blob) {
                Ok(geometry) => Some(geometry),
                Err(error) => {
                    sink.warning(Warning::at(
                        WarningKind::GeometryLeftOut,
                        number,
                        format!("几何数据无法读取，只保留属性：{error}"),
                    ));
                    None
                }
            },
            Cell::Null => None,
            _ => {
                sink.warning(Warning::at(
                    WarningKind::GeometryLeftOut,
                    number,
                    "几何字段里不是几何数据，只保留属性",
                ));
                None
            }
        };
        let values = (1..columns.len())
            .map(|i| value(statement.column(i), &mut cut))
            .collect();
        let feature = Feature {
            number,
            geometry: geometry.filter(|g| geo::CoordsIter::coords_count(g) > 0),
            values,
        };
        if sink.feature(feature).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if number % 1000 == 0 {
            let (done, total) = share(number as f64 / rows.max(1) as f64);
            if sink.progress(done, total).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    if cut > 0 {
        sink.warning(Warning::of_file(
            WarningKind::TextCut,
            format!(
                "图层“{}”有 {cut} 处文本过长或为二进制数据，已截断或留空",
                layer.table
            ),
        ));
    }
    Ok(ControlFlow::Continue(()))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn kind(declared: &str) -> FieldKind {
    match declared {
        "boolean" => FieldKind::Bool,
        "date" => FieldKind::Date,
        "datetime" => FieldKind::DateTime,
        d if d.contains("int") => FieldKind::Integer,
        "double" | "float" | "real" => FieldKind::Real,
        _ => FieldKind::Text,
    }
}

fn value(cell: Cell<'_>, cut: &mut u64) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(n) => Value::Integer(n),
        Cell::Real(x) if x.is_finite() => Value::Real(x),
        Cell::Real(_) => Value::Null,
        Cell::Text(text) if text.len() <= MAX_TEXT => Value::Text(text.into_owned()),
        Cell::Text(text) => {
            *cut += 1;
            let mut end = MAX_TEXT;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            Value::Text(text[..end].to_owned())
        }
        Cell::Blob(_) => {
            *cut += 1;
            Value::Null
        }
    }
}

/// Breaks off a query that gives no row for too long.
struct Watch {
    began: Instant,
    /// Milliseconds after `began` when the last row came.
    last: Arc<AtomicU64>,
}

impl Watch {
    async fn set(conn: &mut Db) -> Result<Self, sqlx::Error> {
        let began = Instant::now();
        let last = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&last);
        let handle = conn.raw().await?;
        defend(&handle);
        let go_on = move || {
            let waited = began
                .elapsed()
                .saturating_sub(Duration::from_millis(seen.load(Ordering::Relaxed)));
            waited < PATIENCE
        };
        watch(&handle, 10_000, Box::new(go_on));
        Ok(Self { began, last })
    }

    fn rest(&self) {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }
}
