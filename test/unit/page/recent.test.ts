import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecent } from '@/page/recent.ts';

test('what was set is there, until as much again came twice over', () => {
  const recent = createRecent<number>(10);
  recent.set('four', 4);
  recent.set('three', 3);
  expect([recent.get('four'), recent.get('three')]).toEqual([4, 3]);
  recent.set('sixsix', 6);
  recent.set('eight...', 8);
  recent.set('nine.....', 9);
  expect(recent.get('three')).toBeUndefined();
});

test('what is asked for now and then stays', () => {
  const recent = createRecent<number>(10);
  recent.set('stays', 1);
  for (let i = 0; i < 100; i++) {
    recent.set(`${1000 + i}`, i);
    expect(recent.get('stays')).toBe(1);
  }
});

test('the same text again takes no more room', () => {
  const recent = createRecent<number>(10);
  recent.set('old', 0);
  for (let i = 0; i < 100; i++) recent.set('again', i);
  expect([recent.get('again'), recent.get('old')]).toEqual([99, 0]);
});

test('drops what is to go, the older, too', () => {
  const recent = createRecent<number>(6);
  for (const [text, value] of [
    ['aaa', 1],
    ['bbb', 2],
    ['ccc', 3],
  ] as const)
    recent.set(text, value);
  recent.drop((value) => value < 3);
  expect(['aaa', 'bbb', 'ccc'].map((text) => recent.get(text))).toEqual([undefined, undefined, 3]);
});

test('never answers with another value than the last that was set', () => {
  const texts = fc.constantFrom('a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff');
  const step = fc.tuple(fc.constantFrom('set', 'get', 'drop'), texts, fc.nat(3));
  const isTrue = fc.property(fc.nat(20), fc.array(step, { maxLength: 60 }), (most, steps) => {
    const recent = createRecent<number>(most);
    const all = new Map<string, number>();
    return steps.every(([what, text, value]) => {
      if (what === 'set') {
        recent.set(text, value);
        all.set(text, value);
      } else if (what === 'drop') {
        recent.drop((each) => each === value);
        for (const [key, each] of all) if (each === value) all.delete(key);
      }
      return [undefined, all.get(text)].includes(recent.get(text));
    });
  });
  expect(() => fc.assert(isTrue)).not.toThrow();
});
