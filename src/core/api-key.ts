import { message, type Message } from './words.ts';

/**
 * The key in what was pasted: `"sk_live_…"` from a JSON file, `Authorization: Bearer sk_live_…` from a command line. What is left must
 * be sendable in a header; a blank inside means that something else was copied along.
 */
export function readApiKey(pasted: string): { ok: true; key: string } | { ok: false; reason: Message } {
  const bare = pasted.replace(INVISIBLE, '').trim();
  const key = unquote(unquote(bare).replace(HEADER, ''));
  return key === '' || SENDABLE.test(key)
    ? { ok: true, key }
    : { ok: false, reason: message('keyNotSendable') };
}

/** Zero-width signs and the byte order mark, which a copy from a web page or a file may bring along. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF]/g;
const HEADER = /^(?:(?:authorization:\s*)?bearer\s+|x-api-key:\s*)/i;
const SENDABLE = /^[\x21-\x7e]+$/;

function unquote(text: string): string {
  const [, inner] =
    /^["'`\u201C\u201D\u2018\u2019\u201E](.*)["'`\u201C\u201D\u2018\u2019]$/s.exec(text) ?? [];
  return (inner ?? text).trim();
}
