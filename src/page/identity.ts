import type { PageIdentity } from '@/core/indicator.ts';

/** What a source may know this page by. */
export interface Identity {
  read(): PageIdentity;
  /** Whether there is more to know it by than there was at the last call, and when it was first read. */
  hasChanged(): boolean;
}

const MOST_TITLES = 20;
const MOST_HEADINGS = 5;
const LONGEST_TITLE = 500;

/**
 * Titles are gathered for as long as the address stays: an app may set them after its text, and a title that blinks ("New
 * message!") is to be answered for once, not at every blink.
 */
export function createIdentity(document: Document): Identity {
  const titles = new Set<string>();
  let url: string | undefined;
  let isStale = false;

  function look(): void {
    // Unlike `document.URL` no element's name can stand in for it.
    const here = document.location.href.replace(/#.*/s, '');
    if (here !== url) titles.clear();
    const before = titles.size;
    for (const title of titlesOf(document)) if (titles.size < MOST_TITLES) titles.add(title);
    isStale ||= url !== undefined && (here !== url || titles.size > before);
    url = here;
  }

  return {
    read() {
      look();
      return { url: url ?? '', titles: [...titles] };
    },
    hasChanged() {
      look();
      const was = isStale;
      isStale = false;
      return was;
    },
  };
}

function* titlesOf(document: Document): Generator<string, void> {
  const headings = [...document.getElementsByTagName('h1')].slice(0, MOST_HEADINGS);
  // An element whose name is "title" stands in for the document's own.
  const texts: unknown[] = [document.title, ...headings.map(({ textContent }) => textContent)];
  for (const text of texts) {
    const title = typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : '';
    if (title) yield title.slice(0, LONGEST_TITLE);
  }
}
