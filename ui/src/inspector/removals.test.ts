import { describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import { TABLES } from '@/ipc/questions'
import { inWords, obstacle, warning } from './removals'

describe('a removal in words', () => {
  it('counts by table', () => {
    const goes = [
      { table: 'assignments', count: 2 },
      { table: 'indicators', count: 1 },
    ]
    expect(inWords(goes)).toBe('2 条分工、1 项指标')
  })
  it('tells apart what goes and what is kept', () => {
    const text = warning({
      goes: [{ table: 'tasks', count: 12 }],
      freed: [
        { table: 'projects', count: 1 },
        { table: 'sites', count: 2 },
      ],
    })
    expect(text).toContain('一并删除12 项任务')
    expect(text).toContain('1 个项目、2 个点位保留')
    expect(text).not.toMatch(/一并删除[^。]*个项目[、。]/)
  })
  it('says so when nothing hangs on it', () => {
    expect(warning({ goes: [], freed: [] })).toContain('没有别的内容挂在它下面')
  })
  it('names the first of what is in the way', () => {
    expect(obstacle([])).toBe('')
    const text = obstacle([{ table: 'projects', count: 4, names: ['甲', '乙', '丙'] }])
    expect(text).toBe('还不能删除：4 个项目（甲、乙、丙…）。请先改到别处或删除。')
  })
  it('has a word for every table that can be named', () => {
    // Nothing refers from these to another row, so none is ever counted.
    const alone = ['atlas', 'control_lines', 'views']
    const missing = TABLES.filter((t) => !alone.includes(t) && !i18n.global.te(`making.holds.${t}`, 'zh-CN'))
    expect(missing).toEqual([])
  })
})
