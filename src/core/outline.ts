import type { Explanation } from './indicator.ts';

/** Of what is known of a value, what its row in a list says. */
export interface Outline {
  /** ISO 8601 UTC; absent where no source says when. */
  lastReported?: string;
  /** Names of the sources that list it, each once; first one that gives it its confidence. */
  sources: string[];
}

export function outlineOf({ verdict, sources, lastReported }: Explanation): Outline {
  const leading = sources.filter(({ confidence }) => confidence === verdict.confidence);
  return {
    ...(lastReported !== undefined && { lastReported }),
    sources: [...new Set([...leading, ...sources].map(({ label }) => label))],
  };
}
