/** A look before a scenario: what was asked and what the answer was. */
export interface Probe {
  readonly question: string
  readonly answer: string
}

/** Whether something is there, with the probe that showed it. */
export interface Finding extends Probe {
  readonly present: boolean
  /** Whether its absence lies with the host or setting rather than with the runtime. */
  readonly ofHost?: boolean
}
