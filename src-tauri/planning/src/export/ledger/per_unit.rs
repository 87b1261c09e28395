//! 责任分工: what each unit has to do, a sheet or a file for each. What a unit does as a member of a group (各乡镇、街道)
//! is said with the name of the group.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use geodata::formats::spreadsheet::{Look, PrintedBook, PrintedCell, PrintedColumn, PrintedSheet};

use super::super::columns::{TASKS, TaskFacts};
use super::super::features::task_facts;
use super::super::{ExportError, ExportRequest};
use super::columns::{LedgerCell, chosen};
use super::{Paper, WrittenLedger, cut_texts};
use crate::atlas_file::AtlasFile;
use crate::model::{Role, Task, Unit};
use crate::progress::Progress;
use crate::query::{Duty, Snapshot};

/// The tables of all units that have something to do.
pub(super) struct UnitSheets {
    columns: Vec<PrintedColumn>,
    tables: Vec<UnitTable>,
    foot: String,
}

/// The tasks of one unit.
struct UnitTable {
    unit: String,
    title: String,
    notes: Vec<String>,
    /// How many tasks in each role, in the order of [`Role::ALL`].
    counts: Vec<usize>,
    rows: Vec<Vec<PrintedCell>>,
}

impl UnitSheets {
    /// Takes the tasks that match and the single works they pack, by unit.
    pub fn take(atlas: &AtlasFile, request: &ExportRequest, paper: &Paper) -> Self {
        atlas.ask(|index| {
            let cells: Vec<LedgerCell> = chosen(request.layer, &[])
                .map(|columns| columns.iter().flat_map(|column| column.cells).copied().collect())
                .unwrap_or_default();
            let tasks: Vec<&Task> = (index.task_order(&request.filter, &request.view.sort).into_iter())
                .filter(|task| request.ids.is_empty() || request.ids.contains(&task.id.0))
                .collect();
            let duties = duties(index, &index.with_subtasks(&tasks));
            let mut units: Vec<(&Unit, &Vec<Duty<'_>>)> = index
                .model
                .units
                .iter()
                .filter_map(|unit| Some((unit, duties.get(unit.id.as_str())?)))
                .collect();
            units.sort_by(|(a, _), (b, _)| (&a.region, &a.name).cmp(&(&b.region, &b.name)));
            let tables = units
                .into_iter()
                .map(|(unit, duties)| table(index, unit, duties, &cells, paper));
            Self {
                columns: columns(&cells),
                tables: tables.collect(),
                foot: paper.day.clone(),
            }
        })
    }

    /// Writes an overview of the units, and a sheet for each.
    pub fn write_sheets(self, book: &mut PrintedBook, progress: &Progress) -> Result<(), ExportError> {
        book.begin(self.overview())?;
        for table in &self.tables {
            let counts = table.counts.iter().map(|n| match n {
                0 => PrintedCell::Empty,
                n => PrintedCell::Number(*n as f64),
            });
            let unit = PrintedCell::Text(table.unit.clone());
            book.row(&std::iter::once(unit).chain(counts).collect::<Vec<_>>())?;
        }
        let (columns, foot) = (self.columns, self.foot);
        for table in self.tables {
            if progress.stopped() {
                return Err(ExportError::Stopped);
            }
            table.write(book, &columns, &foot)?;
        }
        Ok(())
    }

    /// Writes a file for each unit into a folder named like `path` without its ending. Each file appears when it is whole.
    pub fn write_files(self, path: &Path, progress: &Progress) -> Result<WrittenLedger, ExportError> {
        let folder = path.with_extension("");
        std::fs::create_dir_all(&folder).map_err(|e| io(&folder, &e))?;
        let (mut files, mut rows, mut cut) = (Vec::new(), 0, 0);
        for table in self.tables {
            if progress.stopped() {
                return Err(ExportError::Stopped);
            }
            let mut book = PrintedBook::create(&free_name(&folder, &table.unit, &files))?;
            table.write(&mut book, &self.columns, &self.foot)?;
            rows += book.rows();
            let (file, cut_here) = book.finish()?;
            files.push(file);
            cut += cut_here;
        }
        Ok(WrittenLedger {
            files,
            rows,
            losses: cut_texts(cut).into_iter().collect(),
            odd_values: 0,
        })
    }

    fn overview(&self) -> PrintedSheet {
        let count = |role: &Role| PrintedColumn {
            heading: role.zh().to_owned(),
            look: Look::Count,
            summed: true,
        };
        let unit = PrintedColumn {
            heading: "单位".to_owned(),
            look: Look::Text,
            summed: false,
        };
        PrintedSheet {
            name: "各单位".to_owned(),
            title: "各单位任务数".to_owned(),
            notes: vec!["合称（如各镇街）的任务，也计入其中的各单位".to_owned()],
            columns: std::iter::once(unit).chain(Role::ALL.iter().map(count)).collect(),
            held: 1,
            foot: self.foot.clone(),
        }
    }
}

impl UnitTable {
    fn write(self, book: &mut PrintedBook, columns: &[PrintedColumn], foot: &str) -> Result<(), ExportError> {
        book.begin(PrintedSheet {
            name: self.unit,
            title: self.title,
            notes: self.notes,
            columns: columns.to_vec(),
            held: 3,
            foot: foot.to_owned(),
        })?;
        for row in &self.rows {
            book.row(row)?;
        }
        Ok(())
    }
}

/// What each unit has to do, by its id: its own duties and those of the groups it belongs to.
fn duties<'m>(index: &Snapshot<'m>, tasks: &[&'m Task]) -> BTreeMap<&'m str, Vec<Duty<'m>>> {
    let mut of_region: HashMap<&str, Vec<&Unit>> = HashMap::new();
    for unit in index.model.units.iter().filter(|unit| !unit.is_group) {
        of_region.entry(unit.region.as_str()).or_default().push(unit);
    }
    let mut out: BTreeMap<&str, Vec<Duty<'m>>> = BTreeMap::new();
    for task in tasks {
        for (unit, role) in index.assigned_units(&task.id) {
            let duty = |group| Duty { task, role, group };
            out.entry(unit.id.as_str()).or_default().push(duty(None));
            if !unit.is_group {
                continue;
            }
            for region in index.members(unit) {
                // The body of a town or county is the unit of its name, listed under it or under the region of the group.
                let listed = [region.id.as_str(), unit.region.as_str()];
                let units = listed.iter().filter_map(|id| of_region.get(id)).flatten();
                for member in units.filter(|member| is_its_government(member, &region.name)) {
                    let list = out.entry(member.id.as_str()).or_default();
                    if !list.iter().any(|d| d.task.id == task.id && d.role == role) {
                        list.push(duty(Some(unit)));
                    }
                }
            }
        }
    }
    out
}

fn is_its_government(unit: &Unit, region: &str) -> bool {
    let rest = unit.name.strip_prefix(region);
    rest.is_some_and(|rest| rest.is_empty() || matches!(rest, "政府" | "人民政府" | "办事处"))
}

fn columns(cells: &[LedgerCell]) -> Vec<PrintedColumn> {
    let column = |heading: &str, look| PrintedColumn {
        heading: heading.to_owned(),
        look,
        summed: false,
    };
    let own = [column("序号", Look::Count), column("本单位职责", Look::Word)];
    own.into_iter()
        .chain(cells.iter().map(LedgerCell::printed))
        .collect()
}

fn table(
    index: &Snapshot<'_>,
    unit: &Unit,
    duties: &[Duty<'_>],
    cells: &[LedgerCell],
    paper: &Paper,
) -> UnitTable {
    let rows = (1_u32..).zip(duties).map(|(number, duty)| {
        let facts = task_facts(index, duty.task);
        let role = match duty.group {
            None => duty.role.zh().to_owned(),
            Some(group) => format!("{}（{}）", duty.role.zh(), group.name),
        };
        let own = [PrintedCell::Number(f64::from(number)), PrintedCell::Text(role)];
        own.into_iter()
            .chain(cells.iter().map(|cell| said(cell, &facts)))
            .collect()
    });
    let counts: Vec<usize> = (Role::ALL.iter())
        .map(|role| duties.iter().filter(|duty| duty.role == *role).count())
        .collect();
    let region = index.model.regions.get(unit.region.as_str());
    let named: Vec<String> = (Role::ALL.iter().zip(&counts))
        .filter(|(_, count)| **count > 0)
        .map(|(role, count)| format!("{} {count} 项", role.zh()))
        .collect();
    let mut notes = paper.common();
    notes.push(format!(
        "{}共 {} 项：{}{}",
        region.map_or_else(String::new, |region| format!("{}    ", region.name)),
        duties.len(),
        named.join("、"),
        paper
            .filter
            .as_ref()
            .map_or_else(String::new, |words| format!("    筛选：{words}")),
    ));
    UnitTable {
        unit: unit.name.clone(),
        title: format!("{} 责任分工", unit.name),
        notes,
        rows: rows.collect(),
        counts,
    }
}

fn said(cell: &LedgerCell, facts: &TaskFacts<'_>) -> PrintedCell {
    let column = TASKS.iter().find(|column| column.key == cell.of);
    column.map_or(PrintedCell::Empty, |column| cell.show(&(column.value)(facts)))
}

/// A name for a unit's file that no file of this export has: no signs that a file name may not hold.
fn free_name(folder: &Path, unit: &str, taken: &[PathBuf]) -> PathBuf {
    let plain: String = unit
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(60)
        .collect();
    let named = |number: usize| {
        let number = if number == 1 {
            String::new()
        } else {
            format!("({number})")
        };
        folder.join(format!("责任分工-{plain}{number}.xlsx"))
    };
    (1..)
        .map(named)
        .find(|path| !taken.contains(path))
        .unwrap_or_else(|| named(0))
}

fn io(path: &Path, error: &std::io::Error) -> ExportError {
    ExportError::Write(geodata::formats::WriteError::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}
