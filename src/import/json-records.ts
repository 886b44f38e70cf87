import { JSONParser, TokenType } from '@streamparser/json';
import { ListError } from './list-error.ts';
import { createShortener, LEFT_OUT, type Bounds } from './json-shorten.ts';
import { message } from '@/core/words.ts';

/** A value that stands at one of the paths asked for. */
export interface JsonRecord {
  /** From 1, all paths together. */
  position: number;
  /** Keys from the root to the value itself: ["response", 0, "Event", "info"]. */
  path: (string | number)[];
  value: unknown;
  /** Something in it is broken or too long, and was left out. */
  isCut?: true;
}

/** Where no record is found in so much of what is kept of a text, there are none. UTF-16 units. */
const LONGEST_RECORD = 32 * 1024 * 1024;

/** The parser takes time in proportion to the depth for every value. */
const DEEPEST = 100;

/**
 * The values that stand at the paths (`$.data.*`), as they are read: what lies elsewhere is not held, nor is what was read.
 * A field that cannot be read costs the value it stands in (`isCut`).
 * @throws ListError where the text is no JSON, or breaks off
 */
export async function* jsonRecords(
  text: AsyncIterable<string>,
  paths: string[],
  bounds?: Bounds,
): AsyncGenerator<JsonRecord[]> {
  const parser = new JSONParser({ paths, keepStack: false });
  const shortener = createShortener(Math.max(...paths.map(depthOf)) + 1, bounds);
  let found: JsonRecord[] = [];
  let position = 0;
  let read = 0;
  let lastFoundAt = 0;
  parser.onValue = ({ value, key, stack }) => {
    const path = [...stack.slice(1).map((element) => element.key), key].filter((part) => part !== undefined);
    const isCut = shortener.leftOut() > 0 && holdsCut(value);
    found.push({ position: ++position, path, value, ...(isCut && { isCut }) });
  };

  let depth = 0;
  parser.onToken = ({ token }) => {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1;
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1;
    if (depth > DEEPEST) throw new ListError(message('jsonDeep'));
  };

  for await (const arrived of text) {
    const piece = shortener.take(arrived);
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

/** "$.data.*": 2, for the brackets around the value. */
function depthOf(path: string): number {
  return path.split('.').length - 1;
}

function holdsCut(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(LEFT_OUT);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) => key.includes(LEFT_OUT) || holdsCut(each));
}

/** What tells the user which record it is: its short fields, without the one that was cut. */
export function withoutCut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return '';
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => !holdsCut(key) && !holdsCut(each)));
}
