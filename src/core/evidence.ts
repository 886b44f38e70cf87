import { isNoDomain, isNoHost } from './host-evidence.ts';
import {
  isFiller,
  isHeading,
  isOfPackage,
  isOtherNumber,
  isVersion,
  startsIdentifier,
} from './number-evidence.ts';
import type { Token } from './tokenize.ts';

/**
 * Whether a reading is more likely something else than an indicator: a file, a member of an object in code, a version, the end of
 * one sentence glued to the next, another kind of hash. Such a value counts only when exactly it is known, or asked for.
 * What was defanged, or stands with a scheme or a port, was meant as an indicator.
 */
export function lacksEvidence(token: Token, text: string): boolean {
  switch (token.type) {
    case 'domain':
      return isNoDomain(token, text);
    case 'url':
      return isNoUrl(token, text);
    case 'ipv4':
      return (
        !token.defanged &&
        token.port === undefined &&
        (startsIdentifier(token.value) ||
          isVersion(text, token.start, token.end) ||
          isHeading(token.value, text, token.start, token.end) ||
          isOfPackage(token.value, text, token.start))
      );
    case 'ipv6':
      // "dead::beef" may be an address; "add::cafe", "list[0::2]" and "us-west-2::/path" are code.
      return (
        !/\d/.test(token.value) ||
        /[\w\])]\[$/.test(text.slice(token.start - 2, token.start)) ||
        (text.charAt(token.start - 1) === '-' && /^[\da-f]{1,3}::$/.test(token.value))
      );
    case 'email':
      return (
        isField(token.value) ||
        isRepository(token.value, text, token.end) ||
        isGluedLocal(token.value) ||
        isLogin(token.value, text, token.start) ||
        (!token.defanged &&
          isOfPackage(
            token.value.slice(token.value.indexOf('@') + 1),
            text,
            token.start + token.value.indexOf('@') + 1,
          ))
      );
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return isOtherNumber(text, token.start) || text.startsWith('==', token.end) || isFiller(token, text);
    case 'mitre_attack':
      // "S1100-456" is a number of something else; only techniques make up ranges.
      return (
        OUT_OF_RANGE.test(token.value) ||
        (!token.value.startsWith('T') && /^-\d/.test(text.slice(token.end, token.end + 2)))
      );
    default:
      return false;
  }
}

/**
 * What ATT&CK gives out, with room to grow: campaigns to C0099, groups to G0199 and from G1000 to G1199, software to S1999.
 * "C2065" is a compiler's error, M1911 a pistol, G1928 the name of a piece of a program, and the T-1000 a robot.
 */
const OUT_OF_RANGE = /^(?:C(?:0[1-9]|[1-9])|M1[1-9]|G(?:0[2-9]|1[2-9]|[2-9])|S[2-9]|T[01]000$|[CGS]\d{4}\.)/;

// --- URLs -----------------------------------------------------------------------------------------------------------

const CUT_ADDRESS = /^[a-z]+:\/\/\d{1,3}(?:\.\d{1,3}){1,2}(?![\w.])/i;
const SCHEME = /^[a-z*]{2,6}\W{0,4}[:/]/i;

function isNoUrl({ value, start, end, defanged }: Token, text: string): boolean {
  const written = text.slice(start, end);
  if (isRowOfTable(written)) return true;
  // "http://192.168.1": the URL Standard reads that as 192.168.0.1, who writes it did not finish.
  if (!defanged && CUT_ADDRESS.test(written)) return true;
  if (defanged || written.startsWith('http://') || written.startsWith('https://') || SCHEME.test(written))
    return false;
  const slash = written.indexOf('/');
  const host = value.slice('http://'.length).split(/[/:]/)[0] ?? '';
  if (isNoHost(text, start, start + (slash < 0 ? written.length : slash), host)) return true;
  if (/^\d/.test(host) && isVersion(text, start, end)) return true;
  // "evil.example/bad.example" lists two.
  const rest = slash < 0 ? '' : written.slice(slash + 1);
  return LISTED_HOST.test(rest) && !/\.(?:cgi|pl|py|sh|md|zip|do)$/i.test(rest);
}

const LISTED_HOST = /^(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|ru|cn|top|xyz|test|example)$/i;

/** "http://evil.example/a,malware,high": the columns behind the first comma are plain words, dates or hashes. */
function isRowOfTable(written: string): boolean {
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

// --- E-mail addresses ---------------------------------------------------------------------------------------------------

const FIELDS = new Set(
  'address bcc cc e email emailaddress envelope-from from header.from id login mail mailfrom name rcpt recipient reply-to return-path sender smtp.mailfrom to u user username x-sender'.split(
    ' ',
  ),
);

/** "smtp.mailfrom=user@example.org" */
function isField(address: string): boolean {
  const equals = address.indexOf('=');
  return equals > 0 && FIELDS.has(address.slice(0, equals));
}

/** "メールuser@example.org": the letters before it are of the sentence. */
function isGluedLocal(address: string): boolean {
  return /[\u0e00-\u10ff\u2e80-\ud7ff][a-z\d][^@]*@/.test(address);
}

/** "git@example.org:group/project.git" */
function isRepository(address: string, text: string, end: number): boolean {
  return address.startsWith('git@') && text.charAt(end) === ':';
}

/** "ssh root@192.0.2.1": an account on a machine, not a mailbox. */
function isLogin(address: string, text: string, start: number): boolean {
  return /@[\d.]+$/.test(address) && LOGIN_BEFORE.test(text.slice(Math.max(0, start - 60), start));
}

const LOGIN_BEFORE = /(?<![\w-])(?:ssh|scp|sftp|rsync|mosh|sshpass|autossh)[ \t][^\n]*$/;
