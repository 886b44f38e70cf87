import { leadsTo } from './leads-to.ts';
import { mismatchesIn } from './link-mismatch.ts';
import { destinationOf, isRelated } from './link.ts';
import type { SeenLink } from './inspection.ts';
import { parseUrl } from './normalize.ts';
import { readPunycode } from './punycode.ts';
import { URL_SHORTENERS } from './quiet-lists/url-shorteners.ts';
import { isAddress } from './range.ts';
import { isShareLink } from './share-links.ts';

/** Why a link deserves a second look, the gravest reason first. */
export const LINK_REASONS = ['mismatch', 'script', 'lookalike', 'address', 'hidden-target'] as const;
export type LinkReason = (typeof LINK_REASONS)[number];

/** A link of a page, judged by what stands there alone: nothing is fetched to find out. */
export interface LinkView {
  text: string;
  /** The target as it stands there. */
  href: string;
  /** Where it leads behind every rewriter that can be decoded, canonical; absent where it is as it stands. */
  unwrapped?: { target: string; through: string[] };
  /** Host that it leads to in the end; absent where it leads to none. */
  host?: string;
  /** Host that the text names, where it names another one. */
  shown?: string;
  reasons: LinkReason[];
  hidden: boolean;
  count: number;
}

/** The links of a page that lead elsewhere, those with reasons first; `own` tells how many stay on the site. */
export function viewLinks(
  links: readonly SeenLink[],
  site: string | undefined,
): { away: LinkView[]; own: number } {
  const views = links.flatMap((link) => viewOf(link) ?? []);
  const away = views.filter((view) => !staysHere(view, site));
  return { away: away.toSorted((a, b) => gravity(a) - gravity(b)), own: views.length - away.length };
}

function gravity({ reasons, hidden }: LinkView): number {
  const first = reasons[0] === undefined ? LINK_REASONS.length : LINK_REASONS.indexOf(reasons[0]);
  return first * 2 + (hidden ? 0 : 1);
}

function staysHere({ host, reasons }: LinkView, site: string | undefined): boolean {
  if (reasons.length > 0) return false;
  return host === undefined || (site !== undefined && site !== '' && isRelated(host, site));
}

function viewOf({ text, href, hidden, count }: SeenLink): LinkView | undefined {
  const common = { text, href, hidden: hidden === true, count };
  if (SCRIPT.test(href)) return isHarmless(href) ? undefined : { ...common, reasons: ['script'] };
  const lead = leadsTo(href);
  const target = lead?.observable.value ?? href;
  const host = lead ? hostOfTarget(target) : destinationOf(href)?.host;
  if (host === undefined || isShareLink(href)) return undefined;
  const [mismatch] = mismatchesIn([{ text, href }]);
  return {
    ...common,
    ...(lead && { unwrapped: { target, through: lead.unwrapped } }),
    host,
    ...(mismatch && { shown: mismatch.shown }),
    reasons: reasonsFor(host, mismatch !== undefined),
  };
}

const SCRIPT = /^(?:javascript|data|vbscript):/i;

/** What buttons that are written as links have, and pictures. */
function isHarmless(href: string): boolean {
  return /^javascript:\s*(?:void\s*\(?\s*0?\s*\)?)?\s*;?\s*$/i.test(href) || /^data:image\//i.test(href);
}

function hostOfTarget(target: string): string {
  return target.includes('://') ? (parseUrl(target)?.host ?? target) : target;
}

function reasonsFor(host: string, isMismatch: boolean): LinkReason[] {
  const reasons: LinkReason[] = [];
  if (isMismatch) reasons.push('mismatch');
  if (isLookalike(host)) reasons.push('lookalike');
  if (isAddress(host)) reasons.push('address');
  if (isShortener(host)) reasons.push('hidden-target');
  return reasons;
}

/** Letters of two scripts in one label: "аpple" with a Cyrillic letter. A name wholly in one script is somebody's language. */
function isLookalike(host: string): boolean {
  return host.split('.').some((label) => mixesScripts(readPunycode(label) ?? ''));
}

function mixesScripts(label: string): boolean {
  const hasLatin = /\p{Script=Latin}/u.test(label);
  const hasTwin = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label);
  return hasTwin && (hasLatin || TWINS_ONLY.test(label));
}

/** Nothing but letters that look like Latin ones: "аррӏе". */
const TWINS_ONLY =
  /^[\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04cf\u0501\u051b\u051d\d-]+$/;

const SHORTENERS = new Set(URL_SHORTENERS.hosts.trim().split(/\s+/));

function isShortener(host: string): boolean {
  return SHORTENERS.has(host.replace(/^www\./, ''));
}
