//! A file that is imported while it is read for the first time: its first features tell its layer, its fields and
//! what they mean, and what comes after must not tell otherwise.

use std::path::Path;

use geodata::formats::{Field, Format, ReadError, ReadOptions};

use super::progress::Progress;
use super::stream::{Item, Stream};
use super::survey::{LayerSurvey, ROWS, note};

/// A file being read whose first items may have been looked at.
pub(super) struct Begun {
    first: Option<Vec<Item>>,
    stream: Stream,
    /// Fields that were seen when the plan was made; nothing when the whole file had been surveyed.
    fields: Option<Vec<String>>,
}

impl Begun {
    /// Looks at the beginning of a file; nothing when it may have several layers, or does not say its coordinate
    /// system and nobody chose one: the whole of it has to be seen then.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn open(
        path: &Path,
        options: &ReadOptions,
        progress: &Progress,
        chosen: bool,
    ) -> Result<Option<(Self, LayerSurvey)>, ReadError> {
        let mut stream = Stream::open(path, options, progress)?;
        let one_layer = matches!(
            stream.format,
            Format::GeoJson | Format::GeoJsonL | Format::Csv | Format::FlatGeobuf
        );
        if !one_layer {
            return Ok(None);
        }
        let mut first = Vec::new();
        let mut layer: Option<LayerSurvey> = None;
        while layer.as_ref().is_none_or(|l| l.n < ROWS as u64) {
            let Some(batch) = stream.next().await? else { break };
            for item in &batch {
                match (item, &mut layer) {
                    (Item::Layer(_), Some(_)) => return Ok(None),
                    (Item::Layer(head), None) => layer = Some(LayerSurvey::new(head.clone())),
                    (Item::Field(field), Some(layer)) => layer.add(field.clone()),
                    (Item::Feature(feature), Some(layer)) if layer.n < ROWS as u64 => note(layer, feature.clone()),
                    _ => {}
                }
            }
            first.extend(batch);
        }
        let known = layer.filter(|l| l.n > 0 && (chosen || l.head.crs.known().is_some()));
        Ok(known.map(|layer| {
            let begun = Self {
                first: Some(first),
                stream,
                fields: Some(layer.head.fields.iter().map(|f| f.name.clone()).collect()),
            };
            (begun, layer)
        }))
    }

    /// A file whose whole content is known already.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn whole(path: &Path, options: &ReadOptions, progress: &Progress) -> Result<Self, ReadError> {
        Ok(Self {
            first: None,
            stream: Stream::open(path, options, progress)?,
            fields: None,
        })
    }

    /// The next items; nothing at the end.
    ///
    /// # Errors
    /// Why the file cannot be read further.
    pub async fn next(&mut self) -> Result<Option<Vec<Item>>, ReadError> {
        match self.first.take() {
            Some(items) => Ok(Some(items)),
            None => self.stream.next().await,
        }
    }

    /// Whether another layer makes it otherwise than it began.
    pub fn differs_by_layer(&self, has_one: bool) -> bool {
        self.fields.is_some() && has_one
    }

    /// Whether a field that was not seen makes it otherwise than it began: it could have been taken for a column.
    pub fn differs_by_field(&self, field: &Field) -> bool {
        let seen = self.fields.as_ref();
        seen.is_some_and(|seen| !seen.contains(&field.name))
    }
}
