const TURN_MILLISECONDS = 1000

/** Notes when the event loop last came round to a timer. It keeps no process alive. */
export function loopClock(now: () => number): { lastTurnAt: () => number; stop: () => void } {
  let lastTurnAt = now()
  const timer = setInterval(() => {
    lastTurnAt = now()
  }, TURN_MILLISECONDS)
  timer.unref()
  return { lastTurnAt: () => lastTurnAt, stop: () => clearInterval(timer) }
}
