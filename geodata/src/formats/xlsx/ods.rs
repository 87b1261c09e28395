use crate::formats::{ReadError, ReadOptions, Sink};
use std::path::Path;
pub(super) fn read(path: &Path, _: &ReadOptions, _: &mut dyn Sink) -> Result<(), ReadError> {
    Err(super::guard::damaged(path, "暂不支持 .ods，请另存为 .xlsx"))
}
