import { isNoDomain } from './host-evidence.ts';
import { isNoMailbox } from './mail-evidence.ts';
import {
  isFiller,
  isHeading,
  isOfPackage,
  isOtherNumber,
  isVersion,
  startsIdentifier,
} from './number-evidence.ts';
import type { Token } from './tokens.ts';
import { isNoUrl } from './url-evidence.ts';

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
        !/\d/.test(text.slice(token.start, token.end)) ||
        /[\w\])]\[$/.test(text.slice(token.start - 2, token.start)) ||
        (text.charAt(token.start - 1) === '-' && /^[\da-f]{1,3}::$/.test(token.value))
      );
    case 'email':
      return isNoMailbox(token, text);
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return isOtherNumber(text, token.start) || text.startsWith('==', token.end) || isFiller(token, text);
    case 'mitre_attack':
      // "S1100-456" is a number of something else; only techniques make up ranges. "t1450-fsck" is a test.
      return (
        OUT_OF_RANGE.test(token.value) ||
        (!token.value.startsWith('T') && /^-\d/.test(text.slice(token.end, token.end + 2))) ||
        (text.charAt(token.start) === 't' && /^-[a-z]/.test(text.slice(token.end, token.end + 2)))
      );
    default:
      return false;
  }
}

/**
 * What ATT&CK gives out, with room to grow: campaigns to C0099, groups to G0199 and from G1000 to G1199, software and techniques to 1999.
 * "C2065" is a compiler's error, M1911 a pistol, M1000 a road, G1928 the name of a piece of a program, the T-1000 a robot, and "T5793" is in
 * a list of what was mended.
 */
const OUT_OF_RANGE =
  /^(?:C(?:0[1-9]|[1-9])|M1[1-9]|M1000$|G(?:0[2-9]|1[2-9]|[2-9])|S[2-9]|T(?:[01]000$|[2-9])|[CGS]\d{4}\.)/;
