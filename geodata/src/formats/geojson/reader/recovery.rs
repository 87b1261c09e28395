//! Going past what is not read: values of any length, and what is left of a broken feature.

use super::super::cursor::{CursorStop, JsonCursor, Skipper};
use super::super::record::Recorder;
use super::super::stated_crs::stated_crs;
use super::super::window::ByteWindow;
use super::{Attempt, GeoJsonReader, StopReason};
use crate::formats::feature::{Feature, Field, FoundCrs, LayerHead};
use crate::formats::reading::{Sink, Warning};
use crate::formats::warning_limit::LimitedWarnings;
use std::ops::ControlFlow;

impl GeoJsonReader<'_> {
    /// Goes past a value of any length; false when the file ends within it.
    pub(super) fn skip(&mut self, depth: usize) -> Result<bool, StopReason> {
        let start = match self.part(|c| c.peek())? {
            Attempt::Read(start) => start,
            _ => return Ok(false),
        };
        if start != b'{' && start != b'[' {
            return Ok(match self.part(|c| c.skip(depth))? {
                Attempt::Read(()) => true,
                Attempt::Bad(_) | Attempt::Cut => false,
            });
        }
        let mut skipper = Skipper::at(depth);
        loop {
            let rest = self.window.rest();
            match skipper.feed(rest) {
                Ok(Some(end)) => {
                    self.window.consume(end);
                    return Ok(true);
                }
                Ok(None) => {
                    let all = rest.len();
                    self.window.consume(all);
                    if !self.more()? {
                        return Ok(false);
                    }
                }
                Err(_) => return Err(self.too_deep()),
            }
        }
    }

    /// After a feature that is no JSON, finds the next one by its first words; false when there is none.
    pub(super) fn next_feature(&mut self) -> Result<bool, StopReason> {
        self.window.consume(1);
        loop {
            let rest = self.window.rest();
            let mut found = None;
            for at in memchr::memchr_iter(b'{', rest) {
                match begins_feature(&rest[at..]) {
                    Ok(true) => {
                        found = Some(at);
                        break;
                    }
                    Ok(false) => {}
                    // It may be one: more is needed to tell.
                    Err(CursorStop::More) if rest.len() - at < 4096 => break,
                    Err(_) => {}
                }
            }
            if let Some(at) = found {
                self.window.consume(at);
                return Ok(true);
            }
            let keep = rest.len().min(4096);
            let past = rest.len() - keep;
            self.window.consume(past);
            if !self.more()? {
                return Ok(false);
            }
        }
    }

    /// After a record that is no JSON, goes on at the next line.
    pub(super) fn next_line(&mut self) -> Result<(), StopReason> {
        loop {
            let rest = self.window.rest();
            match memchr::memchr2(b'\n', 0x1E, rest) {
                Some(at) => {
                    self.window.consume(at + 1);
                    return Ok(());
                }
                None => {
                    let all = rest.len();
                    self.window.consume(all);
                    if !self.more()? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// A coordinate system stated after the features.
    pub(super) fn crs_further_on(&self) -> Option<FoundCrs> {
        struct Nobody;
        impl Sink for Nobody {
            fn layer(&mut self, _: LayerHead) -> ControlFlow<()> {
                ControlFlow::Continue(())
            }
            fn field(&mut self, _: Field) {}
            fn feature(&mut self, _: Feature) -> ControlFlow<()> {
                ControlFlow::Continue(())
            }
            fn warning(&mut self, _: Warning) {}
        }
        let mut nobody = Nobody;
        let mut ahead = GeoJsonReader {
            path: self.path,
            options: self.options,
            encoding: self.encoding,
            window: ByteWindow::open(self.path, self.encoding).ok()?,
            warning_limit: LimitedWarnings::new(&mut nobody),
            recorder: Recorder::default(),
            crs: None,
            name: None,
            waiting: Vec::new(),
            begun: false,
            number: 0,
            heights: 0,
            usable: true,
            mentions_crs: false,
            cut: false,
        };
        ahead.part(|c| c.expect(b'{', "")).ok()?;
        let mut first = true;
        loop {
            let name = ahead
                .part(|c| Ok(c.name(first)?.map(|n| n.bytes.to_vec())))
                .ok()?;
            first = false;
            let Attempt::Read(Some(name)) = name else {
                return None;
            };
            if name != b"crs" {
                if !ahead.skip(2).ok()? {
                    return None;
                }
                continue;
            }
            let value = ahead.part(|c| {
                c.peek()?;
                let from = c.at;
                c.skip(2)?;
                Ok(c.bytes[from..c.at].to_vec())
            });
            return match value.ok()? {
                Attempt::Read(value) => Some(stated_crs(&value)),
                _ => None,
            };
        }
    }
}

/// Whether an object begins as features do: with its type, or with a geometry or properties.
fn begins_feature(bytes: &[u8]) -> Result<bool, CursorStop> {
    let mut cursor = JsonCursor::new(bytes);
    cursor.expect(b'{', "")?;
    if cursor.peek()? != b'"' {
        return Ok(false);
    }
    let Some(name) = cursor.name(true)? else {
        return Ok(false);
    };
    match name.bytes {
        b"geometry" | b"properties" => Ok(cursor.peek()? == b'{'),
        b"type" if cursor.peek()? == b'"' => Ok(cursor.quoted()?.bytes == b"Feature"),
        _ => Ok(false),
    }
}
