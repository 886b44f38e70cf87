import { JSONParser, TokenType } from '@streamparser/json';
import { ListError } from './list-error.ts';
import { message } from '@/core/words.ts';

/** A value that stands at one of the paths asked for. */
export interface JsonRecord {
  /** From 1, all paths together. */
  position: number;
  /** Keys from the root to the value itself: ["response", 0, "Event", "info"]. */
  path: (string | number)[];
  value: unknown;
}

/** A single record that is larger is none, and would have to be held whole. UTF-16 units. */
const LONGEST_RECORD = 32 * 1024 * 1024;

/** The parser takes time in proportion to the depth for every value. */
const DEEPEST = 100;

/**
 * The values that stand at the paths (`$.data.*`), as they are read: what lies elsewhere is not held, nor is what was read.
 * @throws ListError where the text is no JSON, or breaks off
 */
export async function* jsonRecords(
  text: AsyncIterable<string>,
  paths: string[],
): AsyncGenerator<JsonRecord[]> {
  const parser = new JSONParser({ paths, keepStack: false });
  let found: JsonRecord[] = [];
  let position = 0;
  let read = 0;
  let lastFoundAt = 0;
  parser.onValue = ({ value, key, stack }) => {
    const path = [...stack.slice(1).map((element) => element.key), key].filter((part) => part !== undefined);
    found.push({ position: ++position, path, value });
  };

  let depth = 0;
  parser.onToken = ({ token }) => {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1;
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1;
    if (depth > DEEPEST) throw new ListError(message('jsonDeep'));
  };

  for await (const piece of text) {
    try {
      parser.write(piece);
    } catch (error) {
      if (error instanceof ListError) throw error;
      throw new ListError(message('jsonBroken', { records: position, characters: read }));
    }
    read += piece.length;
    if (found.length > 0) lastFoundAt = read;
    if (read - lastFoundAt > LONGEST_RECORD)
      throw new ListError(message('jsonNothing', { records: position, characters: read }));
    if (found.length > 0) yield found;
    found = [];
  }
  if (!parser.isEnded) throw new ListError(message('jsonCut', { records: position, characters: read }));
}
