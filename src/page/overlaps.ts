interface Span {
  start: number;
  end: number;
}

/**
 * Where known readings of the same text overlap, the longest wins: a listed URL covers its listed host. What is `loose`, related to
 * what is listed and not painted, covers nothing else. Readings come back in order of reading.
 */
export function withoutOverlaps<T extends Span>(spans: readonly T[], isLoose: (span: T) => unknown): T[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const chosen: T[] = [];
  for (let i = 0; i < sorted.length;) {
    const cluster = clusterFrom(sorted, i);
    chosen.push(...longestFirst(cluster, isLoose));
    i += cluster.length;
  }
  return chosen;
}

/** The spans from `index` on that hang together. */
function clusterFrom<T extends Span>(sorted: readonly T[], index: number): T[] {
  let end = 0;
  let to = index;
  for (let span = sorted[to]; span && (to === index || span.start < end); span = sorted[to]) {
    end = Math.max(end, span.end);
    to += 1;
  }
  return sorted.slice(index, to);
}

function longestFirst<T extends Span>(cluster: T[], isLoose: (span: T) => unknown): T[] {
  if (cluster.length < 2) return cluster;
  const chosen: T[] = [];
  for (const span of cluster.toSorted(
    (a, b) => Number(!!isLoose(a)) - Number(!!isLoose(b)) || b.end - b.start - (a.end - a.start),
  ))
    if (chosen.every((other) => span.end <= other.start || other.end <= span.start)) chosen.push(span);
  return chosen.sort((a, b) => a.start - b.start);
}
