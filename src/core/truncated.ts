import { refang } from './refang.ts';

/**
 * The beginnings of values that an ellipsis cuts ("http://evil.example/very/lo…", "192.0.2…"), as written. What is left is not the
 * value, so nothing is known of it; whoever asks must be told, or takes the silence for an answer. Of a hash the beginning is enough
 * (see sought.ts).
 */
export function truncatedIn(text: string): string[] {
  const clear = refang(text);
  const cut: string[] = [];
  for (const { 0: whole, index } of clear.text.matchAll(TRUNCATED))
    cut.push(text.slice(clear.originalStart(index), clear.originalEnd(index + whole.length)));
  return [...new Set(cut)].slice(0, MOST);
}

/** More are no help; the first say what is the matter. */
const MOST = 20;
const TRUNCATED =
  /(?<![\w.])(?:[a-z]{2,6}:\/\/[^\s"'<>\u2026]{3,300}?|\d{1,3}(?:\.\d{1,3}){1,2}\.?)(?:\u2026|\.{3}|\[(?:\u2026|\.{3})\])(?!\w)/gi;
