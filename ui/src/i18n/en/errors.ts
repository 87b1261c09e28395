export default {
  file: {
    not_found: '{path} is not there. It may have been moved or renamed, or its disk is not connected.',
    exists: '{path} is there already; choose another name.',
    denied: 'No permission to read or write {path}; choose another folder or check permissions.',
    not_atlas: '{path} is no atlas of Zhentu; choose an atlas file (.gpkg).',
  },
  atlas: {
    in_use: 'The atlas is in use by another program. Close it there, or open it read-only.',
    read_only: 'The atlas is read-only and cannot be changed.',
    none: 'No atlas is open.',
    newer: 'This atlas was made by a newer version of Zhentu; update the program first.',
  },
  change: {
    conflict: 'This has just been changed elsewhere; look at it as it is now and change it again.',
    nothing_to_undo: 'Nothing to undo.',
    nothing_to_redo: 'Nothing to redo.',
  },
  wire: {
    failed: 'The program did not answer; start Zhentu again. Every change is in the file.',
  },
}
