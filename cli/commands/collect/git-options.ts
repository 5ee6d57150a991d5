import { z } from 'zod'
import { git } from '../../../ingest/collectors/git/git.ts'
import { openGitLog } from '../../../ingest/collectors/git/open-git-log.ts'
import { COMPONENTS_HELP, componentsOption } from './components-option.ts'
import { collecting } from './define-collector.ts'

export const collectGit = collecting(git, z.object({ components: componentsOption.optional() }), {
  description: 'commits and authors of the repository here, of a branch or of a range such as v1.0..HEAD',
  addOptions: (command) => void command.option('--components <file>', COMPONENTS_HELP),
  open:
    ({ components }) =>
    (argument, onRead) =>
      openGitLog(argument, onRead, components !== undefined, Date.now()),
})
