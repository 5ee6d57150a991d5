import { type Command, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { accessRole, type Grant, grant } from '../../schemas/access.ts'
import {
  type KeyAnswer,
  keyAnswer,
  keyList,
  type NewKeyAnswer,
  newKeyAnswer,
} from '../../schemas/answers-access.ts'
import { request } from '../client.ts'
import { withKey } from '../key.ts'
import { withServer } from '../server-option.ts'
import type { Terminal } from '../terminal.ts'

interface KeyOptions {
  readonly url: string
  readonly json?: boolean
}

interface CreateOptions extends KeyOptions {
  readonly grant: readonly Grant[]
  readonly expires?: string
}

interface RotateOptions extends KeyOptions {
  readonly grace?: number
  readonly expires?: string
}

/** `role=all`, `role=project,project` or `role=division:Name`. */
export function parseGrant(text: string, before: readonly Grant[] = []): Grant[] {
  const [role = '', where = ''] = text.split(/=(.*)/s)
  const projects =
    where === 'all'
      ? where
      : where.startsWith('division:')
        ? { division: where.slice('division:'.length) }
        : where.split(',').map((project) => project.trim())
  const read = grant.safeParse({ role, projects })
  if (read.success) return [...before, read.data]
  const roles = accessRole.options.join(', ')
  throw new InvalidArgumentError(
    `must be role=all, role=project,project or role=division:Name, with one of the roles ${roles}`,
  )
}

function seconds(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number of seconds')
}

/** A grant as `--grant` takes it. */
function grantText({ role, projects }: Grant): string {
  if (projects === 'all') return `${role}=all`
  return Array.isArray(projects) ? `${role}=${projects.join(',')}` : `${role}=division:${projects.division}`
}

const COLUMNS = ['id', 'name', 'state', 'grants', 'createdAt', 'expiresAt', 'lastUsedOn'] as const

function line(key: KeyAnswer): string {
  const shown = { ...key, grants: key.grants.map(grantText).join(' ') }
  return COLUMNS.map((column) => shown[column] ?? '–').join('\t')
}

/** The commands of `kanmon keys`, each a request to the server. */
function keyCommands(terminal: Terminal) {
  function ask<S extends z.ZodType>(
    options: KeyOptions,
    path: string,
    schema: S,
    method: string,
    body?: unknown,
  ) {
    const json = body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    return request(new URL(path, options.url).href, schema, withKey(terminal, { method, ...json }))
  }

  /** The key stands alone on standard output, so that it can be taken into a variable. */
  function showOnce(made: NewKeyAnswer, options: KeyOptions): void {
    if (options.json === true) {
      terminal.out(JSON.stringify(made, null, 2))
      return
    }
    const { key, ...rest } = made
    terminal.note(COLUMNS.join('\t'))
    terminal.note(line(rest))
    if (made.previousUntil !== null)
      terminal.note(terminal.translate('keys.previousUntil', { until: made.previousUntil }))
    terminal.note(terminal.translate('keys.shownOnce'))
    terminal.out(key)
  }

  return {
    create: async (name: string, options: CreateOptions) => {
      const body = { name, grants: options.grant, expiresAt: options.expires }
      showOnce(await ask(options, '/v1/keys', newKeyAnswer, 'POST', body), options)
    },
    rotate: async (id: string, options: RotateOptions) => {
      const path = `/v1/keys/${encodeURIComponent(id)}/rotate`
      const body = { graceSeconds: options.grace, expiresAt: options.expires }
      showOnce(await ask(options, path, newKeyAnswer, 'POST', body), options)
    },
    list: async (options: KeyOptions) => {
      const { keys } = await ask(options, '/v1/keys', keyList, 'GET')
      if (options.json === true) {
        terminal.out(JSON.stringify(keys, null, 2))
        return
      }
      terminal.out(COLUMNS.join('\t'))
      for (const key of keys) terminal.out(line(key))
    },
    revoke: async (id: string, options: KeyOptions) => {
      const path = `/v1/keys/${encodeURIComponent(id)}`
      const key = await ask(options, path, keyAnswer, 'DELETE')
      const told = terminal.translate('keys.revoked', { key: key.id, name: key.name })
      terminal.out(options.json === true ? JSON.stringify(key, null, 2) : told)
    },
  }
}

/** Adds `kanmon keys create|ls|rotate|revoke`. */
export function addKeys(program: Command, terminal: Terminal): void {
  const asking = (command: Command) =>
    withServer(command, terminal).option('--json', 'the whole answer as JSON')
  const commands = keyCommands(terminal)
  const group = program.command('keys').description('API keys: who may do what')
  asking(group.command('create <name>').description('make a key, and print it once'))
    .requiredOption(
      '--grant <grant>',
      'role=all, role=project,project or role=division:Name; repeatable',
      parseGrant,
    )
    .option('--expires <instant>', 'when it ends, RFC 3339')
    .action((name: string, options: CreateOptions) => commands.create(name, options))
  asking(group.command('ls').description('list every key there ever was')).action((options: KeyOptions) =>
    commands.list(options),
  )
  asking(group.command('rotate <id>').description('give a key a new secret, and print it once'))
    .option('--grace <seconds>', 'how long the secret before stays good (86400)', seconds)
    .option('--expires <instant>', 'when it ends, RFC 3339')
    .action((id: string, options: RotateOptions) => commands.rotate(id, options))
  asking(group.command('revoke <id>').description('end a key at once and for good')).action(
    (id: string, options: KeyOptions) => commands.revoke(id, options),
  )
}
