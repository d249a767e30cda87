/** A scenario asked for what this run was not given: it is left out, and no hole in the verdict. */
export class NotGiven extends Error {
  /** As reports call it. */
  readonly what: string

  constructor(what: string) {
    super(`needs what this run was not given: ${what}`)
    this.name = 'NotGiven'
    this.what = what
  }
}
