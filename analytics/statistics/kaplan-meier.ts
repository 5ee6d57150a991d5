/** How long something took, or how long it has been lasting when it has not ended yet (`ended` false: censored). */
export interface Duration {
  readonly time: number
  readonly ended: boolean
}

export interface SurvivalStep {
  readonly time: number
  /** Share that lasts longer than `time`. */
  readonly survival: number
}

/**
 * Kaplan-Meier estimate of the share that lasts longer than t (JASA 53, 1958): at each time at which something ended,
 * `S *= 1 - ended / at risk`. What has not ended counts as at risk up to its time, so it is not left out: the mean of
 * the ended ones alone is biased low. Ends come before censorings of the same time.
 */
export function kaplanMeier(durations: readonly Duration[]): readonly SurvivalStep[] {
  const ordered = [...durations].sort((a, b) => a.time - b.time)
  const steps: SurvivalStep[] = []
  let survival = 1
  let next = 0
  while (next < ordered.length) {
    const time = ordered[next]?.time ?? 0
    const atRisk = ordered.length - next
    let ended = 0
    for (; ordered[next]?.time === time; next += 1) if (ordered[next]?.ended === true) ended += 1
    if (ended === 0) continue
    survival *= 1 - ended / atRisk
    steps.push({ time, survival })
  }
  return steps
}

/** Slack for survival shares: (1 - 1/2) and the like are reached exactly, whatever the order of the products. */
const ROUNDING = 1e-12

/** The first time by which the share p has ended; null when that is not seen yet because too many still last. */
export function survivalQuantile(steps: readonly SurvivalStep[], p: number): number | null {
  return steps.find(({ survival }) => survival <= 1 - p + ROUNDING)?.time ?? null
}
