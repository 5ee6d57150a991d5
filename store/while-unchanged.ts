import type { Store } from './store.ts'

/**
 * Reads again only after a write to one of the tables has begun or ended since; a failed read is not kept. Where other
 * processes may write as well it reads every time.
 */
export function whileUnchanged<T>(
  store: Pick<Store, 'revision'>,
  tables: readonly string[],
  read: () => Promise<T>,
): () => Promise<T> {
  let kept: { readonly revision: number; readonly answer: Promise<T> } | null = null
  return () => {
    if (store.revision === null) return read()
    const revision = store.revision(tables)
    if (kept?.revision === revision) return kept.answer
    const latest = { revision, answer: read() }
    kept = latest
    latest.answer.catch(() => {
      if (kept === latest) kept = null
    })
    return latest.answer
  }
}
