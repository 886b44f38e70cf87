import { createMailReader } from './mail-context.ts';
import { NO_FINDS, regionOf } from './text-index.ts';
import { readRuns } from './walk.ts';

/** Message views say so near their beginning; a page of megabytes is not read to its end for that. */
const LONGEST_MS = 50;

/** Whether this frame shows a message. Changes nothing, and tells nothing else. */
export function showsMail(document: Document): boolean {
  const mail = createMailReader();
  const end = performance.now() + LONGEST_MS;
  for (const run of readRuns(regionOf(document), NO_FINDS)) {
    if (run) mail.add(run);
    if (performance.now() > end) break;
  }
  return mail.read() !== undefined;
}
