import type { Message } from '@/core/words.ts';

/** The whole text is not a list of the format it was read as. What is said is for the user. */
export class ListError extends Error {
  override readonly name = 'ListError';
  readonly said: Message;

  constructor(said: Message) {
    super(said.key);
    this.said = said;
  }
}
