import type { Random } from './random.ts';
import type { Words } from './words.ts';

/**
 * Values of every type, as people write them. They are made up while the benchmark runs, of random letters below real
 * suffixes (with reserved names there would be no work on public suffixes to measure); nobody contacts or keeps them.
 */
export interface Values {
  /** Of any type, as often as reports list it. */
  any(): string;
  host(): string;
  ipv4(): string;
  privateIpv4(): string;
  url(): string;
  email(): string;
  cve(): string;
  technique(): string;
  md5(): string;
  sha1(): string;
  sha256(): string;
}

export function createValues(random: Random, words: Words): Values {
  const octet = () => random.between(0, 255);
  const hash = (length: number) => {
    const digits = letters(random, HEX, length);
    return random.chance(0.15) ? digits.toUpperCase() : digits;
  };
  const host = () => `${subdomain(random, words)}${label(random)}.${random.pickCommon(SUFFIXES)}`;
  const ipv4 = () => `${random.between(1, 223)}.${octet()}.${octet()}.${random.between(1, 254)}`;
  const values = {
    host,
    ipv4,
    privateIpv4: () => `10.${octet()}.${octet()}.${octet()}`,
    url: () => {
      const port = random.chance(0.15) ? `:${random.pick(PORTS)}` : '';
      const authority = random.chance(0.25) ? ipv4() : host();
      return `${random.chance(0.55) ? 'https' : 'http'}://${authority}${port}${path(random, words)}`;
    },
    email: () => `${words.content()}.${letters(random, ALPHABET, random.between(3, 8))}@${host()}`,
    cve: () => `CVE-${random.between(2014, 2026)}-${random.between(1000, 99_999)}`,
    technique: () =>
      `T1${String(random.between(1, 659)).padStart(3, '0')}${random.chance(0.6) ? `.00${random.between(1, 9)}` : ''}`,
    md5: () => hash(32),
    sha1: () => hash(40),
    sha256: () => hash(64),
  };
  const kinds: Kind[] = [
    [26, host],
    [20, values.url],
    [16, ipv4],
    [14, values.sha256],
    [9, values.md5],
    [6, values.sha1],
    [1, () => hash(128)],
    [3, values.email],
    [2, () => ipv6(random)],
    [2, values.cve],
    [1, values.technique],
  ];
  return { ...values, any: () => pickWeighted(random, kinds)() };
}

/**
 * "http://evil.example/a" -> "hxxp://evil[.]example/a", in one of the spellings that are in use, the usual ones most often.
 * Hashes and ids stay as they are.
 */
export function defang(random: Random, value: string): string {
  const [, scheme = '', authority = '', rest = ''] = /^(https?:\/\/)?([^/]*)(.*)$/.exec(value) ?? [];
  const dot = random.pickCommon(DOTS);
  const hidden = random.chance(0.75)
    ? authority.replaceAll('.', dot)
    : authority.replace(/\.(?=[^.]*$)/, dot);
  const at = random.chance(0.5) ? random.pick(['[@]', '(at)', '[at]']) : '@';
  return defangScheme(random, scheme) + hidden.replace('@', at) + rest;
}

type Kind = [share: number, make: () => string];

function pickWeighted(random: Random, kinds: readonly Kind[]): () => string {
  let left = random.next() * kinds.reduce((sum, [share]) => sum + share, 0);
  const chosen = kinds.find(([share]) => (left -= share) < 0) ?? kinds[0];
  if (!chosen) throw new RangeError('Nothing to pick from.');
  return chosen[1];
}

function defangScheme(random: Random, scheme: string): string {
  if (scheme === '' || random.chance(0.1)) return scheme;
  const hidden = scheme.replace('tt', random.pickCommon(['xx', 'XX', '**']));
  return random.chance(0.1) ? hidden.replace('://', '[:]//') : hidden;
}

/** The usual one first. */
const DOTS = ['[.]', '[.]', '[.]', '[.]', '[.]', '[.]', '[.]', '(.)', '[dot]', '{.}', '[. ]', ' [.] '];
const HEX = '0123456789abcdef';
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
const SUBDOMAINS = ['www', 'mail', 'cdn', 'api', 'login', 'update', 'static', 'ns1', 'vpn', 'secure-login'];
const PORTS = ['8080', '8443', '4443', '443', '81', '1337', '50001'];
const ENDINGS = ['.php', '.php', '.exe', '.html', '.zip', '.aspx', '.js', '.bin', '.sh', '', '', '/'];

/** What listed hosts end with, the most frequent first, private suffixes (dynamic DNS, hosting) among them. */
const SUFFIXES = (
  'com com com com net net org ru info xyz top cn online site co.uk club io duckdns.org shop de me in workers.dev com.br pages.dev cc biz pw live ' +
  'ddns.net eu github.io fr space tk website nl co pl store tech app us it vip icu hopto.org ngrok.io ir ua cloud link su vercel.app ' +
  'com.cn blogspot.com web.app firebaseapp.com herokuapp.com cz es ca jp co.jp kr or.kr com.tw com.au co.za se ch at be dk fi ro hu ' +
  'gr pt tr com.tr id co.id vn com.vn th in.th my com.my sg ph pk com.pk bd ng ke ac.uk gov.in edu.br win bid loan download stream ' +
  'men date trade review party click work azurewebsites.net cloudfront.net trycloudflare.com netlify.app'
).split(' ');

function label(random: Random): string {
  const name = letters(random, ALPHABET, random.between(12, 20));
  return random.chance(0.15) ? `${name.slice(0, 7)}-${name.slice(7)}` : name;
}

function subdomain(random: Random, words: Words): string {
  if (random.chance(0.5)) return '';
  return `${random.chance(0.5) ? random.pick(SUBDOMAINS) : words.content()}.`;
}

function path(random: Random, words: Words): string {
  if (random.chance(0.15)) return random.chance(0.5) ? '' : '/';
  let text = '';
  for (let depth = random.between(0, 3); depth > 0; depth--) text += `/${words.content()}`;
  text += `/${words.content()}${random.pick(ENDINGS)}`;
  return random.chance(0.25)
    ? `${text}?${words.content()}=${letters(random, HEX, random.between(4, 24))}`
    : text;
}

function ipv6(random: Random): string {
  const group = () => random.between(0, 0xffff).toString(16);
  const groups = [0x2000 + random.between(0, 0xfff), ...Array.from({ length: random.between(2, 4) }, group)];
  const tail = random.between(1, 0xffff).toString(16);
  return `${groups.map((each) => (typeof each === 'number' ? each.toString(16) : each)).join(':')}::${tail}`;
}

function letters(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet.charAt(random.between(0, alphabet.length - 1));
  return text;
}
