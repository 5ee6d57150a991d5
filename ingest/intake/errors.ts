/** The store took none or only a part of a delivery. Nothing of it was acknowledged: send it again with the same ids. */
export class IntakeUnavailable extends Error {
  readonly code = 'INTAKE_UNAVAILABLE'
  constructor(cause: unknown) {
    super('the store does not take facts at the moment; send the delivery again with the same ids', { cause })
    this.name = 'IntakeUnavailable'
  }
}

/** So many events of one delivery were refused that reading on would not help anybody. What was good so far is stored. */
export class TooManyRefused extends Error {
  readonly code = 'TOO_MANY_REFUSED'
  constructor(limit: number) {
    super(`more than ${limit} events were refused, so the rest was not read; the good ones before are stored`)
    this.name = 'TooManyRefused'
  }
}
