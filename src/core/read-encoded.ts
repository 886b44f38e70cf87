import { canonicalUrl, MAX_URL } from './normalize.ts';
import type { Tokens } from './tokens.ts';

/** Up to a sign that no URL holds, or the "&" before the next parameter. */
const ENCODED_URL =
  /h(?:tt|xx)ps?(?:%3A|:)(?:%2F){2}(?:[\w.~+-]|%(?!2[0267]|3[CE]|0[0-9A-F]|5C)[0-9A-F]{2})+/gi;

/** "?u=http%3A%2F%2Fevil.example%2Fa" */
export function readEncodedUrls(found: Tokens): void {
  if (!found.text.includes('%2') || !/%2F%2F/i.test(found.text)) return;
  for (const { 0: encoded, index } of found.text.matchAll(ENCODED_URL)) {
    const value = encoded.length <= MAX_URL ? canonicalUrl(decode(encoded)) : undefined;
    if (value !== undefined) found.add('url', value, index, index + encoded.length);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text).replace(/^hxxp/i, 'http');
  } catch {
    return text;
  }
}
