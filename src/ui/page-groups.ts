import {
  INDICATOR_TYPES,
  LEVELS,
  type IndicatorType,
  type Level,
  type PageItem,
  isCounted,
} from '@/core/indicator.ts';

export const ORDERS = ['loudest', 'page', 'value', 'type'] as const;
/** "page": as it stands there, from top to bottom. */
export type Order = (typeof ORDERS)[number];

/** A page's list as the popup and the panel divide it; each group in the order that was asked for, and in the page's own where that is silent. */
export interface PageGroups<T extends PageItem = PageItem> {
  known: T[];
  /** Not listed themselves, but something around them is. */
  related: T[];
  references: T[];
  /** Not reported for a long time. */
  old: T[];
  /** Listed, and not marked because it stands only in navigation, footers or share links. */
  navigation: T[];
  /** Listed, and not marked for the reason that each one carries. */
  suppressed: T[];
}

export function groupItems<T extends PageItem>(items: readonly T[], order: Order = 'loudest'): PageGroups<T> {
  const groups: PageGroups<T> = {
    known: [],
    related: [],
    references: [],
    old: [],
    navigation: [],
    suppressed: [],
  };
  for (const item of items.toSorted(COMPARE[order])) groups[groupOf(item)].push(item);
  return groups;
}

export interface TypeGroup<T extends PageItem = PageItem> {
  type: IndicatorType;
  items: T[];
}

/** The types that there are, in their usual order, each with its items in the order that was asked for. */
export function groupByType<T extends PageItem>(
  items: readonly T[],
  order: Order = 'loudest',
): TypeGroup<T>[] {
  const groups = Map.groupBy(items.toSorted(COMPARE[order]), ({ type }) => type);
  return INDICATOR_TYPES.flatMap((type) => {
    const of = groups.get(type);
    return of ? [{ type, items: of }] : [];
  });
}

export interface SourceGroup<T extends PageItem = PageItem> {
  /** Absent: those whose source is not told yet. */
  source: string | undefined;
  items: T[];
}

/** By the name of the source that rates each highest; the source with the most values first, what has none yet last. */
export function groupBySource<T extends PageItem>(
  items: readonly T[],
  sourceOf: (item: T) => string | undefined,
  order: Order = 'loudest',
): SourceGroup<T>[] {
  const groups = Map.groupBy(items.toSorted(COMPARE[order]), sourceOf);
  return [...groups]
    .map(([source, of]) => ({ source, items: of }))
    .sort(
      (a, b) =>
        Number(a.source === undefined) - Number(b.source === undefined) ||
        b.items.length - a.items.length ||
        COLLATOR.compare(a.source ?? '', b.source ?? ''),
    );
}

/** What a row says of itself where it does not stand below the heading that says it. */
export function kinOf(item: PageItem): 'markRelated' | 'reference' | 'kinOld' | undefined {
  switch (groupOf(item)) {
    case 'related':
      return 'markRelated';
    case 'references':
      return 'reference';
    case 'old':
      return 'kinOld';
    default:
      return undefined;
  }
}

/** Whether it is listed and not marked, for a reason that stands with it. */
export function isSuppressed(item: PageItem): boolean {
  const group = groupOf(item);
  return group === 'suppressed' || group === 'navigation';
}

/** Known values that the badge leaves out: on a service that many share, or reported by this very page alone. */
export function countUncounted(known: readonly PageItem[]): number {
  return known.filter(({ verdict }) => !isCounted(verdict)).length;
}

/** How many distinct values the badge counts, by the confidence of their sources. */
export function countByConfidence(items: readonly PageItem[]): Record<Level, number> {
  const counts: Record<Level, number> = { high: 0, medium: 0, low: 0, unrated: 0 };
  for (const item of items)
    if (groupOf(item) === 'known' && isCounted(item.verdict)) counts[item.verdict.confidence]++;
  return counts;
}

function groupOf({ verdict, onlyInNavigation }: PageItem): keyof PageGroups {
  const { quiet, matchClass, faded } = verdict;
  // A shared service is marked, if only in grey.
  if (quiet && quiet.kind !== 'shared') return 'suppressed';
  if (onlyInNavigation) return 'navigation';
  if (matchClass === 'reference') return 'references';
  if (matchClass !== 'exact' && matchClass !== 'same') return 'related';
  return faded ? 'old' : 'known';
}

const COMPARE: Record<Order, (a: PageItem, b: PageItem) => number> = {
  loudest: byLoudness,
  page: () => 0,
  value: byValue,
  type: (a, b) => INDICATOR_TYPES.indexOf(a.type) - INDICATOR_TYPES.indexOf(b.type) || byValue(a, b),
};

/** Numbers in it by their size: 192.0.2.9 before 192.0.2.10. */
function byValue(a: PageItem, b: PageItem): number {
  return COLLATOR.compare(a.value, b.value);
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

function byLoudness(a: PageItem, b: PageItem): number {
  const counted = Number(isCounted(b.verdict)) - Number(isCounted(a.verdict));
  return counted || LEVELS.indexOf(a.verdict.level) - LEVELS.indexOf(b.verdict.level);
}
