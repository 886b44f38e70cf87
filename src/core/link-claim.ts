import { parseIpv4, parseIpv6 } from './ip.ts';
import { asHost } from './link.ts';
import { canonicalHost, parseUrl } from './normalize.ts';
import { refang } from './refang.ts';

export interface Claim {
  host: string;
  /** Nothing but a name: "setup.zip" may be a file. */
  isBareName: boolean;
}

const LONGEST_CLAIM = 2048;
/** A defanged host may be written with blanks around its dots; more words than this are a sentence. */
const MOST_BLANKS = 8;

/**
 * The host that a link's text claims to lead to, where the text is a host, URL, address or e-mail address and nothing else:
 * "hxxps://bücher[.]example/login", "user@example.com", "192.0.2.1:8080", "example.com/long/pa…".
 */
export function claimOf(text: string): Claim | undefined {
  const trimmed = text.trim();
  if (trimmed.length < 4 || trimmed.length > LONGEST_CLAIM || !HAS_DOT_OR_COLON.test(trimmed))
    return undefined;
  if (trimmed.split(/\s+/, MOST_BLANKS + 2).length > MOST_BLANKS + 1) return undefined;
  const clear = undress(refang(trimmed).text);
  if (/\s/.test(clear)) return undefined;
  const value = clear.replace(/(?:\u2026|\.{3})$/, '');
  const isCut = value !== clear;
  const email = /^(?:mailto:)?[^\s@/?#]+@([^\s@/?#]+)$/i.exec(value);
  const host = email ? canonicalHost(email[1] ?? '') : hostIn(value);
  // Of a host that was cut nobody knows how it ends.
  if (!host || (isCut && !/[^/:][/?#]/.test(value))) return undefined;
  return { host, isBareName: !email && /^(?!www\.)[^/?#:]+$/i.test(value) && asHost(host).type === 'domain' };
}

/** Dots of any script, and the brackets that defanging puts around them. */
const HAS_DOT_OR_COLON = /[.:\u3002\uff0e\uff61[({]/;

const PAIRS: Record<string, string> = {
  '<': '>',
  '(': ')',
  '"': '"',
  "'": "'",
  '\u201c': '\u201d',
  '«': '»',
};

/** Takes off the quotes, arrows and full stops around a value. */
function undress(text: string): string {
  let bare = text.trim().replace(/^[\u2022\u2190-\u21ff\u203a\u00bb*-]+\s*/, '');
  while (bare.length > 1 && PAIRS[bare.charAt(0)] === bare.at(-1)) bare = bare.slice(1, -1).trim();
  return /\.{3}$/.test(bare) ? bare : bare.replace(/[\s.,;:!?\u203a\u00bb\u2190-\u21ff]+$/, '');
}

/** Without a scheme only what is written as a name or an address: the URL parser would read "1.5" as 1.0.0.5. */
function hostIn(text: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseUrl(text)?.host;
  const authority = text.replace(/[/?#].*$/s, '');
  const name = authority.replace(/:\d{1,5}$/, '');
  return (
    parseIpv4(name) ?? canonicalHost(name) ?? (authority.includes(':') ? parseIpv6(authority) : undefined)
  );
}
