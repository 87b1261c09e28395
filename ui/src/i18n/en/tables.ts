/** Copying and exporting the tables of pages. */
export default {
  copy: 'Copy',
  copyTip: 'Copy as a table that can be pasted into a spreadsheet',
  copied: '{n} row copied | {n} rows copied',
  export: 'Export table',
  exportTip: 'As a printable workbook, with what is seen here',
  exported: '{n} row exported: {path} | {n} rows exported: {path}',
}
