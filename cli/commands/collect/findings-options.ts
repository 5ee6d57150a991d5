import { z } from 'zod'
import { cyclonedx } from '../../../ingest/collectors/cyclonedx/cyclonedx.ts'
import { sarif } from '../../../ingest/collectors/sarif/sarif.ts'
import { trivy } from '../../../ingest/collectors/trivy/trivy.ts'
import { identifier } from '../../../schemas/primitives.ts'
import { collecting } from './define-collector.ts'

const ASSET = ['--asset <id>', 'what was looked at (the project)'] as const
const asset = identifier.optional()
const toolSucceeded = z.boolean().optional()

export const collectSarif = collecting(sarif, z.object({ asset, root: z.string(), toolSucceeded }), {
  description: 'findings of static analysis from SARIF 2.1.0',
  addOptions: (command) =>
    void command
      .option(...ASSET)
      .option('--root <folder>', 'folder that absolute paths are told relative to', process.cwd())
      .option(
        '--tool-succeeded',
        'the exit code of the tool was that of success, where the log does not say it',
      ),
})

export const collectTrivy = collecting(
  trivy,
  z.object({ asset, toolSucceeded, previous: z.string().optional() }),
  {
    description: 'vulnerabilities, misconfigurations and secrets from Trivy JSON',
    addOptions: (command) =>
      void command
        .option(...ASSET)
        .option('--tool-succeeded', 'the scan succeeded, although the report names nothing that it looked at')
        .option(
          '--previous <file>',
          'an earlier report of the same command; what it found and this one shows to be gone is told as fixed',
        ),
  },
)

export const collectCyclonedx = collecting(cyclonedx, z.object({ asset }), {
  description: 'components and vulnerabilities from CycloneDX JSON 1.4 to 1.7 (SBOM, VDR, VEX)',
  addOptions: (command) => void command.option(...ASSET),
})
