import { LEVELS, type Level, type PageItem, isCounted } from '@/core/indicator.ts';

/** A page's list as the popup and the panel divide it; each group loudest first, else in the page's own order. */
export interface PageGroups {
  known: PageItem[];
  references: PageItem[];
  /** Listed, and not marked because it stands only in navigation, footers or share links. */
  navigation: PageItem[];
  /** Listed, and not marked for the reason that each one carries. */
  suppressed: PageItem[];
}

export function groupItems(items: readonly PageItem[]): PageGroups {
  const groups: PageGroups = { known: [], references: [], navigation: [], suppressed: [] };
  for (const item of [...items].sort(byLoudness)) groups[groupOf(item)].push(item);
  return groups;
}

/** Known values that the badge leaves out: faded, below a listed domain, or on a service that many share. */
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
  // A shared service is marked, if only in grey.
  if (verdict.quiet && verdict.quiet.kind !== 'shared') return 'suppressed';
  if (onlyInNavigation) return 'navigation';
  return verdict.matchClass === 'reference' ? 'references' : 'known';
}

function byLoudness(a: PageItem, b: PageItem): number {
  const counted = Number(isCounted(b.verdict)) - Number(isCounted(a.verdict));
  return counted || LEVELS.indexOf(a.verdict.level) - LEVELS.indexOf(b.verdict.level);
}
