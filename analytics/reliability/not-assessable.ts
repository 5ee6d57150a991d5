/** Why reliability growth cannot be judged by. Closed list; every code has a sentence in the catalogue. */
export const notAssessableReasons = [
  /** No failure at all: nothing can be estimated. */
  'NO_EVENTS',
  /** Fewer than twenty failures. */
  'TOO_FEW_EVENTS',
  /** All failures are in the first interval: their order is unknown. */
  'ALL_IN_FIRST_INTERVAL',
  /** Less than 60 % of the planned test cases are executed. */
  'LOW_TEST_CONSUMPTION',
  /** No finite estimate: the detection rate is not falling. */
  'NO_FINITE_ESTIMATE',
  /** Laplace's trend shows no growth with 95 % confidence. */
  'NO_GROWTH',
  /** Every model fails its test of fit. */
  'NO_MODEL_FITS',
  /** The data set no upper limit to the total. */
  'UNBOUNDED_INTERVAL',
  /** The last three refits differ by more than 10 %. */
  'UNSTABLE_ESTIMATE',
] as const
export type NotAssessableReason = (typeof notAssessableReasons)[number]
