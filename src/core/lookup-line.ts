import { defang } from './defang.ts';
import type { LookupAnswer, LookupItem } from './indicator.ts';

/** The answer to a lookup in one line, as the address bar has room for. "Not known" is never said to be safe. */
export function lookupLine({ items, truncated }: LookupAnswer): string {
  const [first, ...others] = items;
  if (!first)
    return truncated.length > 0
      ? 'An ellipsis cuts this short: look up the whole value'
      : 'No IP address, domain, URL, hash, e-mail address, CVE or ATT&CK id in this text';
  if (others.length === 0) return oneLine(first);
  const known = items.filter(({ explanation }) => explanation).length;
  return `${items.length} values: ${known} known, ${items.length - known} not in your indicators`;
}

function oneLine(item: LookupItem): string {
  const value = defang(item);
  const { explanation, impossible } = item;
  if (!explanation) return `${value}: ${impossible ?? 'not in your indicators; this does not mean safe'}`;
  const { verdict, sources } = explanation;
  const confidence = verdict.confidence ? `${verdict.confidence} confidence` : 'confidence not stated';
  return `${value}: known, ${confidence}, ${sources.length} ${sources.length === 1 ? 'source' : 'sources'}`;
}
