//! The one write path: a named [`Change`] of [`Edit`]s. Each edit carries what stood there before and what stands
//! there after, so that its inverse is itself with the two exchanged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;
use words::{English, Words, said};

use crate::model::{BadDate, Kind, Model, NotRead, Record, Storage, UnknownTable};

/// One row before and after; `None` means there is no such row.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The table.
    pub kind: Kind,
    /// The row's id.
    pub id: String,
    /// What stood there.
    pub before: Option<Record>,
    /// What stands there now.
    pub after: Option<Record>,
}

/// A named step of one or more edits, applied whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was done, for the undo button and the history: “画范围：环乡路”.
    pub name: String,
    /// A note of who did it.
    pub note: Option<String>,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

/// What someone asks for: rows to put and rows to remove; what stood there is looked up when it is applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[allow(missing_docs, reason = "the fields without a line are said by their names")]
pub struct ChangeRequest {
    /// What is done, as it will be named.
    pub name: String,
    #[serde(default)]
    pub note: Option<String>,
    /// The edits, in order.
    pub edits: Vec<EditRequest>,
}

/// A row to put or to remove.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "op", rename_all = "snake_case")]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum EditRequest {
    /// Puts a whole row.
    Put {
        table: String,
        /// The row with all its columns.
        #[ts(type = "object")]
        row: Map<String, Value>,
    },
    /// Sets some columns of a row that is there.
    Set {
        table: String,
        /// The row's id.
        id: String,
        /// The columns and their new values.
        #[ts(type = "object")]
        columns: Map<String, Value>,
    },
    /// Removes a row.
    Remove {
        table: String,
        /// The row's id.
        id: String,
    },
}

/// Why a change cannot be applied.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "what has no line is said by its name")]
pub enum ChangeError {
    /// The table is not known.
    #[error(transparent)]
    Table(#[from] UnknownTable),
    /// A row does not fit its table.
    #[error("{table}“{id}”的内容不合要求：{reason}")]
    Row {
        table: Kind,
        /// The row.
        id: String,
        /// What is wrong.
        reason: Words,
    },
    /// A row that should be there is not.
    #[error("找不到{table}“{id}”，可能已被删除")]
    Missing {
        table: Kind,
        /// The row.
        id: String,
    },
    /// A row is not what the change expects.
    #[error("{table}“{id}”已被别的修改改动，请刷新后再试")]
    Conflict {
        table: Kind,
        /// The row.
        id: String,
    },
    /// A reference points to nothing.
    #[error("{table}“{id}”的“{column}”指向不存在的“{target}”")]
    Reference {
        table: Kind,
        /// The row.
        id: String,
        column: &'static str,
        /// The id it names.
        target: String,
    },
    /// Something still refers to a row that is to go.
    #[error("{table}“{id}”下还有 {count} 条{}，请先移走或一并删除", .by.label())]
    InUse {
        table: Kind,
        /// The row.
        id: String,
        /// What refers to it.
        by: Kind,
        /// How many.
        count: usize,
    },
    /// What stands there cannot be read from the file.
    #[error(transparent)]
    Read(#[from] NotRead),
    /// Nothing would change.
    #[error("没有改动")]
    Nothing,
    /// A date is none.
    #[error(transparent)]
    Date(#[from] BadDate),
}

impl English for ChangeError {
    fn english(&self) -> String {
        match self {
            Self::Table(error) => error.english(),
            Self::Row { table, id, reason } => {
                format!("{} “{id}” is not as it should be: {}", table.english(), reason.en)
            }
            Self::Missing { table, id } => {
                format!(
                    "{} “{id}” is not there; it may have been deleted",
                    table.english()
                )
            }
            Self::Conflict { table, id } => {
                format!(
                    "{} “{id}” was changed elsewhere; look at it again and try once more",
                    table.english()
                )
            }
            Self::Reference {
                table,
                id,
                column,
                target,
            } => format!(
                "“{column}” of {} “{id}” points to “{target}”, which is not there",
                table.english()
            ),
            Self::InUse { table, id, by, count } => format!(
                "{count} entries ({}) belong to {} “{id}”; move them or delete them with it first",
                by.english(),
                table.english()
            ),
            Self::Read(error) => error.english(),
            Self::Nothing => "nothing would change".to_owned(),
            Self::Date(error) => error.english(),
        }
    }
}

impl Edit {
    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            kind: self.kind,
            id: self.id.clone(),
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }
}

impl Change {
    /// The change that takes this one back, under the same name.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            name: self.name.clone(),
            note: self.note.clone(),
            edits: self.edits.iter().rev().map(Edit::inverse).collect(),
        }
    }

    /// A change of whole rows to put, against an empty or unknowing model.
    pub fn of_new_rows(name: &str, rows: Vec<Record>) -> Self {
        let edits = rows
            .into_iter()
            .map(|row| Edit {
                kind: row.kind(),
                id: row.id().to_owned(),
                before: None,
                after: Some(row),
            })
            .collect();
        Self {
            name: name.to_owned(),
            note: None,
            edits,
        }
    }

    /// The change a request asks for, with what stands in the model now as its “before”.
    ///
    /// # Errors
    /// When a table is unknown, a row does not fit its table or is not there, or nothing would change.
    pub fn from_request(model: &Model, request: ChangeRequest) -> Result<Self, ChangeError> {
        let mut edits: Vec<Edit> = Vec::with_capacity(request.edits.len());
        let mut made: HashMap<(Kind, String), usize> = HashMap::new();
        let current = |edits: &[Edit], made: &HashMap<(Kind, String), usize>, kind: Kind, id: &str| match made
            .get(&(kind, id.to_owned()))
        {
            Some(at) => Ok(edits[*at].after.clone()),
            None => model.get(kind, id),
        };
        for asked in request.edits {
            let (kind, id, before, after) = match asked {
                EditRequest::Put { table, row } => {
                    let kind = Kind::from_table(&table)?;
                    let record = read_row(kind, row)?;
                    let id = record.id().to_owned();
                    let before = current(&edits, &made, kind, &id)?;
                    (kind, id, before, Some(record))
                }
                EditRequest::Set { table, id, columns } => {
                    let kind = Kind::from_table(&table)?;
                    let now = current(&edits, &made, kind, &id)?.ok_or_else(|| ChangeError::Missing {
                        table: kind,
                        id: id.clone(),
                    })?;
                    let after = set(&now, columns)?;
                    (kind, id, Some(now), Some(after))
                }
                EditRequest::Remove { table, id } => {
                    let kind = Kind::from_table(&table)?;
                    let before = current(&edits, &made, kind, &id)?;
                    (kind, id, before, None)
                }
            };
            if before.is_none() && after.is_none() {
                return Err(ChangeError::Missing { table: kind, id });
            }
            if before != after {
                made.insert((kind, id.clone()), edits.len());
                edits.push(Edit {
                    kind,
                    id,
                    before,
                    after,
                });
            }
        }
        if edits.is_empty() {
            return Err(ChangeError::Nothing);
        }
        Ok(Self {
            name: request.name,
            note: request.note,
            edits,
        })
    }

    /// Checks that the model is what the change expects and that every reference holds afterwards.
    ///
    /// # Errors
    /// [`ChangeError::Conflict`], [`ChangeError::Reference`] or [`ChangeError::InUse`]; the model is not touched.
    pub fn check(&self, model: &Model) -> Result<(), ChangeError> {
        self.check_beside(model, &HashSet::new())
    }

    /// The same where rows that came in bulk are going with the change.
    ///
    /// # Errors
    /// As [`Change::check`].
    pub(crate) fn check_beside(
        &self,
        model: &Model,
        leaving: &HashSet<(Kind, String)>,
    ) -> Result<(), ChangeError> {
        let mut latest: HashMap<(Kind, &str), Option<&Record>> = HashMap::new();
        for edit in &self.edits {
            let key = (edit.kind, edit.id.as_str());
            let matches = match latest.get(&key) {
                Some(now) => *now == edit.before.as_ref(),
                None => model.get(edit.kind, &edit.id)? == edit.before,
            };
            if !matches {
                return Err(ChangeError::Conflict {
                    table: edit.kind,
                    id: edit.id.clone(),
                });
            }
            latest.insert(key, edit.after.as_ref());
        }
        self.references_hold(model, leaving)
    }

    /// Checks that every reference holds afterwards.
    ///
    /// # Errors
    /// [`ChangeError::Reference`] or [`ChangeError::InUse`]; the model is not touched.
    pub(crate) fn check_references(&self, model: &Model) -> Result<(), ChangeError> {
        self.references_hold(model, &HashSet::new())
    }

    fn references_hold(&self, model: &Model, leaving: &HashSet<(Kind, String)>) -> Result<(), ChangeError> {
        let latest: HashMap<(Kind, &str), Option<&Record>> = self
            .edits
            .iter()
            .map(|edit| ((edit.kind, edit.id.as_str()), edit.after.as_ref()))
            .collect();
        let there = |kind: Kind, id: &str| match latest.get(&(kind, id)) {
            Some(row) => row.is_some(),
            None => model.contains(kind, id),
        };
        for (&(kind, id), row) in &latest {
            if let Some(record) = row {
                check_references(kind, id, record, &there)?;
            }
        }
        let gone: HashSet<(Kind, &str)> = latest
            .iter()
            .filter(|(_, row)| row.is_none())
            .map(|(key, _)| *key)
            .collect();
        let kinds: BTreeSet<Kind> = gone.iter().map(|(kind, _)| *kind).collect();
        let mut used: BTreeMap<(Kind, String, Kind), usize> = BTreeMap::new();
        let refers = |by: &Kind| kinds.iter().any(|kind| by.can_refer_to(*kind));
        for by in Kind::ALL.iter().copied().filter(refers) {
            model.references_to(by, &|kind, id| gone.contains(&(kind, id)), &mut |found| {
                let stays = leaving.is_empty() || !leaving.contains(&(by, found.row.to_owned()));
                if stays && !latest.contains_key(&(by, found.row)) {
                    *used.entry((found.to, found.id.to_owned(), by)).or_default() += 1;
                }
            });
        }
        match used.pop_first() {
            Some(((kind, id, by), count)) => Err(ChangeError::InUse {
                table: kind,
                id,
                by,
                count,
            }),
            None => Ok(()),
        }
    }

    /// The model that new rows make, in memory only.
    ///
    /// # Errors
    /// What [`Change::check`] refuses, as a reference to a row that is not among them.
    pub fn model_of(rows: Vec<Record>) -> Result<Model, ChangeError> {
        let change = Self::of_new_rows("", rows);
        let mut model = Model::default();
        change.check(&model)?;
        change.put_into(&mut model);
        Ok(model)
    }

    /// Puts the change into the model; call [`Change::check`] first.
    pub(crate) fn put_into(&self, model: &mut Model) {
        for edit in &self.edits {
            match &edit.after {
                Some(row) => model.put(row.clone()),
                None => model.remove(edit.kind, &edit.id),
            };
        }
    }
}

/// A row with some columns set; a footprint that stays is not written out and read again on the way.
///
/// # Errors
/// As [`read_row`].
pub(crate) fn set(now: &Record, columns: Map<String, Value>) -> Result<Record, ChangeError> {
    let mut rest = now.clone();
    let footprint = rest.take_geometry();
    let stays = footprint.filter(|_| !columns.contains_key("geometry"));
    let mut row = rest.to_map();
    row.extend(columns);
    row.insert("id".to_owned(), Value::String(now.id().to_owned()));
    let mut after = read_row(now.kind(), row)?;
    if let Some(shape) = stays {
        after.put_geometry(shape);
    }
    Ok(after)
}

/// A row of a table from JSON columns; absent nullable columns are empty.
///
/// # Errors
/// When a column is missing, unknown or of the wrong kind.
pub fn read_row(kind: Kind, mut row: Map<String, Value>) -> Result<Record, ChangeError> {
    let id = row
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let bad = |reason: Words| ChangeError::Row {
        table: kind,
        id: id.clone(),
        reason,
    };
    if id.is_empty() {
        return Err(bad(said!("row.no_id", "没有编号 id", "it has no id")));
    }
    for column in kind.columns() {
        if column.nullable {
            let value = row.entry(column.name.to_owned()).or_insert(Value::Null);
            if matches!(column.storage, Storage::Text | Storage::Boundary) && value.as_str() == Some("") {
                *value = Value::Null;
            }
        }
    }
    let record = Record::from_map(kind, row).map_err(|e| bad(unfit(&e)))?;
    if let (Kind::Region, Some(shape)) = (kind, record.geometry())
        && !matches!(shape.0, geo_types::Geometry::Point(_))
    {
        return Err(bad(said!(
            "region.no_point",
            "位置应是一个点",
            "its place should be a point"
        )));
    }
    Ok(record)
}

/// What is wrong with the columns of a row; of a date that is none it is known in both languages.
fn unfit(error: &serde_json::Error) -> Words {
    let zh = error.to_string();
    let text = zh
        .split_once('“')
        .and_then(|(_, rest)| rest.split_once("”不是日期"));
    match text.map(|(text, _)| BadDate(text.to_owned())) {
        Some(date) => Words::new("value.not_a_date", zh, date.english()),
        None => Words::technical(zh),
    }
}

fn check_references(
    kind: Kind,
    id: &str,
    record: &Record,
    there: &dyn Fn(Kind, &str) -> bool,
) -> Result<(), ChangeError> {
    let mut broken = None;
    record.references(&mut |column, table, target| {
        if broken.is_none() && !there(table, target) {
            broken = Some(ChangeError::Reference {
                table: kind,
                id: id.to_owned(),
                column,
                target: target.to_owned(),
            });
        }
    });
    broken.map_or(Ok(()), Err)
}
