import { message, type Message } from './words.ts';

/**
 * "https://lists.example/a.csv" -> its host, for the user to confirm. Plain http only to this machine; a user name in
 * the address would be sent to the server and end up in logs.
 */
export function checkListUrl(
  text: string,
): { ok: true; url: string; host: string } | { ok: false; reason: Message } {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return { ok: false, reason: message('urlNotWebList') };
  const url = new URL(trimmed);
  const isHere = /^(localhost|\[::1\]|127(\.\d+){3})$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))
    return {
      ok: false,
      reason: message('urlNotHttpsList'),
    };
  if (url.username || url.password) return { ok: false, reason: message('urlWithLogin') };
  url.hash = '';
  return { ok: true, url: url.href.replace('%7Bkey%7D', KEY_PLACE), host: url.host };
}

/** Where a URL has the user's key, which is kept apart from it. Never in the host: no URL has braces there. */
export const KEY_PLACE = '{key}';
