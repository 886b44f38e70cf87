import { isAnyLetterAt } from './any-script.ts';
import { classAt, codeAt, DIGIT } from './characters.ts';

// What may stand right behind an address or a host.

/** ":8080", and "/443" behind an address as firewalls it. */
const PORT = /:(\d{1,5})(?!\d|\.\d)/y;
const LOGGED_PORT = /\/(\d{2,5})(?![\d/?#%&=-])/y;

/** The port that stands there, and where it ends. */
export function portBehind(
  text: string,
  at: number,
  end: number,
): { number: number; end: number } | undefined {
  const sign = codeAt(text, at);
  const isLogged = sign === 47 && classAt(text, at - 1) === DIGIT;
  const pattern = sign === 58 ? PORT : isLogged ? LOGGED_PORT : undefined;
  if (!pattern || at >= end) return undefined;
  pattern.lastIndex = at;
  const number = Number(pattern.exec(text)?.[1]);
  const behind = pattern.lastIndex;
  if (!(number > 0 && number < 65_536) || isAnyLetterAt(text, behind)) return undefined;
  // "/443.html"
  if (isLogged && text.charAt(behind) === '.' && isAnyLetterAt(text, behind + 1)) return undefined;
  return { number, end: behind };
}

const MASK = /^\/(3[0-2]|[12]?\d)(?![\w/-]|\.\w)/;

/**
 * "192.0.2.0/24" names a range, not its first address; "192.0.2.1/32" is one address, and "192.0.2.1/22" one with its
 * network's mask, or with a port as firewalls it.
 */
export function readMask(text: string, at: number, end: number): { bits: number; end: number } | undefined {
  const mask = codeAt(text, at) === 47 ? MASK.exec(text.slice(at, Math.min(end, at + 5))) : undefined;
  return mask ? { bits: Number(mask[1]), end: at + mask[0].length } : undefined;
}
