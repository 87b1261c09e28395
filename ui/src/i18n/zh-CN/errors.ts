export default {
  file: {
    not_found: '找不到文件 {path}。它可能被移动、改名，或所在的盘没有接上。',
    exists: '{path} 已经存在，请换个名字。',
    denied: '没有权限读写 {path}，请换个文件夹或检查权限。',
    not_atlas: '{path} 不是镇图的图册，请选图册文件（.gpkg）。',
  },
  atlas: {
    in_use: '图册正在被别的程序使用，请先关闭那边，或以只读方式打开。',
    read_only: '图册是只读的，不能修改。',
    none: '还没有打开图册。',
    newer: '这本图册是用更新版本的镇图建的，请升级后再打开。',
  },
  change: {
    conflict: '这里刚被改过，请看一眼现在的内容再改。',
    nothing_to_undo: '没有可撤销的操作。',
    nothing_to_redo: '没有可重做的操作。',
  },
  wire: {
    failed: '程序内部没有应答，请重新打开镇图；修改都已存在文件里。',
  },
}
