import type { MessageKey } from '../../../schemas/messages/index.ts'
import { FormToken } from '../../form-parts.tsx'
import type { Visit } from '../../visit.ts'

interface KeyFormProps {
  readonly visit: Visit
  readonly next: string
  readonly error: MessageKey | null
}

export function KeyForm({ visit, next, error }: KeyFormProps) {
  const { t } = visit
  return (
    <form class="stack" method="post" action="/sign-in">
      <FormToken visit={visit} />
      <input type="hidden" name="next" value={next} />
      <label for="key">{t('signIn.key')}</label>
      {error !== null && (
        <p class="error" id="key-error" role="alert">
          {t(error)}
        </p>
      )}
      <input
        id="key"
        name="key"
        type="password"
        required
        autocomplete="current-password"
        aria-invalid={error === null ? undefined : 'true'}
        aria-describedby={error === null ? 'key-hint' : 'key-error key-hint'}
      />
      <p class="muted" id="key-hint">
        {t('signIn.keyHint')}
      </p>
      <button type="submit">{t('signIn.submit')}</button>
    </form>
  )
}
