/** What a rewritten link really leads to. */
export interface Unwrapped {
  /** The target's URL; where the rewriter tells only its host, that. */
  target: string;
  kind: 'url' | 'host';
  /** The rewriters that were taken off, outermost first. */
  via: string[];
}

const MAX_DEPTH = 5;
const MAX_LENGTH = 16_384;

/**
 * Takes the wrappers of mail security and redirecting services off a link, by decoding alone: nothing is ever fetched. Undefined where the link is not
 * wrapped, or not in a way that can be decoded. Hosts are compared as whole names, so "evilurldefense.com" is no
 * rewriter; a link with a backslash, which browsers and decoders read differently, is left alone.
 */
export function unwrap(link: string): Unwrapped | undefined {
  const via: string[] = [];
  let current = link;
  let kind: Unwrapped['kind'] = 'url';
  while (via.length < MAX_DEPTH && kind === 'url') {
    const step = unwrapOnce(current);
    if (!step) break;
    via.push(step.name);
    current = step.target;
    kind = step.kind;
  }
  return via.length > 0 ? { target: current, kind, via } : undefined;
}

type Decode = (url: URL, link: string) => string | undefined;

interface Rewriter {
  name: string;
  /** Matched against the whole host name, lower case. */
  host: RegExp;
  decode: Decode;
  /** The rewriter tells only the target's host. */
  hostOnly?: true;
}

/** The formats as published by the services or seen in mail, as of 2026-11. */
const REWRITERS: readonly Rewriter[] = [
  {
    name: 'Microsoft Safe Links',
    host: /^(?:[a-z0-9-]+\.)+safelinks\.protection\.(?:outlook\.com|office365\.us|outlook\.cn)$/,
    decode: parameter('url'),
  },
  {
    name: 'Microsoft Teams',
    host: /^statics\.teams\.(?:cdn\.office\.net|microsoft\.com)$/,
    decode: parameter('url'),
  },
  { name: 'Proofpoint', host: /^urldefense\.proofpoint\.com$/, decode: proofpointV1V2 },
  { name: 'Proofpoint', host: /^urldefense\.(?:com|us)$/, decode: (_, link) => proofpointV3(link) },
  { name: 'Barracuda', host: /^linkprotect\.cudasvc\.com$/, decode: at(/^\/url$/, parameter('a')) },
  { name: 'Cisco', host: /^secure-web\.cisco\.com$/, decode: lastSegment },
  { name: 'Sophos', host: /^(?:[a-z0-9-]+\.)+protection\.sophos\.com$/, decode: base64Parameter('u') },
  {
    name: 'Mimecast',
    host: /^(?:protect(?:-[a-z0-9-]+)?\.mimecast\.com|url(?:\.[a-z0-9-]+)?\.m\.mimecastprotect\.com)$/,
    decode: at(/^\/s\//, parameter('domain')),
    hostOnly: true,
  },
  {
    name: 'INKY',
    host: /^shared\.outlook\.inky\.com$/,
    decode: at(/^\/link$/, parameter('domain')),
    hostOnly: true,
  },
  { name: 'Check Point', host: /^(?:protect\.checkpoint\.com|url\.avanan\.click)$/, decode: checkPoint },
  { name: 'Trellix', host: /^protect2?\.fireeye\.com$/, decode: at(/^\/v1\/url$/, parameter('u')) },
  { name: 'Symantec', host: /^clicktime\.symantec\.com$/, decode: parameter('u') },
  {
    name: 'Trend Micro',
    host: /^[a-z0-9-]+\.trendmicro\.com$/,
    decode: at(/^\/wis\/clicktime\//, parameter('url')),
  },
  { name: 'Trustwave', host: /^scanmail\.trustwave\.com$/, decode: parameter('u') },
  { name: 'Libraesva', host: /^urlsand\.esvalabs\.com$/, decode: parameter('u') },
  { name: 'Hornetsecurity', host: /^atpscan\.global\.hornetsecurity\.com$/, decode: parameter('u') },
  {
    name: 'Microsoft Azure',
    host: /^[a-z0-9-]+\.safelink\.emails\.azure\.net$/,
    decode: at(/^\/redirect\/?$/, parameter('destination')),
  },
  { name: 'Amazon SES', host: /^(?:[a-z0-9-]+\.)+awstrack\.me$/, decode: amazonSes },
  { name: 'Mandrill', host: /^mandrillapp\.com$/, decode: at(/^\/track\/click\//, mandrill) },
  {
    name: 'GMX',
    host: /^deref-(?:gmx\.(?:net|com)|web\.de|web-02\.de|mail\.com|1und1\.de)$/,
    decode: at(/\/dereferrer\/?$/, parameter('redirectUrl')),
  },
  {
    name: 'Google',
    host: /^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/,
    decode: at(/^\/url$/, parameter('q', 'url')),
  },
  {
    name: 'Google AMP',
    host: /^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/,
    decode: googleAmp,
  },
  {
    name: 'Google Ads',
    host: /^(?:www\.googleadservices\.com|(?:googleads|adclick)\.g\.doubleclick\.net)$/,
    decode: parameter('adurl'),
  },
  { name: 'Facebook', host: /^lm?\.(?:facebook|instagram)\.com$/, decode: parameter('u') },
  {
    name: 'LinkedIn',
    host: /^(?:www\.)?linkedin\.com$/,
    decode: at(/^\/(?:redir(?:\/redirect)?|safety\/go)\/?$/, parameter('url')),
  },
  { name: 'Slack', host: /^slack-redir\.net$/, decode: parameter('url') },
  { name: 'YouTube', host: /^(?:www\.)?youtube\.com$/, decode: at(/^\/redirect$/, parameter('q')) },
  { name: 'DuckDuckGo', host: /^(?:www\.)?duckduckgo\.com$/, decode: at(/^\/l\/?$/, parameter('uddg')) },
  { name: 'Bing', host: /^(?:www\.)?bing\.com$/, decode: at(/^\/ck\/a$/, bing) },
  { name: 'Bing', host: /^(?:www\.)?bing\.com$/, decode: at(/^\/alink\/link$/, parameter('url')) },
  { name: 'Yahoo', host: /^r\.search\.yahoo\.com$/, decode: yahoo },
  { name: 'Reddit', host: /^out\.reddit\.com$/, decode: parameter('url') },
  { name: 'VK', host: /^(?:m\.)?vk\.com$/, decode: at(/^\/away(?:\.php)?$/, parameter('to')) },
  {
    name: 'Steam',
    host: /^steamcommunity\.com$/,
    decode: at(/^\/linkfilter\/?$/, parameter('u', 'url')),
  },
];

function unwrapOnce(link: string): { name: string; target: string; kind: Unwrapped['kind'] } | undefined {
  if (link.length > MAX_LENGTH || link.includes('\\')) return undefined;
  const url = parse(link);
  if (!url) return undefined;
  for (const { name, host, decode, hostOnly } of REWRITERS) {
    if (!host.test(url.hostname)) continue;
    const target = decode(url, link);
    if (hostOnly)
      return target && /^[\w.-]+\.[\w-]+$/.test(target) ? { name, target, kind: 'host' } : undefined;
    if (target && parse(target)) return { name, target, kind: 'url' };
  }
  return undefined;
}

/** Only what a browser would open from a mail; a target such as "javascript:…" is no target. */
function parse(link: string): URL | undefined {
  const url = URL.parse(link);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function at(path: RegExp, decode: Decode): Decode {
  return (url, link) => (path.test(url.pathname) ? decode(url, link) : undefined);
}

/** The first of these parameters that is there, percent-decoded once. */
function parameter(...names: string[]): Decode {
  return (url) => names.map((name) => url.searchParams.get(name) ?? '').find((value) => value !== '');
}

function base64Parameter(name: string): Decode {
  return (url) => fromBase64(url.searchParams.get(name) ?? '');
}

/** Bing puts "a1" before the base64. */
function bing(url: URL): string | undefined {
  const value = url.searchParams.get('u') ?? '';
  return value.startsWith('a1') ? fromBase64(value.slice(2)) : undefined;
}

/** ".../RU=https%3a%2f%2fevil.example%2f/RK=2/..." */
function yahoo(url: URL): string | undefined {
  const value = /\/RU=([^/]+)\//.exec(url.pathname)?.[1];
  return value === undefined ? undefined : decodePercent(value);
}

/** "/amp/s/evil.example/a" is https, without the "s" http. */
function googleAmp(url: URL): string | undefined {
  const [, secure, rest] = /^\/amp\/(s\/)?([^/]+\.[^/]+.*)$/.exec(url.pathname) ?? [];
  return rest === undefined ? undefined : `http${secure ? 's' : ''}://${rest}${url.search}`;
}

/** "/L0/https:%2F%2Fevil.example%2Fa/1/<message>/<signature>" */
function amazonSes(url: URL): string | undefined {
  const value = /^\/C?L0\/([^/]+)\//.exec(url.pathname)?.[1];
  return value === undefined ? undefined : decodePercent(value);
}

/** Base64 of JSON whose "p" is JSON again. What the path names is not where the link leads. */
function mandrill(url: URL): string | undefined {
  const inner = textField(fromBase64(url.searchParams.get('p') ?? ''), 'p');
  return textField(inner, 'url');
}

function textField(json: string | undefined, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value !== 'object' || value === null) return undefined;
    const field: unknown = Reflect.get(value, name);
    return typeof field === 'string' ? field : undefined;
  } catch {
    return undefined;
  }
}

const CHECK_POINT =
  /^https?:\/\/(?:protect\.checkpoint\.com|url\.avanan\.click)\/v2\/(?:r\d+\/)?___(.+?)___/i;

/** The target stands between underscores as it was; newer links may shift its letters, and are no links then. */
function checkPoint(_: URL, link: string): string | undefined {
  const target = CHECK_POINT.exec(link)?.[1];
  return target === undefined ? undefined : restoreSlashes(target);
}

function lastSegment(url: URL): string | undefined {
  return decodePercent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
}

/** v1: percent and HTML escapes; v2 writes "-" for "%" and "_" for "/" before that. */
function proofpointV1V2(url: URL): string | undefined {
  const version = /^\/v([12])\/url$/.exec(url.pathname)?.[1];
  const value = /[?&]u=([^&]*)/.exec(url.search)?.[1];
  if (!version || !value) return undefined;
  const percent = version === '2' ? value.replaceAll('-', '%').replaceAll('_', '/') : value;
  const decoded = decodePercent(percent);
  return decoded && unescapeHtml(decoded);
}

const V3 = /^https?:\/\/urldefense\.(?:com|us)\/v3\/__(.+?)__;([\w-]*={0,2})!/i;
const RUN_LENGTHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * v3: "*" stands for the next character of the base64 trailer, "**X" for the next index(X) + 2 of them. A trailer that is
 * too short means that the link was cut or forged.
 */
function proofpointV3(link: string): string | undefined {
  const match = V3.exec(link);
  if (!match) return undefined;
  const replaced = fromBase64(match[2] ?? '');
  if (replaced === undefined) return undefined;
  const characters = Array.from(replaced);
  let used = 0;
  let isShort = false;
  const target = (match[1] ?? '').replaceAll(/\*(?:\*([\w-]))?/g, (_, run?: string) => {
    const length = run === undefined ? 1 : RUN_LENGTHS.indexOf(run) + 2;
    const piece = characters.slice(used, used + length);
    used += length;
    if (piece.length < length) isShort = true;
    return piece.join('');
  });
  if (isShort) return undefined;
  return restoreSlashes(target);
}

/** Paths fold double slashes: "https:/host" was "https://host". */
function restoreSlashes(target: string): string {
  return target.replace(/^(https?:\/)(?!\/)/i, '$1/');
}

function fromBase64(text: string): string | undefined {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

function unescapeHtml(text: string): string {
  return text.replaceAll(
    /&(amp|lt|gt|quot|#39|#x27);/gi,
    (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole,
  );
}
