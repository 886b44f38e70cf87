import type { Dissected } from './dissect.ts';
import { withoutWww } from './link-host.ts';
import { isInRange, parseRange } from './range.ts';
import type { AllowEntry } from './settings.ts';

/** The entries that have not run out. `now`: milliseconds since the epoch. A date that cannot be read is none. */
export function inForce(allowlist: readonly AllowEntry[], now: number): AllowEntry[] {
  return allowlist.filter((entry) => !isExpired(entry, now));
}

/** Whether an entry has run out. */
export function isExpired({ expires }: AllowEntry, now: number): boolean {
  return expires !== undefined && Date.parse(expires) <= now;
}

/** An entry that has run out, in force again for as long as it was at first. */
export function renewed(entry: AllowEntry, now: number): AllowEntry {
  const term = Date.parse(entry.expires ?? '') - Date.parse(entry.added);
  // Files may bring any dates.
  const isTerm = term >= DAY_MS && term <= LONGEST_TERM_MS;
  const expires = new Date(now + (isTerm ? term : USUAL_TERM_MS)).toISOString();
  return { ...entry, added: new Date(now).toISOString(), expires };
}

const DAY_MS = 86_400_000;
const USUAL_TERM_MS = 30 * DAY_MS;
const LONGEST_TERM_MS = 3650 * DAY_MS;

/** The entry by which the user allows a value, if there is one. "value" covers the spelling with "www.", too. */
export function allowing(value: Dissected, allowlist: readonly AllowEntry[]): AllowEntry | undefined {
  return allowlist.find((entry) => isAllowed(value, entry));
}

function isAllowed({ subject, host }: Dissected, entry: AllowEntry): boolean {
  if (subject.value === entry.value) return true;
  switch (entry.scope) {
    case 'value':
      return subject.type === 'domain' && withoutWww(subject.value) === withoutWww(entry.value);
    case 'domain-and-below':
      return host !== undefined && (host === entry.value || host.endsWith(`.${entry.value}`));
    case 'range': {
      const range = host === undefined ? undefined : parseRange(entry.value);
      return range !== undefined && host !== undefined && isInRange(host, range);
    }
  }
}
