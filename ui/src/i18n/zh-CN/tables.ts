/** 各页表格的复制和导出。 */
export default {
  copy: '复制',
  copyTip: '复制为表格，可直接粘贴到 Excel',
  copied: '已复制 {n} 行',
  export: '导出表格',
  exportTip: '导出为可打印的 Excel 文件，所见即所得',
  exported: '已导出 {n} 行：{path}',
}
