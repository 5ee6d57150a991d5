import type { Visit } from '../visit.ts'

/**
 * Says whether the page follows what arrives, and lets it be stopped (WCAG 2.2, 2.2.2). Shown by the script that does
 * it; the parts that are replaced have `data-live` and an id.
 */
export function LiveControl({ visit: { t } }: { visit: Visit }) {
  return (
    <p class="row live no-print" data-live-control hidden>
      <button type="button" class="plain" data-pause={t('live.pause')} data-resume={t('live.resume')}>
        {t('live.pause')}
      </button>
      <span
        class="muted"
        role="status"
        data-on={t('live.on')}
        data-waiting={t('live.waiting')}
        data-updated={t('live.updated', { time: '{time}' })}
      ></span>
    </p>
  )
}
