import type { Token } from './tokens.ts';

// Chinese, Japanese, Korean and Thai have no blanks around a name: "访问evil.example和bad.example下载".

const LETTERS = '\\u0e00-\\u10ff\\u1780-\\u17ff\\u2e80-\\ufeff';
/** "evil.com和", "evil[.]example和", "192.0.2.1和": an ending that everybody knows, or an address, and the sentence goes on. */
const BEHIND_HOST = new RegExp(
  `[.\\])}](?:com|net|org|info|biz|edu|gov|cn|jp|kr|tw|hk|ru|top|xyz|test|example)[${LETTERS}]` +
    `|(?<![\\d.])\\d{1,3}(?:[[({]?\\.[\\])}]?\\d{1,3}){3}[${LETTERS}]`,
  'i',
);
/** "访问evil.example": no sign parts them. */
const BEFORE_HOST = new RegExp(`^[^.@/]*[${LETTERS}][a-z\\d]`, 'i');
/** "http://evil.example/a下载", but not "/下载", which begins its segment; nor where the host itself is of such a script. */
const IN_PATH = new RegExp(`^(?:[^/]{1,16}//)?[\\0-.0-\\x7f]+/[\\0-\\x7f]*[a-z\\d][${LETTERS}]`, 'i');

/** Whether a reading holds letters of a sentence more probably than of a name; such a one is chosen where there is no other. */
export function isGluedReading({ type, value, start, end }: Token, text: string): boolean {
  // As the canonical form has letters beyond ASCII.
  if (!value.includes('xn--') && !(type === 'url' && value.includes('%'))) return false;
  const written = text.slice(start, end);
  if (BEHIND_HOST.test(written)) return true;
  return type === 'url' ? IN_PATH.test(written) : type === 'domain' && BEFORE_HOST.test(written);
}
