/** Runs `action` after so many milliseconds unless it is called off by what is returned. */
export type Schedule = (milliseconds: number, action: () => void) => () => void

export const byTimer: Schedule = (milliseconds, action) => {
  const timer = setTimeout(action, milliseconds)
  return () => clearTimeout(timer)
}
