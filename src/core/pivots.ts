import { INDICATOR_TYPES, type IndicatorType, type Observable, type Tlp } from './indicator.ts';
import { defang } from './defang.ts';
import { hostOf } from './known-good.ts';
import { PIVOT_TOOLS } from './pivot-tools.ts';
import { message, type Message } from './words.ts';

/** Another tool that a value can be opened in. */
export interface Pivot {
  /** Unique; tools of the user's own begin with "own-". */
  id: string;
  name: string;
  /** One address with placeholders for each type that the tool knows. */
  templates: Partial<Record<IndicatorType, string>>;
}

/** What the user changed of the tools. */
export interface PivotSettings {
  /** The user's own, in order, before the others. */
  own: { id: string; name: string; types: IndicatorType[]; template: string }[];
  /** Ids of tools that are not offered. */
  hidden: string[];
  /** Ids of tools in the order of the user's; the others stand behind them, as ever. */
  order: string[];
  /** Hosts that the user has agreed to tell values to. */
  confirmed: string[];
}

/** The tools that know the type, in the user's order, with the hidden ones left out. */
export function pivotsFor(type: IndicatorType, settings: PivotSettings): Pivot[] {
  return allPivots(settings).filter(
    ({ id, templates }) => templates[type] !== undefined && !settings.hidden.includes(id),
  );
}

/** All tools in the user's order; where that says nothing the user's own stand first. */
export function allPivots({ own, order }: Pick<PivotSettings, 'own' | 'order'>): Pivot[] {
  const theirs = own.map(({ id, name, types, template }) => ({
    id,
    name,
    templates: Object.fromEntries(types.map((type) => [type, template])),
  }));
  const placeOf = new Map(order.map((id, at) => [id, at]));
  const place = ({ id }: Pivot) => placeOf.get(id) ?? order.length;
  return [...theirs, ...PIVOT_TOOLS].toSorted((a, b) => place(a) - place(b));
}

/** The order with this tool one place further up (-1) or down (1). */
export function movePivot(settings: PivotSettings, id: string, by: -1 | 1): string[] {
  const order = allPivots(settings).map((pivot) => pivot.id);
  const at = order.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return order;
  return order.toSpliced(at, 1).toSpliced(to, 0, id);
}

/** Why a value may not be opened in other tools, in words: FIRST's TLP 2.0 lets RED go to nobody, and AMBER+STRICT to the own organisation only. */
export function pivotRefusal(tlps: readonly (Tlp | undefined)[]): Message | undefined {
  if (tlps.includes('red')) return message('tlpRed');
  if (tlps.includes('amber+strict')) return message('tlpAmberStrict');
  return undefined;
}

export type PivotLink = { ok: true; url: string; host: string } | { ok: false; reason: Message };

/** The address that a value is opened at. The host comes from the template alone: no value can choose it. */
export function pivotLink({ templates }: Pivot, observable: Observable): PivotLink {
  const template = templates[observable.type];
  if (template === undefined) return { ok: false, reason: message('pivotWrongType') };
  const checked = checkTemplate(template);
  if (!checked.ok) return checked;
  let isEmpty = false;
  const url = template.replace(PLACEHOLDER, (_, name: string) => {
    const filled = fill(name, observable);
    isEmpty ||= filled === '';
    return filled;
  });
  if (isEmpty) return { ok: false, reason: message('pivotOtherType') };
  if (!URL.canParse(url) || new URL(url).host !== checked.host)
    return { ok: false, reason: message('pivotUnfit') };
  return { ok: true, url: new URL(url).href, host: checked.host };
}

const PLACEHOLDER = /\{(\w*)\}/g;

/** What may stand in braces, and what takes its place. All of it is percent-encoded, except where a tool reads it otherwise. */
const PLACEHOLDERS: Record<string, (observable: Observable) => string> = {
  /** The canonical value. */
  value: ({ value }) => encodeURIComponent(value),
  /** The same: the name that other tools' templates have for it. */
  encoded: ({ value }) => encodeURIComponent(value),
  /** Encoded twice, for tools that read it from a path of their own. */
  encodedtwice: ({ value }) => encodeURIComponent(encodeURIComponent(value)),
  defanged: (observable) => encodeURIComponent(defang(observable)),
  /** The host of a URL or an e-mail address; else the value. */
  domain: (observable) => encodeURIComponent(hostOf(observable) ?? observable.value),
  type: ({ type }) => type,
  /** Of such a value only: a tool of these types alone. */
  ip: ({ type, value }) => (type === 'ipv4' || type === 'ipv6' ? encodeURIComponent(value) : ''),
  hash: ({ type, value }) => (HASHES.has(type) ? encodeURIComponent(value) : ''),
  ...Object.fromEntries(
    INDICATOR_TYPES.filter((name) => name !== 'domain').map((name) => [
      name,
      ({ type, value }: Observable) => (type === name ? encodeURIComponent(value) : ''),
    ]),
  ),
  /** "T1059/001", as attack.mitre.org has it in its paths. */
  attackpath: ({ value }) => value.split('.').map(encodeURIComponent).join('/'),
  attackkind: ({ value }) => ATTACK_KINDS[/^[A-Z]+/.exec(value)?.[0] ?? ''] ?? 'techniques',
};

const HASHES: ReadonlySet<IndicatorType> = new Set<IndicatorType>(['md5', 'sha1', 'sha256', 'sha512']);

const ATTACK_KINDS: Record<string, string> = {
  T: 'techniques',
  TA: 'tactics',
  G: 'groups',
  S: 'software',
  M: 'mitigations',
  C: 'campaigns',
  DS: 'datasources',
};

function fill(name: string, observable: Observable): string {
  return PLACEHOLDERS[name.toLowerCase()]?.(observable) ?? '';
}

/**
 * Whether a template can be used: an https address (http to a machine of the own network), a fixed host, and placeholders that exist.
 * The reasons are for the user.
 */
export function checkTemplate(template: string): { ok: true; host: string } | { ok: false; reason: Message } {
  const text = template.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'https' && scheme !== 'http')
    return {
      ok: false,
      reason: message('templateHttps', { example: 'https://misp.example.com/search?q={value}' }),
    };
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  if (authority.includes('{')) return { ok: false, reason: message('templateHost') };
  if (authority.includes('@')) return { ok: false, reason: message('urlWithLogin') };
  const unheard = [...text.matchAll(PLACEHOLDER)].find(
    ([, name = '']) => !(name.toLowerCase() in PLACEHOLDERS),
  );
  if (unheard)
    return {
      ok: false,
      reason: message('templateUnheard', {
        name: unheard[0],
        names: Object.keys(PLACEHOLDERS)
          .map((name) => `{${name}}`)
          .join(' '),
      }),
    };
  if (!PLACEHOLDER_INSIDE.test(text))
    return { ok: false, reason: message('templateNoValue', { placeholder: '{value}' }) };
  const plain = text.replace(PLACEHOLDER, 'x');
  if (!URL.canParse(plain)) return { ok: false, reason: message('notWebAddress') };
  const url = new URL(plain);
  if (url.protocol === 'http:' && !isOwnNetwork(url.hostname))
    return { ok: false, reason: message('templatePlainHttp') };
  return { ok: true, host: url.host };
}

/** All but those that only say what kind of value it is. */
const PLACEHOLDER_INSIDE = /\{(?!type\}|attackkind\})\w+\}/i;

function isOwnNetwork(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '[::1]' ||
    /^(?:127|10)(?:\.\d+){3}$|^192\.168(?:\.\d+){2}$|^172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}$/.test(host) ||
    /\.(?:local|lan|internal|intranet|corp|home\.arpa)$/.test(host) ||
    !host.includes('.')
  );
}

/** "domain, url" -> the types; those that are none are named. */
export function readTypes(
  text: string,
): { ok: true; types: IndicatorType[] } | { ok: false; reason: Message } {
  const names = text.split(/[\s,;]+/).filter(Boolean);
  const wrong = names.find((name) => !INDICATOR_TYPES.includes(name as IndicatorType));
  if (wrong !== undefined)
    return {
      ok: false,
      reason: message('typeUnheard', { name: wrong.slice(0, 40), types: INDICATOR_TYPES.join(', ') }),
    };
  return { ok: true, types: names as IndicatorType[] };
}
