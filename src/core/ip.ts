/** "192.0.2.1" -> "192.0.2.1"; undefined where it is not four decimal octets. Leading zeros are read as decimal. */
export function parseIpv4(text: string): string | undefined {
  if (text.length < 7 || text.length > 15) return undefined;
  let octets = 1;
  let digits = 0;
  let number = 0;
  let hasLeadingZero = false;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (digits > 0 && number === 0) hasLeadingZero = true;
      number = number * 10 + digit;
      digits += 1;
      if (digits > 3 || number > 255) return undefined;
    } else if (digit === -2 && digits > 0) {
      octets += 1;
      digits = 0;
      number = 0;
    } else return undefined;
  }
  if (octets !== 4 || digits === 0) return undefined;
  return hasLeadingZero ? text.split('.').map(Number).join('.') : text;
}

/** Whether "192.0.2.0" with 24 bits names a network: it has more than one address, and none of the bits behind is set. */
export function isIpv4Network(address: string, bits: number): boolean {
  if (bits >= 32) return false;
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return number % 2 ** (32 - bits) === 0;
}

/**
 * The same of a canonical "2001:db8::" with 32 bits: what is behind the prefix ends in zeros. Told by the spelling alone, since this
 * runs in every page.
 */
export function isIpv6Network(address: string, bits: number): boolean {
  return bits < 128 && (bits > 96 ? /:0?$/ : /::$/).test(address);
}

/** The first address of the block that the address is in: "192.0.2.77" with 24 bits -> "192.0.2.0". */
export function networkOf(address: string, bits: number): string | undefined {
  const v4 = parseIpv4(address);
  if (v4 !== undefined) {
    const number = v4.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    const first = number - (number % 2 ** (32 - bits));
    return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  }
  const value = parseIpv6(address);
  const groups = value === undefined ? undefined : readGroups(value);
  if (!groups) return undefined;
  const masked = groups.map((group, index) => {
    const known = Math.max(0, Math.min(16, bits - index * 16));
    return group & ~(0xffff >> known) & 0xffff;
  });
  return parseIpv6(masked.map((group) => group.toString(16)).join(':'));
}

/**
 * Any textual form of RFC 4291 section 2.2 -> the canonical one of RFC 5952 ("2001:DB8:0::1" -> "2001:db8::1"); an
 * IPv4-mapped address keeps its dotted tail. A zone id is dropped: it names an interface of the writer's machine.
 */
export function parseIpv6(text: string): string | undefined {
  if (text.length <= LONGEST_SHORTENED && SHORTENED.test(text)) return text;
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  // The platform's URL parser knows both RFCs; nothing else may reach it.
  if (!/^[0-9a-f:.]{2,45}$/i.test(bare) || !bare.includes(':')) return undefined;
  const address = URL.parse(`http://[${bare}]`)?.hostname.slice(1, -1);
  const mapped = address && /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address);
  return mapped ? `::ffff:${octetsOf(mapped[1] ?? '')}.${octetsOf(mapped[2] ?? '')}` : address;
}

const GROUPS = '[1-9a-f][\\da-f]{0,3}(?::[1-9a-f][\\da-f]{0,3})';
/** As it should be, and as most are written: no group is zero but two or more that "::" stands for. */
const SHORTENED = new RegExp(`^(?!(?:[^:]*:){7})${GROUPS}*::(?:${GROUPS}*)?$`);
const LONGEST_SHORTENED = 34;

/** 16 bits in hexadecimal as two octets: "c000" -> "192.0". */
function octetsOf(group: string): string {
  const number = Number.parseInt(group, 16);
  return `${number >> 8}.${number & 255}`;
}

/** The eight 16-bit groups of an IPv6 address, or undefined. */
export function readGroups(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || text.length > 45) return undefined;
  const head = readHalf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? readHalf(halves[1] ?? '', true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail];
}

function readHalf(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const dotted = mayEndDotted && index === parts.length - 1 ? parseIpv4(part) : undefined;
      if (!dotted) return undefined;
      const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}
