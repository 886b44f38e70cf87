import type { SeenLink } from './inspection.ts';
import { impossibleReason } from './known-good.ts';
import { leadsTo } from './leads-to.ts';
import { mismatchesIn } from './link-mismatch.ts';
import { asHost, destinationOf } from './link.ts';
import { isRelated } from './link-host.ts';
import { isInternational, isLookalike } from './lookalike.ts';
import { parseUrl } from './normalize.ts';
import { hidesTarget } from './opaque-hosts.ts';
import { isAddress } from './range.ts';
import { isShareLink } from './share-links.ts';
import { message, type Value } from './words.ts';

/**
 * What is to be said of a link, the gravest first.
 * - mismatch: its text reads as a host, URL or address of another owner than the one it leads to.
 * - script: runs or opens what the page itself wrote (javascript:, data:).
 * - program: hands something to a program of this computer (file:, search-ms:).
 * - lookalike: its host is written so that people read another.
 * - user-part: a host stands before the "@", where it is no part of the target: "https://bank.example@evil.test/".
 * - address: leads to a bare address.
 * - international: its host is written in letters beyond ASCII, and in one script.
 * - hidden-target: a shortener, click counter or mail gateway, so that only following it would tell.
 */
export const LINK_REASONS = [
  'mismatch',
  'script',
  'program',
  'lookalike',
  'user-part',
  'address',
  'international',
  'hidden-target',
] as const;
export type LinkReason = (typeof LINK_REASONS)[number];

/** Whether it warns; what does not is told for information, since most such links are ordinary. */
export function isWarning(reason: LinkReason): boolean {
  return reason !== 'international' && reason !== 'hidden-target';
}

/** A link of a page, judged by what stands there alone: nothing is fetched to find out. */
export interface LinkView {
  text: string;
  /** The target as it stands there. */
  href: string;
  /** Where it leads behind every rewriter that can be decoded, canonical; absent where it is as it stands. */
  unwrapped?: { target: string; through: Value[] };
  /** Host that it leads to in the end; absent where it leads to none. */
  host?: string;
  /** Host that the text names, where it names another one. */
  shown?: string;
  reasons: LinkReason[];
  hidden: boolean;
  count: number;
}

/**
 * The links of a page that lead elsewhere, those with reasons first; `own` tells how many stay on the site.
 * @param site host of the page; a link that stays on it is never odd for its host
 */
export function viewLinks(
  links: readonly SeenLink[],
  site: string | undefined,
): { away: LinkView[]; own: number } {
  const host = site?.replace(/^\[|\]$/g, '');
  const views = links.flatMap((link) => viewOf(link, host) ?? []);
  const away = views.filter((view) => view.reasons.length > 0 || !staysOn(host, view.host));
  return { away: away.toSorted((a, b) => gravity(a) - gravity(b)), own: views.length - away.length };
}

function gravity({ reasons, hidden }: LinkView): number {
  const first = reasons[0] === undefined ? LINK_REASONS.length : LINK_REASONS.indexOf(reasons[0]);
  return first * 2 + (hidden ? 0 : 1);
}

function staysOn(site: string | undefined, host: string | undefined): boolean {
  return host === undefined || (site !== undefined && site !== '' && isRelated(host, site));
}

function viewOf(link: SeenLink, site: string | undefined): LinkView | undefined {
  const { text, href, hidden, count } = link;
  const common = { text, href, hidden: hidden === true, count };
  const reason = schemeReason(href);
  if (reason) return { ...common, reasons: [reason] };
  const lead = leadsTo(href);
  const target = lead?.observable.value ?? href;
  const host = lead ? hostOfTarget(target) : destinationOf(href)?.host;
  if (host === undefined || isShareLink(href)) return undefined;
  if (staysOn(site, host)) return passedOn(link, site) ?? { ...common, host, reasons: [] };
  const [mismatch] = mismatchesIn([{ text, href }]);
  return {
    ...common,
    ...(lead && { unwrapped: { target, through: lead.unwrapped } }),
    host,
    ...(mismatch && { shown: mismatch.shown }),
    reasons: [...(mismatch ? ['mismatch' as const] : []), ...reasonsFor(host, target)],
  };
}

/** What opens something else than a page of the web, and what programs and not people follow. */
function schemeReason(href: string): LinkReason | undefined {
  if (/^(?:javascript|data|vbscript):/i.test(href)) return isHarmless(href) ? undefined : 'script';
  return /^(?:file|search|search-ms|ms-msdt|ms-officecmd|ms-appinstaller):/i.test(href)
    ? 'program'
    : undefined;
}

/** What buttons that are written as links have, and pictures. */
function isHarmless(href: string): boolean {
  return /^javascript:\s*(?:void\s*\(?\s*0?\s*\)?)?\s*;?\s*$/i.test(href) || /^data:image\//i.test(href);
}

function hostOfTarget(target: string): string {
  return target.includes('://') ? (parseUrl(target)?.host ?? target) : target;
}

/** Webmail that sends every link of a message through a page of its own: told only where the text says otherwise. */
function passedOn({ text, href, hidden, count }: SeenLink, site: string | undefined): LinkView | undefined {
  for (const inner of URL.parse(href)?.searchParams.values() ?? []) {
    const host = /^https?:/i.test(inner) ? destinationOf(inner)?.host : undefined;
    if (host === undefined || staysOn(site, host)) continue;
    const [mismatch] = mismatchesIn([{ text, href: inner }]);
    if (!mismatch) continue;
    const { shown, target, leadsTo: end, unwrapped = [] } = mismatch;
    const through = [message('thisSite'), ...unwrapped];
    const view = { text, href, hidden: hidden === true, count, unwrapped: { target, through } };
    return { ...view, host: end, shown, reasons: ['mismatch', ...reasonsFor(end, target)] };
  }
  return undefined;
}

function reasonsFor(host: string, target: string): LinkReason[] {
  const reasons: LinkReason[] = [];
  if (isLookalike(host)) reasons.push('lookalike');
  if (/^[^/]*:\/\/[^/?#@]*\.[^/?#]*@/.test(target)) reasons.push('user-part');
  if (isAddress(host) && !impossibleReason(asHost(host))) reasons.push('address');
  if (isInternational(host) && !isLookalike(host)) reasons.push('international');
  if (hidesTarget(host)) reasons.push('hidden-target');
  return reasons;
}
