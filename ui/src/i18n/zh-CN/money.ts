/** Words of the table of money. */
export default {
  wanYuan: '万元',
  stage: '阶段',
  source: '资金来源',
  noYear: '未分年度',
  sum: '合计',
  none: '还没有资金',
  copy: '复制表格，可贴进 Excel',
  copied: '已复制表格',
  ofProjects: '项目资金',
  planned: '计划投资 {text}（有批复的按批复，否则按匡算）',
}
