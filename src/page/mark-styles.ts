import { LEVELS, type Verdict } from '@/core/indicator.ts';

/** A visual class: how sure and how close what is known is. */
export type Style = `${'' | 'child-' | 'faded-'}${Verdict['level']}` | 'reference';

/** Loudest last: where marks overlap, the later style wins. */
export const STYLES: readonly Style[] = [
  'reference',
  ...LEVELS.toReversed().flatMap((level): Style[] => [`faded-${level}`, `child-${level}`, level]),
];
