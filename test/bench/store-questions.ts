import { dissect } from '../../src/core/dissect.ts';
import type { IndicatorType, Observable } from '../../src/core/indicator.ts';
import { lookupKeys } from '../../src/core/lookup-keys.ts';
import { normalize } from '../../src/core/normalize.ts';
import { createRandom, type Random } from './random.ts';
import { createValues, type Values } from './values.ts';
import { createWords } from './words.ts';

/** Every key under which a row may lie that makes the value known. */
export function keysOf(value: Observable): string[] {
  return lookupKeys(dissect(value));
}

/** Values as pages hold them, made up of random letters and digits: next to none of them is listed anywhere. */
export function* makeUpValues(seed: number): Generator<Observable, never> {
  const random = createRandom(seed);
  const values = createValues(random, createWords(random));
  for (;;) {
    const value = canonical(...typedValue(random, values));
    if (value) yield value;
  }
}

function typedValue(random: Random, values: Values): [IndicatorType, string] {
  const share = random.next();
  if (share < 0.4) return ['domain', values.host()];
  if (share < 0.65) return ['url', values.url()];
  if (share < 0.8) return ['ipv4', values.ipv4()];
  if (share < 0.92) return ['sha256', values.sha256()];
  return share < 0.97 ? ['md5', values.md5()] : ['email', values.email()];
}

/** Values that differ from a listed one by next to nothing: whoever looks only roughly takes them for known. */
export function nearMisses({ type, value }: Observable): Observable[] {
  return nearTexts(type, value).flatMap((text) => canonical(type, text) ?? []);
}

function nearTexts(type: IndicatorType, value: string): string[] {
  switch (type) {
    case 'domain':
      // Another first letter; letters in front without a dot; one label more behind it.
      return [otherLetter(value, 0), `x${value}`, `${value}.example`];
    case 'ipv4':
      return value.includes('/') ? [] : [neighbour(value)];
    case 'url':
      return [`${value}x`, value.replace('://', '://x')];
    case 'ipv6':
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512':
      return [otherLetter(value, value.length - 1)];
    case 'email':
      return [`x${value}`];
    case 'cve':
    case 'mitre_attack':
      return [];
  }
}

function otherLetter(text: string, at: number): string {
  return `${text.slice(0, at)}${text[at] === 'e' ? 'f' : 'e'}${text.slice(at + 1)}`;
}

/** "192.0.2.1" -> "192.0.2.2" */
function neighbour(address: string): string {
  const dot = address.lastIndexOf('.') + 1;
  return `${address.slice(0, dot)}${(Number(address.slice(dot)) + 1) % 256}`;
}

function canonical(type: IndicatorType, text: string): Observable | undefined {
  const normal = normalize(type, text);
  return normal.ok ? { type, value: normal.value } : undefined;
}
