import { describe, expect, it, vi } from 'vitest'
import type { Page } from '@/ipc'
import { createPages, PAGE_SIZE } from './pagedRows'

function ledger(length: number) {
  const all = Array.from({ length }, (_, n) => ({ id: `p${n}` }))
  const read = vi.fn(
    async (offset: number, limit: number): Promise<Page<{ id: string }>> => ({
      total: all.length,
      offset,
      rows: all.slice(offset, offset + limit),
    }),
  )
  return { all, read, pages: createPages(read) }
}

describe('the pages of a ledger', () => {
  it('reads only the pages in sight, each once', async () => {
    const { read, pages } = ledger(1000)
    await pages.reset()
    await Promise.all([pages.ensure(150, 260), pages.ensure(180, 220)])
    await pages.ensure(150, 260)
    expect(read.mock.calls.map(([offset]) => offset)).toEqual([0, 100, 200])
    expect([pages.total.value, pages.row(250)?.id, pages.row(999)]).toEqual([1000, 'p250', undefined])
  })

  it('never asks for rows beyond the end', async () => {
    const { read, pages } = ledger(30)
    await pages.reset()
    await pages.ensure(0, 5000)
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('keeps the old rows in sight until the new ones are there', async () => {
    const { all, pages } = ledger(5)
    await pages.reset()
    all.reverse()
    const again = pages.reset()
    expect(pages.row(0)?.id).toBe('p0')
    await again
    expect(pages.row(0)?.id).toBe('p4')
  })

  it('ignores an answer that comes after the filter changed', async () => {
    const answers: ((page: Page<string>) => void)[] = []
    const pages = createPages<string>(() => new Promise((resolve) => answers.push(resolve)))
    const first = pages.reset()
    const second = pages.reset()
    answers[1]?.({ total: 1, offset: 0, rows: ['new'] })
    answers[0]?.({ total: 1, offset: 0, rows: ['old'] })
    await Promise.all([first, second])
    expect(pages.row(0)).toBe('new')
  })

  it('says when it could not read and reads again when asked', async () => {
    let broken = true
    const pages = createPages<string>(async () => {
      if (broken) throw new Error('磁盘读不出')
      return { total: 1, offset: 0, rows: ['a'] }
    })
    await pages.reset()
    expect(pages.failure.value).toBeInstanceOf(Error)
    broken = false
    await pages.reset()
    expect([pages.failure.value, pages.row(0)]).toEqual([null, 'a'])
  })

  it('falls back to the top when there are fewer rows than where the view stood', async () => {
    const { all, pages } = ledger(500)
    await pages.reset(400, 420)
    all.splice(10)
    await pages.reset(400, 420)
    expect([pages.total.value, pages.row(0)?.id]).toEqual([10, 'p0'])
  })

  it('finds a row that was read', async () => {
    const { pages } = ledger(250)
    await pages.reset()
    await pages.ensure(200, 210)
    expect(pages.find((r) => r.id === 'p205')).toBe(205)
    expect(pages.find((r) => r.id === 'p150')).toBe(-1)
    expect(PAGE_SIZE).toBe(100)
  })
})
