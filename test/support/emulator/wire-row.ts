import type { Behaviour } from './behaviour.ts';

type Record_ = Record<string, unknown>;
const SHORT = new Set(['type', 'value', 'confidence', 'tags']);

/** A row as it is written out, in the shape and spelling that are set. What is no object goes out as it is. */
export function wireRow(row: unknown, behaviour: Behaviour, withContext: boolean): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
  const { context, ...rest } = row as Record_;
  const kept: Record_ = withContext && context !== undefined ? { ...rest, context } : rest;
  const spelled = respell(kept, behaviour);
  if (behaviour.rowShape === 'full') return spelled;
  return Object.fromEntries(Object.entries(spelled).filter(([name]) => SHORT.has(name)));
}

function respell(row: Record_, { spelling, mitreType }: Behaviour): Record_ {
  const { type, value } = row;
  const changed: Record_ = {};
  if (type === 'mitre_attack' && mitreType !== type) changed['type'] = mitreType;
  if (typeof value === 'string' && spelling !== 'plain') changed['value'] = SPELLINGS[spelling](value);
  return Object.keys(changed).length > 0 ? { ...row, ...changed } : row;
}

const SPELLINGS: Record<Exclude<Behaviour['spelling'], 'plain'>, (value: string) => string> = {
  defanged: (value) => value.replace(/^http/i, 'hxxp').replaceAll('.', '[.]').replaceAll('@', '[@]'),
  // The path and query of a URL differ by case, so only what stands before them is raised.
  upper: (value) => value.replace(/^([a-z]+:\/\/)?[^/?#]*/i, (head) => head.toUpperCase()),
  padded: (value) => `  ${value}\t\n`,
};
