/** The checker can't count: a store or a log that can't be read. Exit 2. */
export class CannotCount extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotCount';
  }
}
