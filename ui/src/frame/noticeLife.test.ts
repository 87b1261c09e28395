import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Notice } from '@/stores/notice'
import { noticeLife } from './noticeLife'

const error: Notice = { level: 'error', text: '写不了' }
const close = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  close.mockReset()
})
afterEach(() => vi.useRealTimers())

describe('a short message', () => {
  it('goes by itself when all went well, later when it offers something', () => {
    const life = noticeLife(close)
    life.shown({ level: 'good', text: '已导出' })
    vi.advanceTimersByTime(3499)
    expect(close).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(close).toHaveBeenCalledOnce()
    life.shown({ level: 'info', text: '已删除', action: { label: '撤销', run: () => undefined } })
    vi.advanceTimersByTime(7999)
    expect(close).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(1)
    expect(close).toHaveBeenCalledTimes(2)
  })

  it('stays as an error until the user has gone on, and then not for good', () => {
    const life = noticeLife(close)
    life.shown(error)
    vi.advanceTimersByTime(3_600_000)
    expect(close).not.toHaveBeenCalled()
    life.wentOn()
    vi.advanceTimersByTime(3000)
    // Further clicks do not prolong it.
    life.wentOn()
    vi.advanceTimersByTime(2000)
    expect(close).toHaveBeenCalledOnce()
  })

  it('stays while the pointer is on it', () => {
    const life = noticeLife(close)
    life.shown(error)
    life.wentOn()
    life.held(true)
    vi.advanceTimersByTime(60_000)
    expect(close).not.toHaveBeenCalled()
    life.held(false)
    vi.advanceTimersByTime(5000)
    expect(close).toHaveBeenCalledOnce()
  })

  it('that must be answered stays', () => {
    const life = noticeLife(close)
    life.shown({ level: 'info', text: '离镇街很远', keep: '保留' })
    life.wentOn()
    vi.advanceTimersByTime(60_000)
    expect(close).not.toHaveBeenCalled()
  })
})
