import { parse } from 'tldts';
import type { LinkMismatch, LinkSuspect } from './indicator.ts';
import { leadsTo } from './leads-to.ts';
import { haveOneOwner, isLookupOf } from './kindred-hosts.ts';
import { type Claim, claimOf } from './link-claim.ts';
import { destinationOf } from './link.ts';
import { isRelated } from './link-host.ts';
import { parseUrl } from './normalize.ts';
import { hidesTarget } from './opaque-hosts.ts';
import { isShareLink } from './share-links.ts';

/** Of the links that a page suspects, those that really say one thing and lead to another. */
export function mismatchesIn(suspects: readonly LinkSuspect[]): LinkMismatch[] {
  return suspects.flatMap((suspect) => mismatchOf(suspect) ?? []);
}

/** Undefined where the link keeps its word, or nobody can tell. */
export function mismatchOf({ text, href }: LinkSuspect): LinkMismatch | undefined {
  const claim = claimOf(text);
  const end = claim && endOf(href);
  if (!end || isShareLink(end.target) || !differs(claim, end)) return undefined;
  return { text, shown: claim.host, ...end };
}

const LONGEST_TARGET = 4096;

type End = Pick<LinkMismatch, 'leadsTo' | 'target' | 'unwrapped'>;

/** Where the link leads, behind every rewriter. */
function endOf(href: string): End | undefined {
  const lead = leadsTo(href);
  if (lead) {
    const { type, value } = lead.observable;
    const host = type === 'url' ? parseUrl(value)?.host : value;
    return host === undefined ? undefined : { leadsTo: host, target: value, unwrapped: lead.unwrapped };
  }
  const destination = destinationOf(href);
  const target = destination?.values[0]?.value.slice(0, LONGEST_TARGET);
  return destination && target !== undefined ? { leadsTo: destination.host, target } : undefined;
}

/**
 * Whether the text names a host that can exist, and the two hosts have different registrable domains, private suffixes
 * (hopto.org) counted as suffixes. A file name is no host: "setup.zip", "readme.md", "node.js". Where only following the
 * link would tell, they do not differ; nor where the text itself is a short link, which says nothing either.
 */
function differs({ host, isBareName }: Claim, { leadsTo: end, target }: End): boolean {
  if (!canExist(host) || isRelated(host, end) || hidesTarget(end) || hidesTarget(host)) return false;
  if (isBareName && FILE_ENDING.test(host)) return false;
  const [said, meant] = [registrable(host), registrable(end)];
  return said !== meant && !haveOneOwner(said, meant) && !isLookupOf(host, end, target);
}

/** RFC 2606 and 6761 names that no registry lists, and Tor's. */
const SPECIAL_USE = /\.(?:test|example|invalid|onion)$/;

function canExist(host: string): boolean {
  const { isIcann, isIp, isPrivate } = parse(host, { allowPrivateDomains: true });
  return isIp === true || isIcann === true || isPrivate === true || SPECIAL_USE.test(host);
}

/**
 * Top-level domains under which a bare name more often is a file's. Countries whose names are seen daily (pl, so, cc) are not
 * among them.
 */
const FILE_ENDING = /\.(?:md|mov|ps|py|rs|sh|zip)$/;

/** The host itself where it has none: an address, or a public suffix. */
export function registrable(host: string): string {
  return parse(host, { allowPrivateDomains: true }).domain ?? host;
}
