// @vitest-environment happy-dom
import type MapBrowserEvent from 'ol/MapBrowserEvent'
import { expect, test, vi } from 'vitest'
import { PointerInput } from './pointerInput'

const event = (type: string): MapBrowserEvent =>
  ({
    type,
    originalEvent: new MouseEvent(type, { button: 0 }),
    coordinate: [0, 0],
    pixel: [0, 0],
  }) as unknown as MapBrowserEvent

test('the click that ends the press which finished a shape selects nothing, the next one does', () => {
  let sketching = true
  const click = vi.fn()
  const input = new PointerInput({
    sketching: () => sketching,
    press: () => {
      sketching = false
    },
    move: vi.fn(),
    release: vi.fn(),
    click,
    hover: vi.fn(),
    adjust: () => null,
  })
  for (const type of ['pointerdown', 'pointerup', 'click', 'singleclick']) input.handleEvent(event(type))
  expect(click).not.toHaveBeenCalled()
  for (const type of ['pointerdown', 'pointerup', 'click', 'singleclick']) input.handleEvent(event(type))
  expect(click).toHaveBeenCalledOnce()
})
