import { defang } from '@/core/defang.ts';
import type { MatchClass, Observable, Verdict } from '@/core/indicator.ts';

/** Words for how a value that is not listed itself relates to what is. Absent for what is listed as it stands. */
export const RELATION_NAMES: Partial<Record<MatchClass, string>> = {
  child: 'below a listed domain',
  'same-host': 'host of a listed URL',
  range: 'inside a listed range',
  'mail-domain': 'mail of a listed domain',
};

/** "below example[.]org": the same with what is listed, for one line. */
export function relationTo({ matchClass, matched }: Verdict): string | undefined {
  const listed = defang(observableOf(matched));
  switch (matchClass) {
    case 'child':
      return `below ${listed}`;
    case 'same-host':
      return `on the host of ${listed}`;
    case 'range':
      return `inside ${listed}`;
    case 'mail-domain':
      return `mail of ${listed}`;
    default:
      return undefined;
  }
}

/** Why it counts as known, in a few words for one line: "exact", "listed as example[.]org", "below example[.]org". */
export function reasonFor(verdict: Verdict): string {
  const relation = relationTo(verdict);
  if (relation !== undefined) return relation;
  if (verdict.matchClass === 'same') return `listed as ${defang(observableOf(verdict.matched))}`;
  return verdict.matchClass === 'reference' ? 'an id that sources mention' : 'exact';
}

/** What is to be known of a value before anything else, in a few words each. */
export function flagWords({ sinkhole, onlyHere }: Verdict): string[] {
  return [...(sinkhole ? ['sinkhole'] : []), ...(onlyHere ? ['only reported here'] : [])];
}

/** A canonical URL, e-mail address, address, range or host, with the type that it has by its form. */
export function observableOf(value: string): Observable {
  if (value.includes('://')) return { type: 'url', value };
  if (value.includes('@')) return { type: 'email', value };
  if (value.includes(':')) return { type: 'ipv6', value };
  return { type: /^[\d./]+$/.test(value) ? 'ipv4' : 'domain', value };
}
