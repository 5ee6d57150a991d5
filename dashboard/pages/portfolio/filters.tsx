import type { Portfolio } from '../../../schemas/answers.ts'
import type { MessageKey } from '../../../schemas/messages/index.ts'
import type { Visit } from '../../visit.ts'

/** Parameters of the page that the API takes as they are. */
const WORDS = ['q', 'division', 'profile', 'recommendation', 'kind', 'sort', 'order', 'page', 'gate'] as const

/** What the page was asked for; a field that was sent empty asks for nothing. */
export function wordsOf({ url }: Visit): Partial<Record<(typeof WORDS)[number], string>> {
  const given = WORDS.map((name) => [name, url.searchParams.get(name)?.trim() ?? ''] as const)
  const [key, direction] = (url.searchParams.get('by') ?? '').split(' ')
  return {
    ...(key !== undefined && key !== '' && { sort: key, order: direction ?? 'asc' }),
    ...Object.fromEntries(given.filter(([, value]) => value !== '')),
  }
}

/** What can be sorted by. */
export const SORTS = [
  { key: 'name', title: 'board.project' },
  { key: 'recommendation', title: 'board.verdict' },
  { key: 'score', title: 'board.score' },
  { key: 'division', title: 'board.division' },
  { key: 'profile', title: 'board.profile' },
  { key: 'plannedShipDate', title: 'board.shipDate' },
  { key: 'dataUpTo', title: 'board.data' },
] as const satisfies readonly { key: string; title: MessageKey }[]

interface Choice {
  readonly value: string
  readonly text: string
}

interface SelectProps {
  readonly label: string
  readonly name: string
  readonly chosen: string | undefined
  readonly choices: readonly Choice[]
  /** What stands for no choice; without it one of the choices is always chosen. */
  readonly all?: string
}

function Select({ label, name, chosen, choices, all }: SelectProps) {
  const isOffered = chosen === undefined || choices.some(({ value }) => value === chosen)
  return (
    <label>
      {label}
      <select name={name}>
        {all !== undefined && <option value="">{all}</option>}
        {!isOffered && (
          <option value={chosen} selected>
            {chosen}
          </option>
        )}
        {choices.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Chooses which projects are shown, and in which order. Works without any script. */
export function Filters({ visit, facets }: { visit: Visit; facets: Portfolio['facets'] }) {
  const { t } = visit
  const words = wordsOf(visit)
  const all = t('board.all')
  const named = ({ value, count }: { value: string; count: number }, name = value): Choice => ({
    value,
    text: t('board.option', { value: name, count }),
  })
  const sorts = SORTS.flatMap(({ key, title }) => [
    { value: `${key} asc`, text: t('board.ascending', { column: t(title) }) },
    { value: `${key} desc`, text: t('board.descending', { column: t(title) }) },
  ])
  const recommendations = (['SHIP', 'HOLD'] as const).map((value) => ({
    value,
    text: t(`recommendation.${value}`),
  }))
  const { q, gate, division, profile, recommendation, kind, sort = 'recommendation', order = 'asc' } = words
  return (
    <search class="no-print">
      <form class="filters" method="get" action="/">
        {gate !== undefined && <input type="hidden" name="gate" value={gate} />}
        <label>
          {t('board.search')}
          <input type="search" name="q" value={q ?? ''} placeholder={t('board.searchHint')} maxlength={200} />
        </label>
        <Select
          label={t('board.recommendation')}
          name="recommendation"
          chosen={recommendation}
          choices={recommendations}
          all={all}
        />
        <Select
          label={t('board.kind')}
          name="kind"
          chosen={kind}
          choices={facets.kind.map((facet) => named(facet, t(`reasonKind.${facet.value}`)))}
          all={all}
        />
        <Select
          label={t('board.division')}
          name="division"
          chosen={division}
          choices={facets.division.map((facet) => named(facet))}
          all={all}
        />
        <Select
          label={t('board.profile')}
          name="profile"
          chosen={profile}
          choices={facets.profile.map((facet) => named(facet))}
          all={all}
        />
        <Select label={t('board.sort')} name="by" chosen={`${sort} ${order}`} choices={sorts} />
        <button type="submit">{t('board.apply')}</button>
        <a href={gate === undefined ? '/' : `/?${new URLSearchParams({ gate }).toString()}`}>
          {t('board.reset')}
        </a>
      </form>
    </search>
  )
}
