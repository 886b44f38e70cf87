import { codeAt } from './characters.ts';
import { isLogin } from './mail-evidence.ts';
import { matchAt } from './finder.ts';
import { parseIpv4 } from './ip.ts';
import { canonicalUrl, normalize } from './normalize.ts';
import type { Token } from './tokens.ts';

/** What else may be meant where a host or an address stands: "evil.example/" as a URL, "user@192.0.2.1" as a mailbox. */
export function secondReadings(tokens: readonly Token[], text: string): Token[] {
  const found: Token[] = [];
  for (const token of tokens) {
    const second = token.type === 'domain' ? atHost(token, text) : besideHost(token, text);
    if (second) found.push(second);
  }
  return found;
}

function atHost(host: Token, text: string): Token | undefined {
  if (codeAt(text, host.start - 1) === AT)
    return rootOf(host, text) ?? commentedMailbox(host, text) ?? quotedMailbox(host, text);
  return rootOf(host, text) ?? encodedMailbox(host, text) ?? reversedAddress(host);
}

function besideHost(token: Token, text: string): Token | undefined {
  if (token.type === 'email') return machineOf(token, text);
  return mailboxAt(token, text) ?? urlOfLiteral(token, text);
}

const [PERCENT, AT] = [0x25, 0x40];

/** Behind the slash nothing goes on; before the name none stands, since "/evil.example/" is a pattern. */
function rootOf({ value, start, end }: Token, text: string): Token | undefined {
  if (text.charAt(end) !== '/' || text.charAt(start - 1) === '/') return undefined;
  return /^[^\s.,;:!?)\]}>'"]/.test(text.slice(end + 1, end + 2))
    ? undefined
    : { type: 'url', value: `http://${value}`, start, end: end + 1 };
}

/** "mailto:user%40evil.example", and the like in queries. */
const ENCODED_LOCAL = /[\w.+-]{1,64}%40$/;

function encodedMailbox({ value, start, end }: Token, text: string): Token | undefined {
  if (codeAt(text, start - 3) !== PERCENT) return undefined;
  const [local = ''] = ENCODED_LOCAL.exec(text.slice(Math.max(0, start - 67), start)) ?? [];
  const mailbox = normalize('email', `${local.slice(0, -3)}@${value}`);
  return mailbox.ok ? { type: 'email', value: mailbox.value, start: start - local.length, end } : undefined;
}

/** "user@192.0.2.1", "user[at]192.0.2.1", "user@[192.0.2.1]", "user@[IPv6:2001:db8::1]" */
const LOCAL_BEFORE = /([\w.+-]{1,64})(@|[[({](?:@|at)[\])}])(\[(?:ipv6:)?)?$/i;

function mailboxAt({ type, value, start, end }: Token, text: string): Token | undefined {
  if ((type !== 'ipv4' && type !== 'ipv6') || !'@[:])}'.includes(text.charAt(start - 1) || ' '))
    return undefined;
  const found = LOCAL_BEFORE.exec(text.slice(Math.max(0, start - 75), start));
  const [written = '', local = '', sign = '', opening] = found ?? [];
  const isBracketed = opening !== undefined && text.charAt(end) === ']';
  if (!found || isBracketed !== (opening !== undefined) || (type === 'ipv6' && !isBracketed))
    return undefined;
  const mailbox = normalize('email', `${local}@${isBracketed ? `[${value}]` : value}`);
  return mailbox.ok
    ? {
        type: 'email',
        value: mailbox.value,
        start: start - written.length,
        end: isBracketed ? end + 1 : end,
        ...(sign !== '@' && { defanged: true }),
      }
    : undefined;
}

/** "john.smith(comment)@evil.example": comments are no part of the address (RFC 5322, 3.2.2). */
const COMMENTED_LOCAL = /([\w.+-]{1,64})\([\w .-]{1,40}\)@$/;

function commentedMailbox({ value, start, end }: Token, text: string): Token | undefined {
  if (text.charAt(start - 2) !== ')') return undefined;
  const [written = '', local = ''] = COMMENTED_LOCAL.exec(text.slice(Math.max(0, start - 108), start)) ?? [];
  const mailbox = normalize('email', `${local}@${value}`);
  return mailbox.ok ? { type: 'email', value: mailbox.value, start: start - written.length, end } : undefined;
}

/** '"john..smith"@evil.example': quoted, a local part may be anything. */
const QUOTED_LOCAL = /"[\w.+-]{1,62}"@$/;

function quotedMailbox({ value, start, end }: Token, text: string): Token | undefined {
  if (text.charAt(start - 2) !== '"') return undefined;
  const [local = ''] = QUOTED_LOCAL.exec(text.slice(Math.max(0, start - 66), start)) ?? [];
  // Quotes around what needs none are no part of it (RFC 5321, 4.1.2).
  const plain = normalize('email', `${local.slice(1, -2)}@${value}`);
  const mailbox = plain.ok ? plain : normalize('email', `${local}${value}`);
  return mailbox.ok ? { type: 'email', value: mailbox.value, start: start - local.length, end } : undefined;
}

/** "ssh root@evil.example" */
function machineOf({ value, start, end }: Token, text: string): Token | undefined {
  if (!isLogin(text, start)) return undefined;
  const host = normalize('domain', value.slice(value.lastIndexOf('@') + 1));
  return host.ok
    ? { type: 'domain', value: host.value, start: text.lastIndexOf('@', end) + 1, end }
    : undefined;
}

/** "7.2.0.192.in-addr.arpa": the question for the name of 192.0.2.7. */
const REVERSED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.in-addr\.arpa$/;

function reversedAddress({ value, start, end }: Token): Token | undefined {
  const octets = value.endsWith('.in-addr.arpa') ? REVERSED.exec(value)?.slice(1) : undefined;
  const address = octets && parseIpv4(octets.toReversed().join('.'));
  return address ? { type: 'ipv4', value: address, start, end } : undefined;
}

/** "[2001:db8::1]:8080/a": only in a URL does a path follow. */
const PATH_BEHIND = /(?:\](?::\d{1,5})?)?(\/[^\s"'<>()[\]{}|,;]+)/y;

function urlOfLiteral({ type, value, start, end, port }: Token, text: string): Token | undefined {
  const first = port === undefined ? start - 1 : start;
  if (type !== 'ipv6' || text.charAt(first) !== '[' || text.charAt(first - 1) === '/') return undefined;
  const behind = matchAt(PATH_BEHIND, text, end);
  if (!behind || (port === undefined) !== behind[0].startsWith(']')) return undefined;
  const url = canonicalUrl(`http://[${value}]${port === undefined ? '' : `:${port}`}${behind[1]}`);
  return url === undefined
    ? undefined
    : { type: 'url', value: url, start: first, end: end + behind[0].length };
}
