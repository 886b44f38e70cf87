import type { Indicator } from './indicator.ts';
import { hash52 } from './string-hash.ts';

/**
 * The id of a row that came without one: it is known by what it says and who says it, but not by what may be
 * corrected later (dates, confidence, tags), so that it is the same row when it comes again. The store leaves such an
 * id out and makes it anew when it reads the row: the same row must give the same id for ever.
 */
export function ownId({
  type,
  value,
  port,
  feed,
  article,
}: Pick<Indicator, 'type' | 'value'> & Partial<Record<'port' | 'feed' | 'article', unknown>>): string {
  const identity = JSON.stringify([type, value, port, feed, article]);
  return `~${hash52(identity, 1).toString(36)}${hash52(identity, 2).toString(36)}`;
}

/** An id as a source gave it, kept apart from those that are made here. */
export function givenId(id: string): string {
  return id.startsWith('~') ? `_${id}` : id;
}

/** Whether the id is one that `ownId` made. */
export function isOwnId(id: string): boolean {
  return id.startsWith('~');
}
