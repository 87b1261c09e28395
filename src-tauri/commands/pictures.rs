//! Pictures that the page has drawn: taken as they are and written like every other file, whole or not at all.

use std::io::Write;
use std::path::PathBuf;
use words::{Words, said};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use files::atomic_file::AtomicFile;

use super::exports::ExportCommands;
use crate::wire::SavedPicture;
use crate::wire_error::WireError;

/// Bytes of the largest picture that is written.
const LARGEST: usize = 256 << 20;

/// The chunk IEND with its check sum, which ends every picture (PNG, ISO/IEC 15948, 11.2.5).
const LAST: &[u8] = b"\0\0\0\0IEND\xAE\x42\x60\x82";

impl ExportCommands {
    /// Writes a picture in the format PNG, which comes as text of base 64 (RFC 4648).
    pub fn save_picture(
        &self,
        path: String,
        png: String,
        overwrite: bool,
    ) -> Result<SavedPicture, WireError> {
        let path = PathBuf::from(path.trim());
        let bad = |why: Words| WireError::said("picture.bad", &why);
        let incomplete = || {
            bad(said!(
                "picture.incomplete",
                "内容不完整",
                "its content is incomplete"
            ))
        };
        if png.len() > LARGEST {
            return Err(bad(said!("picture.too_large", "太大", "it is too large")));
        }
        let bytes = STANDARD.decode(png.trim()).map_err(|_| incomplete())?;
        let size = match imagesize::image_type(&bytes) {
            Ok(imagesize::ImageType::Png) if bytes.ends_with(LAST) => {
                imagesize::blob_size(&bytes).map_err(|_| incomplete())?
            }
            Ok(imagesize::ImageType::Png) => return Err(incomplete()),
            _ => return Err(bad(said!("picture.no_png", "不是 PNG", "it is no PNG"))),
        };
        let exists = || {
            WireError::new("file.exists", format!("{} 已存在", path.display()))
                .with("path", path.display().to_string())
        };
        if path.exists() && !overwrite {
            return Err(exists());
        }
        let failed =
            |e: files::FileError| WireError::technical("file.io", e).with("path", path.display().to_string());
        let file = AtomicFile::beside(&path).map_err(failed)?;
        let mut open = file.file().map_err(failed)?;
        open.write_all(&bytes).map_err(|e| failed(file.failed(&e)))?;
        let place = if overwrite { file.place() } else { file.place_new() };
        let place = place.map_err(failed)?;
        let pixels = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(SavedPicture {
            path: place.display().to_string(),
            bytes: bytes.len() as u64,
            width: pixels(size.width),
            height: pixels(size.height),
        })
    }
}
