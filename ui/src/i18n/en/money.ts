/** Words of the table of money. */
export default {
  wanYuan: 'wan yuan',
  stage: 'Stage',
  source: 'Source',
  noYear: 'no year',
  sum: 'Sum',
  none: 'No money entered',
  copy: 'Copy the table for a spreadsheet',
  copied: 'Table copied',
  ofProjects: 'Money of its projects',
  planned: 'Planned {text} (what is approved, else what is estimated)',
}
