import type { Level, Verdict } from '@/core/indicator.ts';

/** Class names (mark.css) of the underline that a verdict has on the page; what is not painted has none. */
export function markClass(verdict: Verdict): string {
  if (verdict.listedOnly || (verdict.quiet && verdict.quiet.kind !== 'shared')) return 'unmarked';
  if (verdict.matchClass === 'reference') return 'mark mark-reference';
  const style = verdict.faded ? ' mark-faded' : isRelated(verdict) ? ' mark-child' : '';
  return levelClass(verdict.level) + style;
}

/** Class names of a level's own underline, as on an exact, recent match. */
export function levelClass(level: Level): string {
  return `mark mark-${level}`;
}

/** What is listed is something around the value. */
function isRelated({ matchClass }: Verdict): boolean {
  return matchClass !== 'exact' && matchClass !== 'same';
}
