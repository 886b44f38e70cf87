/** The whole text is not a list of the format it was read as. The message is for the user. */
export class ListError extends Error {
  override readonly name = 'ListError';
}
