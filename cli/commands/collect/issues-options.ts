import { Option } from 'commander'
import { z } from 'zod'
import { issues } from '../../../ingest/collectors/issues/issues.ts'
import { issueMapping, tracker } from '../../../ingest/collectors/issues/mapping.ts'
import { collecting } from './define-collector.ts'
import { settingsFile } from './mapping-option.ts'

const options = z.object({ from: tracker, mapping: settingsFile(issueMapping) })

export const collectIssues = collecting(issues, options, {
  description: 'defects and their history from exports of Jira, GitHub, GitLab or Redmine',
  addOptions: (command) =>
    void command
      .addOption(
        new Option('--from <tracker>', 'which tracker wrote them')
          .choices(tracker.options)
          .makeOptionMandatory(),
      )
      .requiredOption('--mapping <file>', 'YAML: which words of the tracker are which of ours'),
})
