/** Keeps what went wrong in the page, for whoever looks into a report of a fault; the window tests want none. */
const kept: string[] = []
Object.assign(window, { __errors: kept })

function keep(words: string): void {
  if (kept.length < 100) kept.push(words)
}

window.addEventListener('error', (event) => keep(`${event.message} (${event.filename}:${event.lineno})`))
window.addEventListener('unhandledrejection', (event) => keep(`unhandled: ${String(event.reason)}`))
window.addEventListener('securitypolicyviolation', (event) =>
  keep(`blocked by the content security policy: ${event.violatedDirective} ${event.blockedURI}`),
)

const log = console.error.bind(console)
console.error = (...words: unknown[]) => {
  keep(words.map(String).join(' '))
  log(...words)
}

export {}
