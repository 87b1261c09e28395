// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bindTooltips, placed, repeats } from './tooltips'

const room = { width: 1280, height: 720 }
const tip = { width: 100, height: 24 }
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})

describe('the place of a tooltip', () => {
  it('is under its thing, over it at the lower edge, and always in the window', () => {
    expect(placed(box(600, 100, 40, 30), tip, room, false)).toEqual({ left: 570, top: 136 })
    expect(placed(box(600, 690, 40, 26), tip, room, false)).toEqual({ left: 570, top: 660 })
    expect(placed(box(0, 100, 20, 20), tip, room, false).left).toBe(4)
    expect(placed(box(1260, 100, 20, 20), tip, room, false).left).toBe(1176)
    expect(placed(box(300, 100, 400, 28), tip, room, false).left).toBe(300)
  })
  it('is beside one of a column, on the side of the middle, and covers none of the others', () => {
    const tool = box(1000, 200, 32, 32)
    expect(placed(tool, tip, room, true)).toEqual({ left: 894, top: 204 })
    expect(placed(box(10, 600, 32, 32), tip, room, true)).toEqual({ left: 48, top: 604 })
  })
})

describe('the words of a tooltip', () => {
  it('repeat only what stands there whole', () => {
    expect(repeats('环乡路', ' 环乡路 ', false)).toBe(true)
    expect(repeats('环乡路', '环乡路', true)).toBe(false)
    expect(repeats('撤销 画范围（Ctrl+Z）', '撤销 画范围', false)).toBe(false)
    expect(repeats('收起', '', false)).toBe(false)
  })
})

describe('a title under the pointer', () => {
  let end = () => {}
  const shown = () => document.querySelector<HTMLElement>('.tooltip:not([hidden])')?.textContent
  const over = (test: string) =>
    document.querySelector(`#${test}`)?.dispatchEvent(new Event('pointerover', { bubbles: true }))
  beforeEach(() => {
    vi.useFakeTimers()
    document.body.innerHTML =
      '<button id="tool" title="画线 (3)"><svg id="icon"></svg></button><p id="other">别处</p><b id="same" title="完工">完工</b>'
    end = bindTooltips()
  })
  afterEach(() => {
    end()
    vi.useRealTimers()
  })

  it('is shown after a while, taken from the system meanwhile, and given back', () => {
    const tool = document.querySelector('#tool')
    over('icon')
    expect(tool?.getAttribute('title')).toBe('')
    expect(tool?.getAttribute('aria-label')).toBe('画线 (3)')
    expect(shown()).toBeUndefined()
    vi.advanceTimersByTime(500)
    expect(shown()).toBe('画线 (3)')
    over('other')
    expect(shown()).toBeUndefined()
    expect(tool?.getAttribute('title')).toBe('画线 (3)')
    expect(tool?.hasAttribute('aria-label')).toBe(false)
  })
  it('is not shown where it says nothing new', () => {
    over('same')
    vi.advanceTimersByTime(500)
    expect(shown()).toBeUndefined()
  })
  it('is not given back where the page took it away or changed it', () => {
    const [tool, same] = [document.querySelector('#tool'), document.querySelector('#same')]
    over('tool')
    tool?.removeAttribute('title')
    over('same')
    same?.setAttribute('title', '验收')
    over('other')
    expect(tool?.hasAttribute('title')).toBe(false)
    expect(same?.getAttribute('title')).toBe('验收')
  })
  it('goes with a click or a key', () => {
    over('tool')
    vi.advanceTimersByTime(500)
    document.body.dispatchEvent(new Event('keydown', { bubbles: true }))
    expect(shown()).toBeUndefined()
  })
})
