import { type Clock, dateOf } from './days.ts'
import type { Emit } from './emit.ts'
import { between, randomFor } from './random.ts'
import type { ProjectSpec } from './spec.ts'
import type { Frame, Task } from './tasks.ts'
import type { CloudEvent } from './types.ts'

/** Sizes from the end of coding, once a year, to shortly before the end. */
export function sizeEvents(spec: ProjectSpec, frame: Frame, clock: Clock, emit: Emit): CloudEvent[] {
  const days = [frame.end - 2]
  const codingEnd = frame.seriesStart - 24
  while ((days[0] ?? 0) - 360 > codingEnd) days.unshift((days[0] ?? 0) - 360)
  days.unshift(codingEnd)
  return spec.components.flatMap(({ id, ksloc, counter }) =>
    days.map((day, index) =>
      emit('size.measured', `${id}/${index + 1}`, clock.at(day, 0.5), {
        component: id,
        asOf: dateOf(day),
        ksloc,
        counter,
        excludesGenerated: true,
      }),
    ),
  )
}

/** Two design reviews and two code reviews. */
export function reviewEvents(
  spec: ProjectSpec,
  tasks: readonly Task[],
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const random = randomFor(spec.id, 'reviews')
  const reviewed = tasks.filter((task) => task.id === 'BD-1' || task.id === 'CD-1')
  return reviewed.flatMap((task) => {
    if (task.actual === null) return []
    const [start, finish] = task.actual
    return [0.5, 1].map((part, index) => {
      const review = `${task.id}-R${index + 1}`
      const day = start + Math.floor((finish - start) * part)
      const size =
        task.phase === 'coding' ? { ksloc: between(random, 2, 6) } : { pages: between(random, 30, 90) }
      return emit('review.held', review, clock.at(day, 0.6), {
        review,
        phase: task.phase,
        date: dateOf(day),
        sizeReviewed: size,
        effortHours: between(random, 8, 24),
        participants: between(random, 3, 6),
        findings: { critical: 0, major: between(random, 0, 4), minor: between(random, 3, 15) },
      })
    })
  })
}

function digest(random: () => number): string {
  return Array.from({ length: 64 }, () => between(random, 0, 15).toString(16)).join('')
}

/** The reviewed quality plan, and what was confirmed for the release. */
export function evidenceEvents(
  spec: ProjectSpec,
  tasks: readonly Task[],
  frame: Frame,
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const random = randomFor(spec.id, 'evidence')
  const { organization } = spec.declared
  const planned = tasks.find((task) => task.id === 'PL-1')?.actual?.[1] ?? frame.begin
  const quality = {
    gate: 'plan',
    item: 'quality-plan',
    verifier: {
      name: '品質 花子 / Hanako Hinshitsu',
      organization,
      division: '品質保証本部 / QA headquarters',
    },
    statement: '品質計画書をレビューし、指摘の反映を確認した。 / Quality plan reviewed, findings resolved.',
    day: planned,
  }
  const release = (spec.evidence ?? []).map(({ daysBeforeEnd, ...evidence }) => ({
    gate: 'release',
    ...evidence,
    day: frame.end - daysBeforeEnd,
  }))
  return [quality, ...release].map(({ day, ...evidence }) => {
    const instant = clock.at(day, 0.65)
    return emit('evidence.recorded', `${evidence.gate}/${evidence.item}`, instant, {
      ...evidence,
      result: 'passed',
      uri: `https://example.com/evidence/${spec.id}/${evidence.item}`,
      sha256: digest(random),
      verifiedAt: clock.text(instant),
    })
  })
}
