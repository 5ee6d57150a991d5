import { delayedSShaped } from './delayed-s-shaped.ts'
import { gamma } from './gamma.ts'
import { goelOkumoto } from './goel-okumoto.ts'
import { gompertz } from './gompertz.ts'
import { inflectionSShaped } from './inflection-s-shaped.ts'
import { logLogistic } from './log-logistic.ts'
import type { Model, ModelName } from './model.ts'
import { musaOkumoto } from './musa-okumoto.ts'
import { powerLaw } from './power-law.ts'
import { truncatedGumbelMin } from './truncated-gumbel-min.ts'
import { truncatedNormal } from './truncated-normal.ts'
import { weibull } from './weibull.ts'

/** The model of each name. */
export const models: Readonly<Record<ModelName, Model>> = {
  'goel-okumoto': goelOkumoto,
  'delayed-s-shaped': delayedSShaped,
  'inflection-s-shaped': inflectionSShaped,
  weibull,
  gamma,
  gompertz,
  'truncated-normal': truncatedNormal,
  'truncated-gumbel-min': truncatedGumbelMin,
  'log-logistic': logLogistic,
  'musa-okumoto': musaOkumoto,
  'power-law': powerLaw,
}
