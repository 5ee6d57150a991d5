import type { Context } from 'hono'
import { KanmonError } from '../../schemas/errors.ts'
import type { RequestVariables } from '../app-types.ts'

/**
 * The name under which a person's act is recorded. With access control on it is the principal's own: what the
 * request claims may only repeat it. With access control off it is the claimed name.
 *
 * @param field the request's field with the claimed name, for the error
 * @throws {KanmonError} FORBIDDEN for another's name, INVALID_REQUEST when there is no name at all
 */
export function actorOf(
  c: Context<{ Variables: RequestVariables }>,
  claimed: string | undefined,
  field = 'name',
): string {
  const caller = c.get('caller')
  if (caller.kind === 'unchecked') {
    if (claimed !== undefined) return claimed
    throw new KanmonError('INVALID_REQUEST', `${field}: is required while access control is off`, { field })
  }
  if (caller.kind === 'anonymous') throw new KanmonError('UNAUTHENTICATED', 'this takes a key or a token')
  if (claimed === undefined || claimed === caller.name) return caller.name
  throw new KanmonError('FORBIDDEN', `${field}: acts are recorded under the caller's own name`, { field })
}
