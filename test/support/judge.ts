/**
 * What a painted text means, judged without a line of the product's code: a handful of plain replacements, and Sets of
 * the values that were fed in.
 */

export interface Listed {
  type: string;
  value: string;
}

/**
 * Why a painted text may be painted: the first that fits. A name with listed URLs, an address in a wide range and a mail of a
 * listed domain may be listed, but not painted: nothing here explains them.
 */
export type Explained = 'exact' | 'same' | 'on a listed host' | 'child' | 'in a listed range' | 'reference';

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
  const ranges = new Set<string>();
  for (const { type, value } of listed) {
    const text = clear(value).trim();
    exact.add(text);
    bare.add(bareForm(text));
    const range = narrowRange(text);
    if (range !== undefined) ranges.add(range);
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
    const host = isMail(text) ? undefined : isAddress(text) ? text : hostOf(text);
    if (host === undefined) return undefined;
    if (hosts.has(bareForm(host))) return 'on a listed host';
    if (parentsOf(host).some((parent) => domains.has(parent))) return 'child';
    return networksAround(host).some((network) => ranges.has(network)) ? 'in a listed range' : undefined;
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
  return /^\d+(\.\d+){3}$/.test(host) || /^[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*$/.test(host);
}

/** "a.b.example" -> ["b.example", "example"]. */
function parentsOf(host: string): string[] {
  const labels = host.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

function isMail(text: string): boolean {
  return /^[^/?#\s]+@[^/?#\s]+$/.test(text);
}

/** "192.0.2.0/24" -> its address in bits, cut to those that count; absent for all but networks of at least 24 bits, or 64 of IPv6. */
function narrowRange(text: string): string | undefined {
  const [address = '', count = ''] = text.split('/');
  const bits = /^\d+$/.test(count) && isAddress(address) ? bitsOf(address) : undefined;
  if (bits === undefined || Number(count) < (bits.length === 32 ? 24 : 64)) return undefined;
  return bits.slice(0, Number(count));
}

function networksAround(host: string): string[] {
  const bits = isAddress(host) ? bitsOf(host) : undefined;
  if (bits === undefined) return [];
  const least = bits.length === 32 ? 24 : 64;
  return Array.from({ length: bits.length - least + 1 }, (_, more) => bits.slice(0, least + more));
}

/** An address as a string of noughts and ones. */
function bitsOf(address: string): string | undefined {
  if (!address.includes(':')) return address.split('.').map((octet) => binary(Number(octet), 8)).join(''); // prettier-ignore
  const [head = '', tail] = address.split('::');
  const groups = (text = '') => text.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(Math.max(missing, 0)).fill('0'), ...groups(tail)];
  return all.length === 8 ? all.map((group) => binary(Number.parseInt(group, 16), 16)).join('') : undefined;
}

function binary(number: number, length: number): string {
  return number.toString(2).padStart(length, '0');
}
