import { z } from 'zod'
import { openGitDiff } from '../../../ingest/collectors/size/git-output.ts'
import { size } from '../../../ingest/collectors/size/size.ts'
import { COMPONENTS_HELP, componentsOption } from './components-option.ts'
import { collecting } from './define-collector.ts'

const options = z.object({
  git: z.boolean().optional(),
  components: componentsOption.optional(),
  languages: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .optional(),
  excludesGenerated: z.boolean().optional(),
  counterVersion: z.string().optional(),
})

export const collectSize = collecting(size, options, {
  description: 'lines of code from cloc, tokei or scc (JSON), or changed between two commits',
  addOptions: (command) =>
    void command
      .option(
        '--git',
        'each path is a range of commits of the repository here, such as v1.0..HEAD, or one commit',
      )
      .option('--components <file>', COMPONENTS_HELP)
      .option('--languages <names>', 'languages that count, separated by commas; without it all')
      .option('--excludes-generated', 'generated code was left out, or is where the counter marks it')
      .option('--counter-version <v>', 'version of the counter, which tokei and scc do not tell'),
  open: ({ git }) => (git === true ? openGitDiff : null),
})
