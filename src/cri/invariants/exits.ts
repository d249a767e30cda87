import { type Check, ofStatuses, show } from './check.ts'
import { before } from './span.ts'

/** What the status of a container says of its end. */
export const EXITS: readonly Check[] = [
  {
    id: 'exit.finished-at-set',
    statement: 'An exited container that was started has a finish time.',
    level: 'must',
    requirement: 'container.status.finished-at',
    find: ofStatuses(
      ({ state, started_at, finished_at }) =>
        state === 'CONTAINER_EXITED' &&
        started_at > 0n &&
        finished_at === 0n &&
        `exited, started_at ${started_at}, finished_at 0`,
    ),
  },
  {
    id: 'exit.reason-set',
    statement: 'An exited container has a reason.',
    level: 'should',
    requirement: 'container.status.reason-completed',
    find: ofStatuses(
      ({ state, reason, exit_code }) =>
        state === 'CONTAINER_EXITED' && reason === '' && `exited with ${exit_code}, no reason`,
    ),
  },
  {
    id: 'exit.code-unset-before',
    statement: 'The exit code of a container that has not exited is 0.',
    level: 'should',
    requirement: 'container.status.exit-code',
    find: ofStatuses(
      ({ state, exit_code }) =>
        (state === 'CONTAINER_CREATED' || state === 'CONTAINER_RUNNING') &&
        exit_code !== 0 &&
        `${state} with exit code ${exit_code}`,
    ),
  },
  {
    id: 'exit.stays',
    statement: 'Exit code, start and finish time of an exited container stay as they are.',
    level: 'must',
    requirement: 'container.status.finished-at',
    find: ofStatuses((status, thing, { span }) => {
      const ending = thing?.ending
      if (status.state !== 'CONTAINER_EXITED' || !ending || !before(ending.span, span))
        return undefined
      const changed = (['exit_code', 'started_at', 'finished_at'] as const).filter(
        (it) => status[it] !== ending[it],
      )
      const pairs = changed.map((it) => `${it} was ${show(ending[it])}, is ${show(status[it])}`)
      return pairs.length > 0 && pairs.join('; ')
    }),
  },
]
