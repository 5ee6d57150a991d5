import { Option } from 'commander'
import { z } from 'zod'
import { schedule, scheduleMapping } from '../../../ingest/collectors/schedule/schedule.ts'
import { date, prose } from '../../../schemas/primitives.ts'
import { collecting } from './define-collector.ts'
import { settingsFile } from './mapping-option.ts'

const options = z.object({
  mapping: settingsFile(scheduleMapping).optional(),
  measure: z.enum(['hours', 'cost']).default('hours'),
  baseline: z.union([z.literal('current'), z.coerce.number().int().min(0).max(10)]).default(0),
  revision: z.coerce.number().int().min(1).default(1),
  reason: prose().default('baseline of the schedule'),
  validFrom: date.optional(),
  statusDate: date.optional(),
  encoding: z.string().default('windows-1252'),
  xerProject: z.string().optional(),
})

export const collectSchedule = collecting(schedule, options, {
  description: 'plan, progress and cost from MS Project XML, Primavera XER or a table',
  addOptions: (command) =>
    void command
      .option('--mapping <file>', 'YAML file: phases by the names of summaries; columns of a table')
      .addOption(new Option('--measure <what>', 'what the plan is budgeted in').choices(['hours', 'cost']))
      .option('--baseline <n>', 'baseline 0 to 10 of MS Project, or current for what is planned now')
      .option('--revision <n>', 'revision of the plan')
      .option('--reason <text>', 'why the plan was baselined')
      .option('--valid-from <date>', 'first day on which the plan holds; the first start without it')
      .option('--status-date <date>', 'status date, where the file states none')
      .option('--encoding <label>', 'of a XER file: windows-1252, cp932 from a Japanese host')
      .option('--xer-project <name>', 'short name of the project to read, where a XER file holds several'),
})
