import { defang } from '@/core/defang.ts';
import type { MatchClass, Observable, Verdict } from '@/core/indicator.ts';
import type { Key } from '@/core/words.ts';
import { say } from './say.tsx';

/** Words for how a value that is not listed itself relates to what is. Absent for what is listed as it stands. */
export const RELATION_NAMES: Partial<Record<MatchClass, Key>> = {
  child: 'relationChild',
  'same-host': 'relationSameHost',
  range: 'relationRange',
  'mail-domain': 'relationMail',
};

/** "below example[.]org": the same with what is listed, for one line. */
export function relationTo({ matchClass, matched }: Verdict): string | undefined {
  const listed = defang(observableOf(matched));
  switch (matchClass) {
    case 'child':
      return say('belowValue', { value: listed });
    case 'same-host':
      return say('onHostOf', { value: listed });
    case 'range':
      return say('insideValue', { value: listed });
    case 'mail-domain':
      return say('mailOfValue', { value: listed });
    default:
      return undefined;
  }
}

/** Why it counts as known, in a few words for one line: "exact", "listed as example[.]org", "below example[.]org". */
export function reasonFor(verdict: Verdict): string {
  const relation = relationTo(verdict);
  if (relation !== undefined) return relation;
  if (verdict.matchClass === 'same') return say('listedAs', { value: defang(observableOf(verdict.matched)) });
  return say(verdict.matchClass === 'reference' ? 'mentionedId' : 'exact');
}

/** What is to be known of a value before anything else, in a few words each. */
export function flagWords({ sinkhole, onlyHere }: Verdict): string[] {
  return [...(sinkhole ? [say('flagSinkhole')] : []), ...(onlyHere ? [say('flagOnlyHere')] : [])];
}

/** A canonical URL, e-mail address, address, range or host, with the type that it has by its form. */
export function observableOf(value: string): Observable {
  if (value.includes('://')) return { type: 'url', value };
  if (value.includes('@')) return { type: 'email', value };
  if (value.includes(':')) return { type: 'ipv6', value };
  return { type: /^[\d./]+$/.test(value) ? 'ipv4' : 'domain', value };
}
