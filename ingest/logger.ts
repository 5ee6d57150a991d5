/** What the ingest logs with; a pino logger fits. One line per event, with a stable `event` name and no row contents. */
export interface Logger {
  info(fields: Record<string, unknown>): void
  warn(fields: Record<string, unknown>): void
  error(fields: Record<string, unknown>): void
}
