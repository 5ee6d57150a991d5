import { z } from 'zod'
import { projectDeclared } from './facts/project.ts'
import { date, identifier, line, projectId } from './primitives.ts'

/** Name of the file at the root of a repository. */
export const CONFIG_FILE = 'kanmon.yaml'

const path = line(1000)

/** `pattern: component` lines, of which the first that fits a path counts; `pattern: null` leaves files out. */
export const componentPatterns = z.record(z.string().min(1), identifier.nullable())
export type ComponentPatterns = z.output<typeof componentPatterns>

/** One call of a collector. */
export const collectEntry = z.strictObject({
  /** As in `kanmon collect <collector>`. */
  collector: line(40),
  /** Paths, or patterns with `*` and `**`, from the folder of the file; commits such as HEAD, where git is read. */
  paths: z.array(path).min(1).max(200),
  phase: identifier.optional(),
  component: identifier.optional(),
  /** Options of the collector as on its command line, in camel case: `--xer-project` is `xerProject`. */
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** Nothing there is nothing wrong: without it, paths that fit no file are told and make the exit code 1. */
  optional: z.boolean().default(false),
})
export type CollectEntry = z.output<typeof collectEntry>

/** `kanmon.yaml`: what a project declares of itself, and what `kanmon collect` reads without arguments. */
export const collectConfig = z
  .strictObject({
    project: projectId,
    /** Where kanmon serves; KANMON_URL and --url win. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** Day since which the declaration holds: change it with the declaration. */
    declaredOn: date.optional(),
    /** Field by field as `project.declared`; without it the project is declared elsewhere. */
    declaration: projectDeclared.optional(),
    /** Whose each source file is, for every collector that takes `--components` and is given none of its own. */
    components: componentPatterns.optional(),
    collect: z.array(collectEntry).max(200).default([]),
  })
  .refine(({ declaration, declaredOn }) => declaration === undefined || declaredOn !== undefined, {
    path: ['declaredOn'],
    error: 'is needed beside declaration: the day since which it holds',
  })
export type CollectConfig = z.output<typeof collectConfig>
