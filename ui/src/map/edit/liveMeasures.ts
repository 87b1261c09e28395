/** Asks the core for the measures and problems of what is being drawn: one question at a time, only the newest waits. */
import { call, type Measures, type Shape, type ShapeProblem } from '@/ipc'

const EVERY_MS = 120

export interface Inspected {
  measures: Measures | null
  problems: ShapeProblem[]
}

export class LiveInspector {
  private waiting: Shape | null = null
  private busy = false
  private round = 0

  constructor(private readonly answer: (inspected: Inspected) => void) {}

  ask(shape: Shape): void {
    this.waiting = shape
    if (!this.busy) void this.run()
  }

  /** What was asked before is no longer wanted. */
  stop(): void {
    this.waiting = null
    this.round += 1
  }

  private async run(): Promise<void> {
    this.busy = true
    while (this.waiting) {
      const shape = this.waiting
      const round = this.round
      this.waiting = null
      const found = await call('shape', { op: { op: 'inspect', geometry: shape } }).catch(() => null)
      if (found && round === this.round) {
        this.answer({ measures: found.measures[0] ?? null, problems: found.problems })
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    this.busy = false
  }
}
