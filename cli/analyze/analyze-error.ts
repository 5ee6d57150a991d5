/** A file that cannot be analysed; the message names the line and the column. */
export class AnalyzeError extends Error {
  override readonly name = 'AnalyzeError'

  /** An error at one value of the file. Lines count from 1, comments and the header included. */
  static at(line: number, column: string, message: string): AnalyzeError {
    return new AnalyzeError(`line ${line}, column ${column}: ${message}`)
  }
}
