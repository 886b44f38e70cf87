import type { Indicator, PageIdentity } from './indicator.ts';
import { indexKey } from './index-key.ts';
import { normalize } from './normalize.ts';

/**
 * Tells the rows that come from the very page that is being read: it is the article they were taken from, by its address or by
 * its title. A feed is a source of its own, whatever it refers to. `pages`: the frame, and the tab around it.
 */
export function recogniseSource(pages: readonly PageIdentity[]): (row: Indicator) => boolean {
  const addresses = new Set(pages.flatMap(({ url }) => addressKey(url) ?? []));
  const titles = titlesOf(pages);
  return ({ article, origin }) => {
    if (!article || origin === 'feed') return false;
    const address = addressKey(article.url);
    return (address !== undefined && addresses.has(address)) || isTitleOf(article.title, titles);
  };
}

/** One key for one page, as for any two URLs; what only says how a reader came here is left out. */
function addressKey(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/.test(url) || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const tracking = Array.from(parsed.searchParams.keys()).filter((name) => TRACKING.test(name));
  for (const name of tracking) parsed.searchParams.delete(name);
  const address = normalize('url', parsed.href);
  return address.ok ? indexKey({ type: 'url', value: address.value }) : undefined;
}

const TRACKING = /^(?:utm_\w+|fbclid|gclid|msclkid|mc_cid|mc_eid)$/;

interface Titles {
  whole: Set<string>;
  /** Without the name of the site behind a last dash or bar. */
  short: Set<string>;
}

function titlesOf(pages: readonly PageIdentity[]): Titles {
  const whole = pages.flatMap((page) => page.titles).map(foldTitle);
  return { whole: new Set(whole), short: new Set(whole.map(withoutSite)) };
}

/** Either may carry the name of the site; if both do, they are equal as a whole. */
function isTitleOf(title: string | undefined, { whole, short }: Titles): boolean {
  if (title === undefined) return false;
  const folded = foldTitle(title);
  const ownShort = withoutSite(folded);
  return (
    (isTelling(folded) && (whole.has(folded) || short.has(folded))) ||
    (isTelling(ownShort) && whole.has(ownShort))
  );
}

/** "Home" or "IOCs" is the title of many pages, and recognises none. */
function isTelling(title: string): boolean {
  return title.length >= 10;
}

/** Case, blanks, the kinds of quotes and the kinds of dashes (a bar is one) make no difference. */
function foldTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Cf}]/gu, '')
    .replaceAll(/["'`\u00b4\u2018-\u201f\u00ab\u00bb\u2039\u203a]/g, '')
    .replaceAll(/[\p{Pd}\u2212|\u00b7\u2022]/gu, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function withoutSite(title: string): string {
  const cut = title.lastIndexOf(' - ');
  return cut > 0 ? title.slice(0, cut) : title;
}
