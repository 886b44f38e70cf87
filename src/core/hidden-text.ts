import type { LinkSuspect, Observable } from './indicator.ts';
import type { HiddenText } from './inspection.ts';
import { destinationOf } from './link.ts';
import { leadsTo } from './leads-to.ts';
import { mismatchesIn } from './link-mismatch.ts';

/** What is to be asked about a hidden text: the values in it, and where its links lead. */
export function askedOf({ values, links }: HiddenText): readonly Observable[] {
  return [...values, ...links.flatMap(targetsOf)];
}

function targetsOf({ href }: LinkSuspect): readonly Observable[] {
  const lead = leadsTo(href);
  return lead ? [lead.observable] : (destinationOf(href)?.values ?? []);
}

/**
 * The hidden texts that are worth a word: those that hold something known, or a link that says one thing and leads to another. The rest
 * is ordinary: preheaders, closed menus, texts for screen readers.
 */
export function tellable(
  texts: readonly HiddenText[],
  isKnown: (value: Observable) => boolean,
): HiddenText[] {
  return texts.filter((text) => askedOf(text).some(isKnown) || mismatchesIn(text.links).length > 0);
}
