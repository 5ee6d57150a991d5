/** Every text a person sees, in English: ICU message format, one key a text. `ja.ts` has the same keys. */
export const en = {
  'recommendation.SHIP': 'SHIP',
  'recommendation.HOLD': 'HOLD',

  'reason.PROJECT_UNDECLARED':
    'The project was never declared; facts about it are kept, but nothing can be judged.',
  'reason.PROJECT_CANCELLED': 'The project is cancelled.',
  'reason.NO_POLICY': 'No policy applies: there is no profile named {profile}.',
  'reason.NO_GATE': 'The policy has no conditions for the gate {gate}.',
  'reason.NO_REQUIRED_CONDITION':
    'No required condition applies at this gate, so nothing has been shown to hold.',
  'reason.UNKNOWN_PHASE': 'The project has no phase named {gate}.',
  'reason.NO_EXPECTED_SOURCES': 'The project declares no expected sources, so completeness cannot be shown.',
  'reason.SOURCE_MISSING':
    '{source}{at} is expected every {everyDays, number} {everyDays, plural, one {day} other {days}} and has never arrived.',
  'reason.SOURCE_STALE':
    '{source}{at} is stale: last data of {lastDate}, {ageDays, number} {ageDays, plural, one {day} other {days}} ago; expected every {everyDays, number}.',
  'reason.CONTRADICTION': 'Contradictory data ({about}): {detail}',
  'reason.CONDITION_FAILED': '{title}: {actual} {unit}, allowed {limits}.',
  'reason.CONDITION_NO_DATA': '{title}: not measurable, {why}',
  'reason.CONDITION_STALE':
    '{title}: its data are {ageDays, select, none {of no known date} other {{ageDays} days old}}, too old to judge by.',
  'reason.CONDITION_INCONCLUSIVE':
    '{title}: {actual} {unit} rests on a sample of {sampleSize}, too small to judge by.',
  'reason.CONDITION_ERROR': '{title}: could not be computed.',
  'reason.HOLD_IN_FORCE': 'Held by the {office} ({scope}): {reason} ({placedBy}, {placedAt})',

  'why.NO_BASELINE': 'no plan is baselined.',
  'why.NO_PLANNED_VALUE': 'no work was planned up to the status date.',
  'why.NO_EARNED_VALUE': 'nothing has been earned yet.',
  'why.NO_ACTUAL_COST': 'no cost was booked.',
  'why.NOT_STARTED': 'the plan has not started.',
  'why.NO_PROGRESS': 'no progress was ever reported.',
  'why.NO_DISCRETE_WORK': 'all work is level of effort, which has no schedule of its own.',
  'why.BUDGET_NOT_ATTAINABLE': 'the budget is spent with work left; no efficiency keeps it.',
  'why.ESTIMATE_NOT_ATTAINABLE': 'the estimate is not above what was already spent.',
  'why.FINISH_NOT_ATTAINABLE': 'the finish that would have to be met has passed with work left.',
  'why.COMPLETE': 'the work is complete; nothing remains to be measured against.',
  'why.EARNED_ABOVE_BUDGET': 'more was earned than there is budget: a data error.',
  'why.UNIT_MIX': 'costs are booked in another unit than the budget.',
  'why.OUT_OF_RANGE': 'the result is out of any sensible range.',
  'why.PHASE_ABSENT': 'the project has no such phase.',
  'why.NO_TESTS': 'no tests were reported.',
  'why.NO_TESTS_PLANNED': 'no tests were planned.',
  'why.NO_TESTS_EXECUTED': 'no tests were executed; few defects prove nothing.',
  'why.NO_SIZE': 'no size was measured.',
  'why.ZERO_SIZE': 'the measured size is zero.',
  'why.NO_DEFECTS_REPORTED': 'no defect was ever reported; a tracker that is not connected looks the same.',
  'why.NO_EVIDENCE': 'no evidence by an accepted verifier was recorded.',
  'why.NO_EXPECTED_SOURCES': 'no expected sources are declared.',
  'why.CONTRADICTION': 'the data contradict each other.',
  'why.BY_RULE': 'does not apply at this gate.',
  'why.TOO_OLD': 'the data are too old.',
  'why.SAMPLE_TOO_SMALL': 'the sample is too small.',
  'why.COMPUTATION_FAILED': 'the computation failed.',

  'contradiction.UNKNOWN_PHASE': '{detail} names a phase the project did not declare.',
  'contradiction.UNKNOWN_COMPONENT': '{detail} names a component the project did not declare.',
  'contradiction.DATED_IN_THE_FUTURE': '{detail} speaks of a day that had not come when it was sent.',
  'contradiction.EXECUTED_DECREASED': 'the cumulative number of executed cases fell on {detail}.',
  'contradiction.EARNED_VALUE': 'earned value data error {detail}.',

  'step.RAISE': '{title}: {amount} more {unit}.',
  'step.LOWER': '{title}: {amount} fewer {unit}.',
  'step.DELIVER': '{title}: deliver the data. {remedy}',
  'step.DELIVER_SOURCE': 'Deliver {source}{at}.',
  'step.RESOLVE': '{title}: {remedy}',
  'step.RESOLVE_CONTRADICTION': 'Clear up the contradiction about {about}: {detail}',
  'step.DECIDE': 'Decide: {text}',
  'step.LIFT': 'Only the {office} can lift its hold {hold}.',
  'step.DECLARE': 'Declare the project with its expected sources (project.declared).',

  'counted.earned-value': 'of earned value',
  'counted.working-days-earned': 'working days of earned schedule',
  'counted.executed-cases': 'executed test cases',
  'counted.passed-cases': 'passed test cases',
  'counted.open-defects': 'open defects',

  'unit.ratio': '',
  'unit.percent': '%',
  'unit.count': '',
  'unit.cases/KSLOC': 'cases/KSLOC',
  'unit.defects/KSLOC': 'defects/KSLOC',
  'unit.defects/100 cases': 'defects per 100 cases',
  'unit.passed': '',
  'unit.sources': 'sources',

  'limits.between': '{lower} to {upper}',
  'limits.atLeast': 'at least {lower}',
  'limits.atMost': 'at most {upper}',

  'at.phase': ' of phase {phase}',
  'at.component': ' of component {component}',

  'table.project': 'Project',
  'table.name': 'Name',
  'table.recommendation': 'Verdict',
  'table.score': 'Score',
  'table.reason': 'Why',
  'table.more': '{count, plural, one {and # more reason} other {and # more reasons}}',
  'table.allHold': 'every required condition holds',

  'send.done':
    'sent {events, number}: {accepted, number} stored ({duplicates, number} of them known before), {quarantined, number} quarantined',
  'send.quarantined': 'line {line}: {code}: {message}',
  'send.retry': 'the server did not answer ({cause}); sending the same events again in {seconds} s',

  'serve.listening': 'kanmon listens on {url} (store: {store})',
  'serve.loopbackOnly': 'There is no access control yet: the server listens on loopback only.',
  'demo.sending': 'Sending {events, number} facts about {projects, number} projects through {url}/v1/events',
  'demo.serving': 'Serving until stopped (Ctrl-C). Try: curl {url}/v1/projects/{project}/readiness',
  'demo.unexpected': '{project}: expected {expected}, got {actual}',
  'gate.line': '{project} at {gate}: {recommendation} (score {score})',
  'gate.unjudged': 'could not be judged: {cause}',
  'distance.title': 'Distance to SHIP',
} as const

export type MessageKey = keyof typeof en
