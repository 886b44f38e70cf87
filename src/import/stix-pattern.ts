import type { TypeWord } from './read-value.ts';

/** One thing a pattern looks for, of a type we know. */
export interface Sought {
  type: TypeWord;
  value: string;
}

export type PatternRead = { ok: true; sought: Sought[]; port?: number } | { ok: false };

/**
 * The values that a STIX pattern (STIX 2.1, section 9) looks for: what an object path is compared with by `=`, `IN` or, for a
 * range, `ISSUBSET`, wherever it stands among AND, OR and FOLLOWEDBY. What is negated is not sought; what only resembles
 * (LIKE, MATCHES) names no value. A port stands for the pattern's address where it has one only.
 */
export function readPattern(pattern: string): PatternRead {
  const tokens = tokensOf(pattern);
  if (!tokens?.some(({ kind, text }) => kind === 'other' && text === '[')) return { ok: false };
  const sought: Sought[] = [];
  const ports = new Set<number>();
  for (const { path, values } of comparisonsIn(tokens)) {
    if (PORT.test(path)) for (const value of values) ports.add(Number(value));
    const type = typeOf(path);
    if (type) for (const value of values) sought.push({ type, value });
  }
  const [port] = ports;
  return { ok: true, sought, ...(port !== undefined && ports.size === 1 && sought.length === 1 && { port }) };
}

interface Token {
  kind: 'string' | 'path' | 'operator' | 'word' | 'other';
  text: string;
}

/** Undefined where something stands there that no pattern has, such as a string without end. */
function tokensOf(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const groups = TOKEN.exec(pattern)?.groups;
    if (!groups) return undefined;
    const kind = KINDS.find((name) => groups[name] !== undefined);
    if (kind) tokens.push({ kind, text: unescaped(groups[kind] ?? '', kind) });
  }
  return tokens;
}

/** In strings, `\\'` is a quote and `\\\\` a backslash. */
function unescaped(text: string, kind: Token['kind']): string {
  return kind === 'string' ? text.replace(/\\(.)/gs, '$1') : text;
}

const KINDS = ['path', 'string', 'operator', 'word', 'other'] as const;

/** A path is a type, a colon, and steps by name, quoted name, dot or index: `file:hashes.'SHA-256'`, `a:b_refs[*].value`. */
const TOKEN =
  /\s*(?:(?<path>[a-z][\w-]*:(?:[\w-]+|'[^']*'|"[^"]*")(?:\.(?:[\w-]+|'[^']*'|"[^"]*")|\[(?:\*|\d+)\])*)|[tbh]?'(?<string>(?:[^'\\]|\\.)*)'|(?<operator>[=!<>]=?|<>)|(?<word>[A-Za-z]+)(?![\w:-])|(?<other>-?[\d.]+|[[\](),]))\s*/gy;

/** What is compared with what in the positive. */
function* comparisonsIn(tokens: readonly Token[]): Generator<{ path: string; values: string[] }> {
  for (let at = 0; at < tokens.length; at++) {
    const path = tokens[at];
    if (path?.kind !== 'path') continue;
    const operator = tokens[at + 1]?.text.toUpperCase();
    if (operator === '=' || operator === '==' || operator === 'ISSUBSET')
      yield { path: path.text, values: [tokens[at + 2]?.text ?? ''] };
    if (operator === 'IN') yield { path: path.text, values: setAt(tokens, at + 2) };
  }
}

/** `('a', 'b')` */
function setAt(tokens: readonly Token[], at: number): string[] {
  const values: string[] = [];
  for (let next = at; next < tokens.length; next++) {
    const { kind, text } = tokens[next]!;
    if (kind === 'path' || (kind === 'other' && text === ')')) break;
    if (kind === 'string') values.push(text);
  }
  return values;
}

const PORT = /^network-traffic:(?:src|dst)_port$/;

function typeOf(path: string): TypeWord | undefined {
  const hash = /^[\w-]+:(?:.*\.)?hashes\.['"]?(MD5|SHA-?1|SHA-?256|SHA-?512)['"]?$/i.exec(path)?.[1];
  if (hash) return HASHES[hash.toLowerCase().replace('-', '')];
  return PATHS.find(([pattern]) => pattern.test(path))?.[1];
}

const HASHES: Record<string, TypeWord> = { md5: 'md5', sha1: 'sha1', sha256: 'sha256', sha512: 'sha512' };

const PATHS: readonly (readonly [RegExp, TypeWord])[] = [
  [/^ipv4-addr:value$/, 'ipv4'],
  [/^ipv6-addr:value$/, 'ipv6'],
  [/^domain-name:value$/, 'domain'],
  [/^url:value$/, 'url'],
  [/^email-addr:value$/, 'email'],
  [/^email-message:(?:from|sender|to_refs\[\*\]|to)(?:_ref)?\.value$/, 'email'],
  [/^network-traffic:(?:src|dst)_ref\.value$/, 'any'],
  [/^domain-name:resolves_to_refs\[(?:\*|\d+)\]\.value$/, 'any'],
  [/^vulnerability:name$/, 'cve'],
];
