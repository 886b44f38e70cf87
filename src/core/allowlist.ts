import type { Dissected } from './dissect.ts';
import { withoutWww } from './index-key.ts';
import { isInRange, parseRange } from './range.ts';
import type { AllowEntry } from './settings.ts';

/** The entries that have not run out. `now`: milliseconds since the epoch. A date that cannot be read is none. */
export function inForce(allowlist: readonly AllowEntry[], now: number): AllowEntry[] {
  return allowlist.filter(({ expires }) => expires === undefined || !(Date.parse(expires) <= now));
}

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
