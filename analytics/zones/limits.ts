/** Quartiles of a density: what is usual lies between `lower` (P25) and `upper` (P75). */
export interface Band {
  readonly lower: number
  readonly median: number
  readonly upper: number
}

/** Usual test density (cases/KSLOC) and defect density (symptoms/KSLOC) of a phase, and where they come from. */
export interface ZoneLimits {
  readonly name: string
  /** From other organisations: to be shown as such. */
  readonly external: boolean
  readonly source: string
  /** Projects behind the limits; null where the source does not say. */
  readonly projects: number | null
  readonly tests: Band
  readonly defects: Band
}
