import type { FactOf } from '../../schemas/facts/index.ts'
import { newestDate } from '../facts/effective-date.ts'
import type { ProjectState } from '../facts/state.ts'
import { rateInterval } from '../statistics/intervals.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import { perSize, type SizeMeasure } from './size.ts'
import { inSlice, type Slice, sliced, type Sliced } from './slice.ts'

type Review = FactOf<'review.held'>
type Rest = Pick<Measurement, 'lastDate' | 'facts'>

const FACTS = 'kind=review.held'

const reviewIndex = (state: ProjectState): Sliced<Review> =>
  sliced(
    state.of('review.held'),
    ({ data }) => data.phase,
    ({ data }) => data.component,
  )

const reviewsOf = (slice: Slice): readonly Review[] => inSlice(slice.view.state.derived(reviewIndex), slice)

function findingsOf(reviews: readonly Review[]): number {
  return reviews.reduce((sum, { data: { findings } }) => {
    const { critical = 0, major = 0, minor = 0, trivial = 0 } = findings
    return sum + critical + major + minor + trivial
  }, 0)
}

const hoursOf = (reviews: readonly Review[]) => reviews.reduce((sum, { data }) => sum + data.effortHours, 0)

/** Findings of the slice's reviews, or null when none was held. */
export function reviewFindings(slice: Slice): number | null {
  const reviews = reviewsOf(slice)
  return reviews.length === 0 ? null : findingsOf(reviews)
}

function fromReviews(
  slice: Slice,
  measure: (reviews: readonly Review[], rest: Rest) => Measurement,
): Measurement {
  const reviews = reviewsOf(slice)
  if (reviews.length === 0) return notMeasurable('NO_REVIEWS', FACTS)
  return measure(reviews, { lastDate: newestDate(reviews, slice.view.zone), facts: FACTS })
}

/** Review density レビュー密度 = hours of review / KSLOC or KFP. A complete count of effort: no interval. */
export function reviewDensity(slice: Slice, measure: SizeMeasure = 'ksloc'): Measurement {
  return fromReviews(slice, (reviews, rest) => {
    const hours = hoursOf(reviews)
    const known = { numerator: hours, lastDate: rest.lastDate }
    const components = reviews.map(({ data }) => data.component)
    return perSize(slice, measure, known, components, (size) => ratio(hours, size, 1, rest))
  })
}

/** Hours of review / page, over the reviews that say how many pages they read: the density for documents. */
export function reviewHoursPerPage(slice: Slice): Measurement {
  return fromReviews(slice, (reviews, rest) => {
    const paged = reviews.filter(({ data }) => (data.sizeReviewed?.pages ?? 0) > 0)
    const pages = paged.reduce((sum, { data }) => sum + (data.sizeReviewed?.pages ?? 0), 0)
    return pages === 0 ? notMeasurable('NO_PAGES', FACTS, rest) : ratio(hoursOf(paged), pages, 1, rest)
  })
}

/** Findings / hour of review, with its Poisson interval. */
export function findingsPerHour(slice: Slice): Measurement {
  return fromReviews(slice, (reviews, rest) => {
    const findings = findingsOf(reviews)
    const hours = hoursOf(reviews)
    const known = { ...rest, numerator: findings, denominator: 0 }
    if (hours === 0) return notMeasurable('NO_REVIEW_HOURS', FACTS, known)
    return ratio(findings, hours, 1, { ...rest, interval: rateInterval(findings, hours) })
  })
}
