import { InvalidArgumentError } from 'commander'

/** An option's value that is a whole number of at least 1. @throws {InvalidArgumentError} */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('must be a whole number of at least 1')
  }
  return value
}
