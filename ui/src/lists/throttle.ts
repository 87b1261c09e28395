/** Runs at most once in `ms`; the last call is never lost. */
export function throttle<A extends unknown[]>(run: (...args: A) => void, ms: number): (...args: A) => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let waiting: A | null = null
  return (...args) => {
    if (timer) {
      waiting = args
      return
    }
    run(...args)
    const again = (): void => {
      timer = null
      if (!waiting) return
      const next = waiting
      waiting = null
      run(...next)
      timer = setTimeout(again, ms)
    }
    timer = setTimeout(again, ms)
  }
}
