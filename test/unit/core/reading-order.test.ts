import { describe, expect, test } from 'vitest';
import { around, type ChildFrame, readingOrder, type Stops, UNLISTED } from '@/core/reading-order.ts';

function child(index: number, ordinal = index, top = 0): ChildFrame {
  return { ordinal, index, top, bottom: top + 100 };
}

function frame(frameId: number, path: number[], stops: Stops['stops']): Stops {
  return { frameId, path, stops, hasFocus: false };
}

const marksOf = (frames: Stops[]) =>
  readingOrder(frames).stretches.map(({ frameId, from, to }) => `${frameId}:${from}-${to}`);

describe('reading order across frames', () => {
  const cases: [name: string, frames: Stops[], order: string[]][] = [
    ['one frame', [frame(0, [], [3])], ['0:0-3']],
    ['none', [], []],
    [
      'a frame stands where its element does',
      [frame(7, [0], [2]), frame(0, [], [1, child(0), 4])],
      ['0:0-1', '7:0-2', '0:1-5'],
    ],
    [
      'the order of elements and not of ids or of window.frames',
      [frame(0, [], [child(1, 0), child(0, 1)]), frame(3, [0], [1]), frame(9, [1], [1])],
      ['9:0-1', '3:0-1'],
    ],
    [
      'frames in frames',
      [frame(0, [], [child(0), 1]), frame(2, [0], [1, child(0)]), frame(4, [0, 0], [5])],
      ['2:0-1', '4:0-5', '0:0-1'],
    ],
    [
      'what is in a frame that is not shown is left out, with all that is in it',
      [frame(0, [], [2]), frame(2, [0], [1, child(0)]), frame(4, [0, 0], [5])],
      ['0:0-2'],
    ],
    [
      'frames in shadow trees, in the order in which they were made',
      [
        frame(0, [], [child(UNLISTED, 0), 1, child(UNLISTED, 1)]),
        frame(5, [UNLISTED], [2]),
        frame(4, [UNLISTED], [1]),
      ],
      ['4:0-1', '0:0-1', '5:0-2'],
    ],
    [
      'a frame whose parent could not be asked comes last',
      [frame(8, [1, 0], [1]), frame(0, [], [2, child(1)])],
      ['0:0-2', '8:0-1'],
    ],
    ['a frame that has gone', [frame(0, [], [1, child(0), 1])], ['0:0-1', '0:1-2']],
  ];
  test.each(cases)('%s', (_, frames, order) => {
    expect(marksOf(frames)).toEqual(order);
  });

  test('tells where each frame stands in the viewport of the tab', () => {
    const { places } = readingOrder([
      frame(0, [], [child(0, 0, 50)]),
      frame(1, [0], [child(0, 0, 20)]),
      frame(2, [0, 0], [1]),
    ]);
    expect(places.get(2)).toEqual({ parent: { frameId: 1, ordinal: 0 }, top: 70, bottom: 170 });
  });
});

describe('going round', () => {
  const stretches = [
    { frameId: 0, from: 0, to: 2 },
    { frameId: 7, from: 0, to: 3 },
    { frameId: 0, from: 2, to: 4 },
  ];
  const tell = (ranges: { frameId: number; from: number; to: number }[]) =>
    ranges.map(({ frameId, from, to }) => `${frameId}:${from}-${to}`).join(' ');

  test.each([
    ['next, from the beginning', undefined, 'next', '0:0-2 7:0-3 0:2-4'],
    ['previous, from the end', undefined, 'previous', '0:2-4 7:0-3 0:0-2'],
    ['next, within a stretch', { frameId: 7, at: 1 }, 'next', '7:2-3 0:2-4 0:0-2 7:0-2'],
    ['next, at its end', { frameId: 0, at: 1 }, 'next', '7:0-3 0:2-4 0:0-2'],
    ['previous, within a stretch', { frameId: 7, at: 1 }, 'previous', '7:0-1 0:0-2 0:2-4 7:1-3'],
    ['previous, at its beginning', { frameId: 0, at: 2 }, 'previous', '7:0-3 0:0-2 0:2-4'],
    [
      'a mark that was not visited comes first',
      { frameId: 7, at: 1, isNew: true },
      'next',
      '7:1-3 0:2-4 0:0-2 7:0-1',
    ],
    ['the last of all', { frameId: 0, at: 3 }, 'next', '0:0-2 7:0-3 0:2-4'],
    ['a mark that has gone', { frameId: 3, at: 0 }, 'next', '0:0-2 7:0-3 0:2-4'],
  ] as const)('%s', (_, anchor, direction, order) => {
    expect(tell(around(stretches, anchor, direction))).toBe(order);
  });

  test('visits every mark once, in both directions, from everywhere', () => {
    const all = stretches.flatMap(({ frameId, from, to }) =>
      Array.from({ length: to - from }, (_, i) => `${frameId}:${from + i}`),
    );
    for (const direction of ['next', 'previous'] as const)
      for (const [start, name] of all.entries()) {
        const [frameId = 0, at = 0] = name.split(':').map(Number);
        const visited = around(stretches, { frameId, at }, direction).flatMap((range) => {
          const numbers = Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
          const turned = direction === 'next' ? numbers : numbers.toReversed();
          return turned.map((number) => `${range.frameId}:${number}`);
        });
        const step = direction === 'next' ? 1 : -1;
        const expected = all.map((_, i) => all.at((start + step * (i + 1)) % all.length));
        expect(visited).toEqual(expected);
      }
  });
});
