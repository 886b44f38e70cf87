/**
 * Punycode labels in a value, read: "xn--bcher-kva.example" -> "bücher.example". Undefined where there is none or
 * where one cannot be read (RFC 3492); the punycode itself is then all there is to show.
 */
export function readPunycode(value: string): string | undefined {
  let unreadable = false;
  const read = value.replace(/\bxn--([a-z0-9-]{1,59})/gi, (label, encoded: string) => {
    const decoded = decode(encoded.toLowerCase());
    if (decoded === undefined) unreadable = true;
    return decoded ?? label;
  });
  return unreadable || read === value ? undefined : read;
}

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const INITIAL_BIAS = 72;
const INITIAL_CODE = 128;

function decode(encoded: string): string | undefined {
  const delimiter = encoded.lastIndexOf('-');
  // A label that encodes nothing would read as a name that it is not: "xn--apple-".
  if (delimiter === encoded.length - 1) return undefined;
  const output = delimiter > 0 ? Array.from(encoded.slice(0, delimiter), (c) => c.charCodeAt(0)) : [];
  let code = INITIAL_CODE;
  let bias = INITIAL_BIAS;
  let index = 0;
  for (let at = delimiter > 0 ? delimiter + 1 : 0; at < encoded.length;) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitAt(encoded, at++);
      if (digit === undefined) return undefined;
      index += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = output.length + 1;
    bias = adapt(index - before, length, before === 0);
    code += Math.floor(index / length);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    index %= length;
    output.splice(index++, 0, code);
  }
  return String.fromCodePoint(...output);
}

function digitAt(encoded: string, at: number): number | undefined {
  const value = Number.parseInt(encoded[at] ?? '', BASE);
  if (Number.isNaN(value)) return undefined;
  // Base 36 counts 0-9 then a-z; punycode counts a-z then 0-9.
  return value < 10 ? value + 26 : value - 10;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}
