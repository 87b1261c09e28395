//! The projects of an atlas as GeoJSON: read row by row from the file and written at once, so that memory does not
//! grow with their number.

use std::collections::HashSet;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use planning::atlas_file::AtlasFile;
use planning::model::*;
use planning::query::Snapshot;
use planning::store::{Walk, Which};

use super::facts::Facts;
use super::geometry::Pen;
use super::{ExportError, Options, head, suggested_name};
use crate::wire::{ExportReport, LeftOut};

/// Takes a project and the place it is shown at.
type Each<'e> = dyn FnMut(&Project, Option<&Shape>, &Facts) -> ControlFlow<()> + 'e;

/// Bytes gathered before they are written.
const FULL: usize = 1 << 18;

/// An export that is done, or was only counted.
#[derive(Debug, Clone)]
pub struct Done {
    /// Features in it.
    pub written: usize,
    /// The first of the things left out for want of a location, as many as were asked for.
    pub left_out: Vec<LeftOut>,
    /// How many were left out in all.
    pub left_out_count: usize,
    /// Bytes of the file.
    pub bytes: u64,
    /// A file name that fits the scope.
    pub suggested_name: String,
}

impl Done {
    /// The report of an export.
    pub fn report(self, path: Option<&Path>) -> ExportReport {
        ExportReport {
            path: path.map(|p| p.display().to_string()),
            written: u32::try_from(self.written).unwrap_or(u32::MAX),
            left_out: self.left_out,
            left_out_count: u32::try_from(self.left_out_count).unwrap_or(u32::MAX),
            crs: "CGCS2000 / WGS84".to_owned(),
            bytes: self.bytes,
            suggested_name: self.suggested_name,
            crs_id: "EPSG:4490".to_owned(),
            files: path.map(|p| p.display().to_string()).into_iter().collect(),
            losses: Vec::new(),
        }
    }
}

/// Projects about to be exported as they are now: what is needed of the atlas is taken, which may change meanwhile.
pub struct Ready {
    pub(super) walk: Walk,
    pub(super) which: Which,
    pub(super) facts: Facts,
    pub(super) practice: bool,
}

impl Ready {
    /// Takes what is needed. The model is asked for projects only where there is a filter.
    ///
    /// # Errors
    /// What the atlas says.
    pub fn take(atlas: &AtlasFile, options: &Options) -> Result<Self, ExportError> {
        let model = atlas.model();
        Ok(Self {
            walk: atlas.walk()?,
            which: which(model, options),
            facts: Facts::new(model),
            practice: model.atlas.iter().next().is_some_and(|a| a.practice),
        })
    }

    /// Hands over the projects that are exported with the places they are shown at, until `each` says no. At most `named`
    /// of those left out for want of a place are named; their number comes too.
    ///
    /// # Errors
    /// What SQLite says.
    pub(super) fn each(
        &mut self,
        with_unmapped: bool,
        named: usize,
        each: &mut Each<'_>,
    ) -> Result<(Vec<LeftOut>, usize), ExportError> {
        let Self {
            walk, which, facts, ..
        } = self;
        let (mut names, mut left_out) = (Vec::new(), 0);
        walk.projects(which, &|plan| facts.plan_order(plan), &mut |project| {
            let shape = project.geometry.as_ref().or_else(|| facts.town_point(&project));
            if shape.is_some() || with_unmapped {
                return each(&project, shape, facts);
            }
            left_out += 1;
            if names.len() < named {
                names.push(LeftOut {
                    id: project.id.0,
                    name: project.name,
                });
            }
            ControlFlow::Continue(())
        })?;
        Ok((names, left_out))
    }

    /// Writes them as the program's own GeoJSON; without a path only counts. At most `named` of those left out are named.
    ///
    /// # Errors
    /// [`ExportError::Exists`] unless `overwrite`, or what the disk or the atlas says; nothing is left behind then.
    pub fn write(
        mut self,
        options: &Options,
        path: Option<&Path>,
        overwrite: bool,
        named: usize,
    ) -> Result<Done, ExportError> {
        let mut file = Target::create(path, overwrite)?;
        let practice = self.practice;
        let suggested_name = suggested_name(options, practice);
        let mut buffer = head(options, practice, &suggested_name).into_bytes();
        let mut pen = Pen::default();
        let (mut written, mut bytes) = (0, 0);
        let mut failed = None;
        let walked = self.each(options.with_unmapped, named, &mut |project, shape, facts| {
            buffer.extend_from_slice(if written == 0 { b"\n" } else { b",\n" });
            feature(&mut buffer, &mut pen, project, shape, facts, practice);
            written += 1;
            if buffer.len() < FULL {
                return ControlFlow::Continue(());
            }
            bytes += buffer.len() as u64;
            if let Err(error) = file.put(&buffer) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            buffer.clear();
            ControlFlow::Continue(())
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let (left_out, left_out_count) = walked?;
        buffer.extend_from_slice(b"\n]}\n");
        bytes += buffer.len() as u64;
        file.put(&buffer)?;
        file.place()?;
        Ok(Done {
            written,
            left_out,
            left_out_count,
            bytes,
            suggested_name,
        })
    }
}

fn which(model: &Model, options: &Options) -> Which {
    let ids: HashSet<&str> = options.ids.iter().map(String::as_str).collect();
    if options.filter.is_empty() && ids.is_empty() {
        return Which::All;
    }
    let index = Snapshot::new(model);
    let found = index.projects(&options.filter).map(|p| p.id);
    let kept = found.filter(|id| ids.is_empty() || ids.contains(id));
    Which::Ids(kept.map(str::to_owned).collect())
}

/// A file being written under another name; taken away again unless it is put in its place.
struct Target {
    file: Option<(std::fs::File, PathBuf, PathBuf)>,
}

impl Target {
    fn create(path: Option<&Path>, overwrite: bool) -> Result<Self, ExportError> {
        let Some(path) = path else {
            return Ok(Self { file: None });
        };
        if path.exists() && !overwrite {
            return Err(ExportError::Exists {
                path: path.to_owned(),
            });
        }
        let part = super::part_of(path);
        let file = std::fs::File::create(&part).map_err(|e| super::io(path, &e))?;
        Ok(Self {
            file: Some((file, part, path.to_owned())),
        })
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        match &mut self.file {
            Some((file, _, path)) => file.write_all(bytes).map_err(|e| super::io(path, &e)),
            None => Ok(()),
        }
    }

    fn place(mut self) -> Result<(), ExportError> {
        let Some((file, part, path)) = self.file.take() else {
            return Ok(());
        };
        let done = file.sync_all().and_then(|()| std::fs::rename(&part, &path));
        done.map_err(|e| {
            let _ = std::fs::remove_file(&part);
            super::io(&path, &e)
        })
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some((_, part, _)) = &self.file {
            let _ = std::fs::remove_file(part);
        }
    }
}

fn feature(
    out: &mut Vec<u8>,
    pen: &mut Pen,
    p: &Project,
    shape: Option<&Shape>,
    facts: &Facts,
    practice: bool,
) {
    out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
    json(out, &p.id.as_str());
    out.extend_from_slice(b",\"geometry\":");
    match shape {
        Some(shape) => pen.write(out, &shape.0),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"properties\":");
    properties(out, p, shape.is_some(), facts, practice);
    out.push(b'}');
}

/// What is said of a project, as a JSON object; `placed` is whether it is shown anywhere.
pub(super) fn properties(out: &mut Vec<u8>, p: &Project, placed: bool, facts: &Facts, practice: bool) {
    let plan = p.plan.as_ref().map(PlanId::as_str);
    let town = p.town.as_ref().map(RegionId::as_str);
    let unit = p.lead_unit.as_ref().map(UnitId::as_str);
    let (tasks, money) = (facts.tasks(p.id.as_str()), facts.money(p.id.as_str()));
    let text = |out: &mut Vec<u8>, key: &str, value: Option<&str>| {
        out.extend_from_slice(key.as_bytes());
        json(out, &value);
    };
    text(out, "{\"name\":", Some(&p.name));
    text(out, ",\"kind\":", Some(p.kind.word()));
    text(out, ",\"stage\":", Some(p.stage.word()));
    text(out, ",\"plan\":", plan);
    text(out, ",\"plan_title\":", plan.map(|id| facts.plan_title(id)));
    text(out, ",\"town\":", town.and_then(|id| facts.region_name(id)));
    text(out, ",\"town_code\":", town);
    member(out, ",\"starts\":", &p.starts);
    member(out, ",\"ends\":", &p.ends);
    member(out, ",\"quantity\":", &p.quantity);
    text(out, ",\"quantity_unit\":", p.quantity_unit.as_deref());
    member(out, ",\"percent\":", &p.percent);
    text(out, ",\"lead_unit\":", unit.map(|id| facts.unit_name(id)));
    out.extend_from_slice(b",\"tasks\":");
    out.extend_from_slice(tasks.map_or(b"[]", |t| &t.tasks));
    out.extend_from_slice(b",\"units\":");
    out.extend_from_slice(tasks.map_or(b"[]", |t| &t.units));
    out.extend_from_slice(b",\"money\":");
    out.extend_from_slice(money.map_or(b"[]", |m| &m.lines));
    let sums = money.map(|m| m.sums).unwrap_or_default();
    member(out, ",\"planned_wan_yuan\":", &sums.planned.wan_yuan());
    member(out, ",\"allocated_wan_yuan\":", &sums.allocated.wan_yuan());
    member(out, ",\"spent_wan_yuan\":", &sums.spent.wan_yuan());
    text(out, ",\"precision\":", Some(p.precision.word()));
    let location = match (&p.geometry, placed) {
        (Some(_), _) => "footprint",
        (None, true) => "town_point",
        (None, false) => "none",
    };
    text(out, ",\"location\":", Some(location));
    member(out, ",\"alternative\":", &p.alternative);
    if let Some(shape) = &p.geometry {
        let length = geodata::measure::length(&shape.0).0;
        let area = geodata::measure::area(&shape.0).0;
        member(out, ",\"length_m\":", &((length * 100.0).round() / 100.0));
        member(out, ",\"area_m2\":", &((area * 100.0).round() / 100.0));
        member(out, ",\"area_mu\":", &((area * 0.0015 * 1000.0).round() / 1000.0));
    }
    text(out, ",\"content\":", p.content.as_deref());
    text(out, ",\"source\":", p.source.as_deref());
    text(out, ",\"read_at\":", p.read_at.as_deref());
    if practice {
        out.extend_from_slice(b",\"practice\":true");
    }
    out.push(b'}');
}

fn member<T: serde::Serialize>(out: &mut Vec<u8>, key: &str, value: &T) {
    out.extend_from_slice(key.as_bytes());
    json(out, value);
}

fn json<T: serde::Serialize>(out: &mut Vec<u8>, value: &T) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Layer, prepare};
    use crate::seeds::Start;
    use planning::query::Filter;
    use planning::store::{Mode, Stamp};

    /// Exports an atlas both ways: in memory from the model, and row by row from the file.
    fn check(start: Start, options: &Options) -> usize {
        let folder = tempfile::tempdir().expect("a folder");
        let (atlas, out) = (folder.path().join("a.gpkg"), folder.path().join("o.geojson"));
        let stamp = Stamp {
            at: "2026-01-02T03:04:05.000Z".to_owned(),
            who: "测试".to_owned(),
        };
        let rows = crate::seeds::rows(start).expect("the rows");
        AtlasFile::create(&atlas, rows, "新建", &stamp).expect("made");
        let file = AtlasFile::open(&atlas, Mode::Look, "").expect("opened");
        let prepared = prepare(&Snapshot::new(file.model()), options).expect("prepared");
        let ready = Ready::take(&file, options).expect("ready");
        let done = ready
            .write(options, Some(&out), false, usize::MAX)
            .expect("written");
        let text = std::fs::read(&out).expect("read");
        assert_eq!(
            String::from_utf8_lossy(&text),
            String::from_utf8_lossy(&prepared.text)
        );
        assert_eq!((done.written, done.bytes), (prepared.written, text.len() as u64));
        assert_eq!(done.left_out, prepared.left_out);
        assert_eq!(done.left_out_count, prepared.left_out.len());
        assert_eq!(done.suggested_name, prepared.suggested_name);
        if options.filter.is_empty() && options.ids.is_empty() {
            // Without the projects in memory it is the same, and nothing is named that was not asked for.
            let file = AtlasFile::open_to_walk(&atlas).expect("opened");
            let ready = Ready::take(&file, options).expect("ready");
            let again = ready.write(options, Some(&out), true, 0).expect("written");
            assert_eq!(std::fs::read(&out).expect("read"), text);
            assert_eq!(
                (again.left_out.len(), again.left_out_count),
                (0, done.left_out_count)
            );
        }
        done.written
    }

    fn options() -> Options {
        Options {
            layer: Layer::Projects,
            filter: Filter::default(),
            ids: Vec::new(),
            with_unmapped: false,
            chinese_labels: false,
        }
    }

    #[test]
    fn from_the_file_come_the_same_bytes_as_from_the_model() {
        for start in [Start::Seeds, Start::Practice] {
            check(start, &options());
            let all = Options {
                with_unmapped: true,
                chinese_labels: true,
                ..options()
            };
            assert!(check(start, &all) > 20);
            let roads = Options {
                filter: Filter {
                    kinds: vec![ProjectKind::Road],
                    ..Filter::default()
                },
                with_unmapped: true,
                ..options()
            };
            check(start, &roads);
        }
    }

    #[test]
    fn what_is_only_counted_is_written_nowhere_and_what_is_there_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let (atlas, out) = (folder.path().join("a.gpkg"), folder.path().join("o.geojson"));
        let stamp = Stamp {
            at: "2026-01-02T03:04:05.000Z".to_owned(),
            who: "测试".to_owned(),
        };
        let rows = crate::seeds::rows(Start::Practice).expect("the rows");
        AtlasFile::create(&atlas, rows, "新建", &stamp).expect("made");
        let file = AtlasFile::open(&atlas, Mode::Look, "").expect("opened");
        let ready = || Ready::take(&file, &options()).expect("ready");
        let counted = ready().write(&options(), None, false, 3).expect("counted");
        assert!(counted.written > 0 && counted.bytes > 0);
        std::fs::write(&out, "mine").expect("written");
        let refused = ready().write(&options(), Some(&out), false, 3);
        assert!(matches!(refused, Err(ExportError::Exists { .. })));
        assert_eq!(std::fs::read(&out).expect("read"), b"mine");
        let beside: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(beside.len(), 2, "nothing is left beside them");
    }
}
