/** Something a runtime did that no conformant one does, found outside an assertion; the scenario fails. */
export class RuntimeFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RuntimeFault'
  }
}
