import type { Behaviour } from './behaviour.ts';
import type { Filter, Query } from './query.ts';
import type { RowTable } from './row-table.ts';

type Bounds = Pick<Behaviour, 'order' | 'sinceInclusive' | 'untilInclusive'>;
const REMEMBERED = 8;

/**
 * Selects and orders rows. A walk asks for the same selection page after page, so selections are remembered until the
 * rows change; where no bound and no filter excludes anything, the table's own sequence is used as it is.
 */
export function createViews(table: RowTable) {
  let version = -1;
  let extent = { earliest: Infinity, latest: -Infinity };
  const remembered = new Map<string, Uint32Array>();

  /** Places of the rows that `query` selects, in the order asked for; `page` seeds the unstable order. */
  function select(query: Query, bounds: Bounds, page: number): Uint32Array {
    if (version !== table.version) forget();
    const bounded = isBounded(query, bounds);
    const key = JSON.stringify([query.filters, bounded && [query.since, query.until, bounds], bounds.order]);
    let view = remembered.get(key);
    if (!view) {
      view = order(table, filter(table, query, bounded ? bounds : undefined), bounds.order);
      if (remembered.size === REMEMBERED) remembered.clear();
      remembered.set(key, view);
    }
    return bounds.order === 'unstable' ? shuffled(view, page) : view;
  }

  function forget(): void {
    remembered.clear();
    version = table.version;
    extent = { earliest: Infinity, latest: -Infinity };
    for (const place of table.sequence) {
      const at = table.extractedAt(place);
      if (at < extent.earliest) extent.earliest = at;
      if (at > extent.latest) extent.latest = at;
    }
  }

  function isBounded(query: Query, bounds: Bounds): boolean {
    return !isWithin(extent.earliest, query, bounds) || !isWithin(extent.latest, query, bounds);
  }

  return { select };
}

function filter(table: RowTable, query: Query, bounds: Bounds | undefined): Uint32Array {
  const filters = Object.entries(query.filters) as [Filter, string][];
  if (!bounds && filters.length === 0) return table.sequence;
  return table.sequence.filter(
    (place) =>
      (!bounds || isWithin(table.extractedAt(place), query, bounds)) &&
      (filters.length === 0 || hasAll(table, place, filters)),
  );
}

function isWithin(at: number, { since, until }: Query, { sinceInclusive, untilInclusive }: Bounds): boolean {
  return (sinceInclusive ? at >= since : at > since) && (untilInclusive ? at <= until : at < until);
}

function hasAll(table: RowTable, place: number, filters: [Filter, string][]): boolean {
  const facts = table.facts(place);
  return filters.every(([name, wanted]) => {
    const value = facts[name];
    return typeof value === 'object' ? value.includes(wanted) : value === wanted;
  });
}

function order(table: RowTable, view: Uint32Array, by: Behaviour['order']): Uint32Array {
  if (by !== 'newest' && by !== 'oldest') return view;
  const sign = by === 'newest' ? -1 : 1;
  return view.toSorted((a, b) => sign * (table.extractedAt(a) - table.extractedAt(b)));
}

/** Fisher–Yates with a small seeded generator (mulberry32), so that a failing run can be repeated. */
function shuffled(view: Uint32Array, seed: number): Uint32Array {
  const result = view.slice();
  let state = seed * 0x9e3779b9;
  for (let last = result.length - 1; last > 0; last--) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const other = ((mixed ^ (mixed >>> 14)) >>> 0) % (last + 1);
    const swap = result[last]!; // both are below result.length
    result[last] = result[other]!;
    result[other] = swap;
  }
  return result;
}
