import { phaseKind, type PhaseKind } from '../../schemas/facts/common.ts'
import { projectDeclared, type ProjectDeclared } from '../../schemas/facts/project.ts'
import { referenceSet, type ReferenceSet } from '../../schemas/policy.ts'
import type { Band, ZoneLimits } from './limits.ts'

type Bands = Readonly<Record<'tests' | 'defects', Band>>
type Published = Partial<Record<ProjectDeclared['class'], Partial<Record<PhaseKind, Bands>>>>

interface Publication {
  readonly source: string
  readonly values: Published
}

const projectClass = projectDeclared.shape.class

const band = (lower: number, median: number, upper: number): Band => ({ lower, median, upper })

/**
 * Published quartiles per KSLOC without comments and blank lines; defects are symptoms 現象. Read in secondary
 * sources, not in the books themselves. Means are left out on purpose: that of the test cases of enhancements in
 * integration test is 787, the median 66. There are no values for redevelopment, nor by business domain.
 */
const publications: Readonly<Record<ReferenceSet, Publication>> = {
  'ipa-2018-2019': {
    source: 'IPA ソフトウェア開発データ白書 2018-2019, as quoted by bit-consul.com ?p=6187 and ?p=5987',
    values: {
      new: {
        'integration-test': { tests: band(17.85, 35.7, 64.27), defects: band(0.943, 1.6, 2.626) },
        'system-test': { tests: band(3.92, 9.31, 17.94), defects: band(0.112, 0.32, 0.833) },
      },
      enhancement: {
        'integration-test': { tests: band(32.98, 65.72, 171.76), defects: band(0.308, 1.101, 2.425) },
        'system-test': { tests: band(8.7, 24.8, 69.85), defects: band(0.033, 0.183, 0.721) },
      },
    },
  },
}

/** The published limits of a class of project and kind of phase, or null when the publication has none. */
export function externalLimits(
  name: ReferenceSet,
  projectClass: ProjectDeclared['class'],
  kind: PhaseKind,
): ZoneLimits | null {
  const { source, values } = publications[name]
  const bands = values[projectClass]?.[kind]
  return bands === undefined ? null : { name, external: true, source, projects: null, ...bands }
}

/** Every published baseline, with the class and the kind of phase that it is for. */
export function externalBaselines() {
  return referenceSet.options.flatMap((name) =>
    projectClass.options.flatMap((of) =>
      phaseKind.options.flatMap((phase) => {
        const limits = externalLimits(name, of, phase)
        if (limits === null) return []
        const undated = { product: null, shippedFrom: null, shippedUntil: null }
        return [{ ...limits, ...undated, class: of, phase, isUsable: true }]
      }),
    ),
  )
}
