/** Runs pieces of work one after the other: orders are checked and given, and two must not both find an id free. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve()
  return function inTurn(work) {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }
}
