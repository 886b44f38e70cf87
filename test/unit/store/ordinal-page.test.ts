import { expect, test } from 'vitest';
import { packOrdinals, unpackOrdinals } from '@/store/ordinal-page.ts';

test.each([[[]], [[0, 1, 255, 256, 65_535, 65_536, 2 ** 24 - 1]], [[3, 2 ** 24, 2 ** 32 - 1]]])(
  'a page is read as it was written: %j',
  (ordinals) => {
    expect([...unpackOrdinals(packOrdinals(new Uint32Array(ordinals)))]).toEqual(ordinals);
  },
);

test('an ordinal takes three bytes while they fit', () => {
  expect(packOrdinals(new Uint32Array([1, 2, 3])).byteLength).toBe(9);
});

test.each([['none'], [undefined], [new Uint8Array(4)]])('of another form is damage: %j', (page) => {
  expect(() => unpackOrdinals(page)).toThrow('wrong form');
});
