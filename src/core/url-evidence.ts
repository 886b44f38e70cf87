import { isRuleOfResolver } from './file-evidence.ts';
import { isNoHost } from './host-evidence.ts';
import { isVersion } from './number-evidence.ts';
import type { Token } from './tokens.ts';

/** Whether it was run together with what stands beside it, or is something that looks like a URL without a scheme. */
export function isNoUrl({ value, start, end, defanged }: Token, text: string): boolean {
  const written = text.slice(start, end);
  if (isRowOfTable(written) || isColumn(written, text, start) || holdsLinkText(value)) return true;
  if (text.charCodeAt(end - 1) > 0x25ff && PICTURE_BEHIND.test(written)) return true;
  // "http://192.168.1": the URL Standard reads that as 192.168.0.1, who writes it did not finish.
  if (!defanged && CUT_ADDRESS.test(written)) return true;
  if (defanged && SCHEME_SIGN.test(written.slice(0, LONGEST_SCHEME))) return false;
  if (written.startsWith('http://') || written.startsWith('https://') || SCHEME.test(written)) return false;
  // "evil\.example\/[a-z]{5}": what many would match.
  if (CHARACTER_CLASS.test(text.slice(start, end + LONGEST_CLASS))) return true;
  if (defanged) return isListOfTwo(value);
  const slash = written.indexOf('/');
  const host = value.slice('http://'.length).split(/[/:]/)[0] ?? '';
  const endOfHost = start + (slash < 0 ? written.length : slash);
  if (isRuleOfResolver(text, start, endOfHost) || isNoHost(text, start, endOfHost, host)) return true;
  if (/^\d/.test(host) && isVersion(text, start, end)) return true;
  return isListOfTwo(value);
}

/** "http://evil.example/a\u{1f448}": the picture points at it. */
const PICTURE_BEHIND = /[\w-](?:[\u{1f000}-\u{1faff}\u2600-\u27bf]|\ufe0f|\u200d)+$/u;
const CUT_ADDRESS = /^[a-z]+:\/\/\d{1,3}(?:\.\d{1,3}){1,2}(?![\w.])/i;
const SCHEME = /^(?:[a-z*]{2,6}|net\.tcp)\W{0,4}[:/]/i;

/** "evil.example/bad.example", "evil.example/192.0.2.1"; "evil.example/192.0.2.1:8080" is how programs in Java log whom they talk to. */
function isListOfTwo(value: string): boolean {
  const slash = value.indexOf('/', 'http://'.length);
  return slash > 0 && LISTED_HOST.test(value.slice(slash + 1));
}

/** "name,http://evil.example/a,Some/Name", "name;http://evil.example/a;2026-01-02": what parts the columns before it parts it from the next. */
function isColumn(written: string, text: string, start: number): boolean {
  const sign = text.charAt(start - 1);
  if (sign !== ',' && sign !== ';') return false;
  // "&lt;http://evil.example/a;b"
  return (
    written.includes(sign) && (sign === ',' || !ENTITY_BEFORE.test(text.slice(Math.max(0, start - 8), start)))
  );
}

const ENTITY_BEFORE = /&#?\w{1,6};$/;

/** "http://evil.example/a[the text of a link]", as AsciiDoc writes them, and "http://evil.example/a#[the victim's address]"; a query may hold brackets. */
function holdsLinkText(value: string): boolean {
  if (!value.includes('[')) return false;
  const path = value.indexOf('/', value.indexOf('//') + 2);
  return path > 0 && LINK_TEXT.test(value.slice(path));
}

const LINK_TEXT = /^[^?[]*\[[^\]]*\]$|^[^[]*\[[^\]]*$/;

/** Of a scheme that was spelled in any way. */
const SCHEME_SIGN = /\/\/|__|:\W/;
const LONGEST_SCHEME = 16;

const LONGEST_CLASS = 4;
const CHARACTER_CLASS = /\[\^?(?:a-z|A-Z|0-9|\\[dws])/;
const LISTED_HOST =
  /^(?:(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|ru|cn|top|xyz|test|example)|\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}(?:[:,].*)?)?)$/i;

/** "http://evil.example/a,malware,high": the columns behind the first comma are plain words, dates or hashes. */
function isRowOfTable(written: string): boolean {
  if (!written.includes(',')) return false;
  const comma = written.indexOf(',', written.indexOf('/', 9));
  if (comma < 0) return false;
  const columns = written.slice(comma + 1).split(',');
  if (columns.every((column) => TELLING_COLUMN.test(column))) return true;
  return (
    columns.some((column) => COLUMN_OF_FEED.test(column)) &&
    columns.every((column) => PLAIN_COLUMN.test(column))
  );
}

const TELLING_COLUMN = /^(?:[A-Za-z][A-Za-z _-]{2,30}|\d{4}-\d\d-\d\d.*|[0-9a-f]{32,128})$/i;
const PLAIN_COLUMN = /^[\w :;|+.-]{0,40}$/;
/** What feeds say of a URL beside it. */
const COLUMN_OF_FEED =
  /^(?:\d{4}-\d\d-\d\d.*|[0-9a-f]{32,128}|(?:on|off)line|malware(?:_download)?|phish(?:ing)?|c2|cnc|url|domain|high|medium|low)$/i;
