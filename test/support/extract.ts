/** `npm run -s extract < file`: each value that stands in the text (UTF-8), as one line of JSON. Nothing else on standard output. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
// oxlint-disable-next-line eslint/no-restricted-imports -- this judges nothing: it is the product's own command line
import { extract } from '../../src/core/extract.ts';

const LINES_A_WRITE = 1000;

const text = (await buffer(process.stdin)).toString('utf8');
try {
  await pipeline(Readable.from(write(extract(text))), process.stdout, { end: false });
} catch (error) {
  // `npm run -s extract < file | head` has read enough.
  if (!isBrokenPipe(error)) throw error;
}

/** Not line by line: a long list would be a system call each. */
function* write(found: readonly object[]): Generator<string> {
  for (let at = 0; at < found.length; at += LINES_A_WRITE)
    yield found
      .slice(at, at + LINES_A_WRITE)
      .map((each) => `${JSON.stringify(each)}\n`)
      .join('');
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
