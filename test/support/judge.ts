/**
 * What a painted text means, judged without a line of the product's code: a handful of plain replacements, and Sets of
 * the values that were fed in.
 */

export interface Listed {
  type: string;
  value: string;
}

/** Why a painted text may be painted. The order is that of MATCH_CLASSES: the first that fits. */
export type Explained = 'exact' | 'same' | 'on a listed host' | 'child' | 'reference';

export interface Judge {
  /** Absent where nothing that was listed explains the text. */
  explain(paintedText: string): Explained | undefined;
  /** Whether the painted text covers the text of this listed value. */
  covers(paintedText: string, listed: Listed): boolean;
}

export function createJudge(listed: Iterable<Listed>): Judge {
  const exact = new Set<string>();
  const bare = new Set<string>();
  const hosts = new Set<string>();
  const domains = new Set<string>();
  for (const { type, value } of listed) {
    const text = clear(value).trim();
    exact.add(text);
    bare.add(bareForm(text));
    if (type === 'domain') domains.add(withoutWww(text));
    if (type === 'domain' || type === 'ipv4' || type === 'ipv6') hosts.add(bareForm(hostOf(text) ?? text));
    // A listed URL speaks for its whole host where it is a bare root or the host is an address.
    if (type === 'url' && (isRoot(text) || isAddress(hostOf(text) ?? '')))
      hosts.add(bareForm(hostOf(text) ?? text));
  }
  return { explain, covers };

  function explain(paintedText: string): Explained | undefined {
    const text = clear(paintedText).trim();
    if (exact.has(text)) return 'exact';
    if (bare.has(bareForm(text))) return 'same';
    const host = hostOf(text);
    if (host === undefined) return undefined;
    if (hosts.has(bareForm(host))) return 'on a listed host';
    return parentsOf(host).some((parent) => domains.has(parent)) ? 'child' : undefined;
  }

  function covers(paintedText: string, { type, value }: Listed): boolean {
    const painted = bareForm(clear(paintedText).trim());
    const wanted = bareForm(clear(value).trim());
    if (painted === wanted) return true;
    const isHost =
      ['domain', 'ipv4', 'ipv6', 'url-root'].includes(type) || (type === 'url' && isRoot(wanted));
    const host = hostOf(clear(paintedText).trim());
    return isHost && host !== undefined && bareForm(host) === wanted;
  }
}

/** "hxxps://evil[.]example" -> "https://evil.example": lower-case, without defanging and invisible characters. */
export function clear(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replaceAll(/\bh(?:xx|tx|xt|\*\*)p(s?)(?=\W)/g, 'http$1')
    .replaceAll(/\[:\/\/\]|\[:\]\/\/|:\/\/\]|\[:\/\//g, '://')
    .replaceAll(/\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/g, '.')
    .replaceAll(/\[\.|\.\]|\\\./g, '.')
    .replaceAll(/\s?[[({]\s?(?:@|at)\s?[\])}]\s?/g, '@')
    .replaceAll('[:]', ':')
    .replaceAll('[/]', '/');
}

/** Whether a listed value stands in a cleared text as a word of its own. */
export function standsIn(clearedText: string, value: string): boolean {
  const wanted = clear(value);
  const isPartOfWord = (char: string | undefined) => char !== undefined && /[a-z0-9_-]/.test(char);
  for (let at = clearedText.indexOf(wanted); at >= 0; at = clearedText.indexOf(wanted, at + 1)) {
    const next = clearedText.slice(at + wanted.length, at + wanted.length + 3);
    // "192.0.2.0/24" is a network, not the address 192.0.2.0.
    const isNetwork = isAddress(wanted) && /^\/\d/.test(next);
    const goesOn = isPartOfWord(next[0]) || (next[0] === '.' && isPartOfWord(next[1])) || isNetwork;
    const before = clearedText[at - 1];
    if (!goesOn && !isPartOfWord(before) && before !== '.' && before !== '@') return true;
  }
  return false;
}

/** Without scheme, www., default port and trailing slash. */
export function bareForm(text: string): string {
  return withoutWww(text.replace(/^[a-z][a-z0-9+.-]*:\/\//, ''))
    .replace(/^([^/?#]+?):(?:80|443)(?=[/?#]|$)/, '$1')
    .replace(/[/?#]+$/, '');
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

/** Host of a URL, "host/path", "host:port" or plain host; absent where the text has the shape of none. */
export function hostOf(text: string): string | undefined {
  const found =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@\s]*@)?(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d+)?(?:[/?#]\S*)?$/.exec(
      text,
    );
  return found?.[1]?.replaceAll(/^\[|\]$|\.$/g, '');
}

function isRoot(text: string): boolean {
  return !/[/?#]/.test(bareForm(text));
}

function isAddress(host: string): boolean {
  return /^\d+(\.\d+){3}$/.test(host) || host.includes(':');
}

/** "a.b.example" -> ["b.example", "example"]. */
function parentsOf(host: string): string[] {
  const labels = host.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}
