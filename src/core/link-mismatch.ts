import { parse } from 'tldts';
import type { LinkMismatch, LinkSuspect } from './indicator.ts';
import { leadsTo } from './leads-to.ts';
import { type Claim, claimOf } from './link-claim.ts';
import { destinationOf, isRelated } from './link.ts';
import { parseUrl } from './normalize.ts';
import { URL_SHORTENERS } from './quiet-lists/url-shorteners.ts';
import { isShareLink } from './share-links.ts';

/** Of the links that a page suspects, those that really say one thing and lead to another. */
export function mismatchesIn(suspects: readonly LinkSuspect[]): LinkMismatch[] {
  return suspects.flatMap((suspect) => mismatchOf(suspect) ?? []);
}

function mismatchOf({ text, href }: LinkSuspect): LinkMismatch | undefined {
  const claim = claimOf(text);
  const end = claim && endOf(href);
  if (!end || isShareLink(end.target) || !differs(claim, end.leadsTo)) return undefined;
  return { text, shown: claim.host, ...end };
}

const LONGEST_TARGET = 4096;

/** Where the link leads, behind every rewriter. */
function endOf(href: string): Pick<LinkMismatch, 'leadsTo' | 'target' | 'unwrapped'> | undefined {
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
 * link would tell, they do not differ.
 */
function differs({ host, isBareName }: Claim, target: string): boolean {
  if (!canExist(host) || isRelated(host, target) || hidesTarget(target)) return false;
  if (isBareName && FILE_ENDING.test(host)) return false;
  return registrable(host) !== registrable(target);
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
function registrable(host: string): string {
  return parse(host, { allowPrivateDomains: true }).domain ?? host;
}

/** Whether a link on this host says nothing of where it leads. */
function hidesTarget(host: string): boolean {
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1))
    if (OPAQUE.has(name)) return true;
  return false;
}

/**
 * Shorteners, click counters of mailers, and mail gateways whose link could not be decoded, each with all names below it.
 * Chosen by hand from the services' own documentation, 2026-11.
 */
const OPAQUE = new Set(
  `${URL_SHORTENERS.hosts}
  awstrack.me cmail19.com cmail20.com createsend1.com customeriomail.com emlnk.com exct.net hubspotlinks.com
  intercom-clicks.com klclick.com list-manage.com mandrillapp.com mjt.lu rs6.net sendgrid.net sendibm1.com
  sparkpostmail.com

  clicktime.symantec.com cudasvc.com emailprotection.link inky.com mimecast.com protect2.fireeye.com
  protection.sophos.com safelinks.protection.office365.us safelinks.protection.outlook.com
  secure-web.cisco.com slack-redir.net url.avanan.click urldefense.com urldefense.proofpoint.com urldefense.us
  urlsand.esvalabs.com
  `
    .trim()
    .split(/\s+/),
);
