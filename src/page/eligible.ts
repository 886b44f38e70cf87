import { isShareLink } from '@/core/share-links.ts';
import { ELEMENT } from './node-types.ts';
import { hostOf, unmasked } from './unmasked.ts';

/**
 * How an element takes part in reading.
 * - `absent`: shows no text and does not part what stands around it (`<script>`, `<wbr>`).
 * - `closed`: not read, and what stands before it is not joined with what stands after it (`<textarea>`, `<img>`).
 * - `block`: read, and always parts the text.
 * - `inline`: read; parts the text only if its computed display says so.
 */
export type Part = 'absent' | 'closed' | 'block' | 'inline';

/** Where text stands on the page, as far as painting is concerned. */
export interface Zone {
  /** In site navigation or the page's footer: listed, never painted. So is a share link, which is asked about only where something is found. */
  inNavigation: boolean;
  /** Inside sectioning content: a footer in here is the section's own. */
  inSection: boolean;
}

/** What an element's name alone says of it. */
export interface Kind {
  part: Part;
  /** Authors put the roles of landmarks on these. */
  bearsRole: boolean;
  /** May have a shadow root: blocks, of which some may not (DOM: "valid shadow host name"), span, and custom elements. */
  mayHost: boolean;
}

export function kindOf(localName: string): Kind {
  return KINDS.get(localName) ?? (localName.includes('-') ? CUSTOM : INLINE);
}

export function partOf(element: Element): Part {
  return kindOf(unmasked(element).localName).part;
}

/**
 * Text that the user writes is never read. Whether an element inherits editing is known from the walk down to it.
 * HTML: the attribute's states are "", "true", "plaintext-only" and "false"; anything else inherits. Given the element's own properties.
 */
export function isEditingHost(own: Element): boolean {
  const state = own.getAttribute('contenteditable')?.toLowerCase();
  return state === '' || state === 'true' || state === 'plaintext-only';
}

/** The zone of what stands inside an element, given its own properties and the zone around it. The same object where nothing changes. */
export function zoneWithin(own: Element, kind: Kind, around: Zone): Zone {
  if (!kind.bearsRole) return around;
  const role = own.getAttribute('role') ?? IMPLIED_ROLES[own.localName];
  if (role === undefined) return around;
  if (role === 'navigation') return inNavigation(around);
  // HTML-AAM: a footer is the page's only outside article, aside, main, nav and section.
  if (role === 'contentinfo') return around.inSection ? around : inNavigation(around);
  return SECTIONS.has(role) && !around.inSection ? { ...around, inSection: true } : around;
}

/** The zone of the children of `parent`; `undefined` where nothing below it is read. Looks through shadow roots. */
export function zoneOf(parent: Node): Zone | undefined {
  const ancestors: Element[] = [];
  for (let node: Node | null = parent; node; node = parentOf(node))
    if (unmasked(node).nodeType === ELEMENT) ancestors.push(node as Element);
  let zone: Zone = { inNavigation: false, inSection: false };
  for (const element of ancestors.toReversed()) {
    const own = unmasked(element);
    const kind = kindOf(own.localName);
    if (kind.part === 'absent' || kind.part === 'closed' || isEditingHost(own)) return undefined;
    zone = zoneWithin(own, kind, zone);
  }
  return zone;
}

/** Of a link that is there to share the page: what it shows is no part of what the page reports. To ask every link of a page is dear. */
export function isInShareLink(node: Node): boolean {
  for (let at: Node | null = node; at; at = parentOf(at)) if (isShare(at)) return true;
  return false;
}

export function isShare(node: Node): boolean {
  const { localName } = node as Partial<Element>;
  return localName === 'a' && isShareLink((node as Element).getAttribute('href') ?? '');
}

function parentOf(node: Node): Node | null {
  return unmasked(node).parentNode ?? hostOf(node) ?? null;
}

function inNavigation(zone: Zone): Zone {
  return zone.inNavigation ? zone : { ...zone, inNavigation: true };
}

const names = (text: string): string[] => text.split(/\s+/);

/** By what they do to the text around them; any other name is of an inline element. */
const NAMES: readonly [part: Part, names: string][] = [
  [
    'absent',
    `base basefont bgsound datalist desc head link meta metadata noembed noframes noscript param rp script source
style template title track wbr`,
  ],
  [
    'closed',
    `applet area audio br canvas embed frame hr iframe img image input map math meter object picture progress
select textarea use video`,
  ],
  // A footnote mark is no part of the word it hangs on: "evil.example<sup>1</sup>".
  [
    'block',
    `address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt
fieldset figcaption figure footer foreignObject form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li
listing main menu nav ol optgroup option p plaintext pre rt search section sub summary sup svg table tbody td
text tfoot th thead tr ul xmp`,
  ],
];

const IMPLIED_ROLES: Readonly<Record<string, string>> = {
  article: 'article',
  aside: 'complementary',
  footer: 'contentinfo',
  main: 'main',
  nav: 'navigation',
  section: 'region',
};

const SECTIONS = new Set(['article', 'complementary', 'main', 'region']);

/** Reading an attribute of every element would be felt on large pages; authors put landmark roles on these. */
const BEARS_ROLE = names('article aside div footer form header main menu nav ol section table ul');

const INLINE: Kind = { part: 'inline', bearsRole: false, mayHost: false };
export const LINK: Kind = { ...INLINE };
export const CUSTOM: Kind = { part: 'inline', bearsRole: true, mayHost: true };
const KINDS = new Map<string, Kind>([
  ['a', LINK],
  ['span', { ...INLINE, mayHost: true }],
  ...['b', 'code', 'em', 'i', 'strong'].map((name) => [name, INLINE] as const),
  ...NAMES.flatMap(([part, text]) =>
    names(text).map(
      (name) => [name, { part, bearsRole: BEARS_ROLE.includes(name), mayHost: part === 'block' }] as const,
    ),
  ),
]);
