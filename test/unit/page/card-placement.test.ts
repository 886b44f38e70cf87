import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeCard } from '@/page/card-placement.ts';

const DESKTOP = { left: 0, top: 0, right: 1280, bottom: 800 };
const MAIL_FRAME = { left: 0, top: 0, right: 600, bottom: 150 };
/** What is seen of the page where it was pulled larger. */
const PART = { left: 500, top: 300, right: 1000, bottom: 600 };
const CARD = { width: 400, height: 300 };
const box = (left: number, top: number, width = 200, height = 20) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe('a card', () => {
  test('goes under the value, at its left', () => {
    expect(placeCard([box(100, 100)], CARD, DESKTOP)).toMatchObject({ left: 100, top: 126 });
  });

  test('goes above it where there is no room below', () => {
    expect(placeCard([box(100, 700)], CARD, DESKTOP)).toMatchObject({ left: 100, top: 394 });
  });

  test('keeps inside the right edge', () => {
    expect(placeCard([box(1200, 100, 60)], CARD, DESKTOP)?.left).toBe(876);
  });

  test('goes under the last line of a broken value', () => {
    expect(placeCard([box(900, 100, 300), box(40, 125, 90)], CARD, DESKTOP)).toMatchObject({
      left: 40,
      top: 151,
    });
  });

  test('takes the roomier side of a small frame, cut to fit', () => {
    expect(placeCard([box(10, 20)], { width: 300, height: 200 }, MAIL_FRAME)).toEqual({
      left: 10,
      top: 46,
      maxHeight: 100,
    });
  });

  test('lies at the lower edge of a frame that the value fills', () => {
    expect(placeCard([box(0, 0, 600, 150)], { width: 300, height: 50 }, MAIL_FRAME)).toMatchObject({
      top: 96,
    });
  });

  test('keeps inside what is seen of the page', () => {
    expect(placeCard([box(480, 480, 600)], CARD, PART)).toEqual({ left: 504, top: 304, maxHeight: 170 });
    expect(placeCard([box(500, 290, 600, 320)], CARD, PART)).toMatchObject({ left: 504, top: 544 });
    expect(placeCard([box(100, 400)], CARD, PART)).toBeUndefined();
  });

  test('has no place when the value is out of view', () => {
    expect(placeCard([box(10, -40), box(10, 900)], CARD, DESKTOP)).toBeUndefined();
    expect(placeCard([box(10, 10, 0, 0)], CARD, DESKTOP)).toBeUndefined();
    expect(placeCard([], CARD, DESKTOP)).toBeUndefined();
  });
});

test('it covers neither the value nor anything outside the viewport, wherever there is room', () => {
  const side = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(
      side(1400),
      side(900),
      side(600),
      side(60),
      side(600),
      side(900),
      (x, y, w, h, width, height) => {
        const value = box(x - 100, y - 50, w, h);
        const place = placeCard([value], { width, height }, DESKTOP);
        if (!place) return;
        const bottom = place.top + Math.min(height, place.maxHeight);
        expect(place.top).toBeGreaterThanOrEqual(4);
        expect(bottom).toBeLessThanOrEqual(DESKTOP.bottom - 4);
        expect(bottom <= value.top || place.top >= value.bottom).toBe(true);
        expect(place.left).toBeGreaterThanOrEqual(4);
        expect(place.left + width).toBeLessThanOrEqual(DESKTOP.right - 4);
      },
    ),
  );
});
