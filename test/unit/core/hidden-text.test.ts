import { describe, expect, test } from 'vitest';
import { askedOf, tellable } from '@/core/hidden-text.ts';
import type { HiddenText } from '@/core/inspection.ts';
import { message } from '@/core/words.ts';

const hidden = (given: Partial<HiddenText>): HiddenText => ({
  text: 'Some text',
  how: message('hiddenUndisplayed'),
  values: [],
  links: [],
  ...given,
});
const domain = (value: string) => ({ type: 'domain', value }) as const;
const safeLink = (url: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=05`;

describe('what is hidden', () => {
  test('is asked about for its values, and for where its links lead behind rewriters', () => {
    const text = hidden({
      values: [domain('evil.test')],
      links: [
        { text: 'a', href: 'https://other.test/a' },
        { text: 'b', href: safeLink('https://third.test/b') },
        { text: 'c', href: 'javascript:void 0' },
      ],
    });
    expect(askedOf(text).map(({ value }) => value)).toEqual([
      'evil.test',
      'https://other.test/a',
      'https://third.test/b',
    ]);
  });

  test('is told only with a known value, a known target, or a link that does not lead where it says', () => {
    const texts = {
      preheader: hidden({ values: [domain('preheader.example')] }),
      menu: hidden({ links: [{ text: 'Menu', href: 'https://menu.example/' }] }),
      value: hidden({ values: [domain('other.test'), domain('evil.test')] }),
      target: hidden({ links: [{ text: 'Here', href: 'https://evil.test/a' }] }),
      mismatch: hidden({ links: [{ text: 'bank.example', href: 'https://elsewhere.example/' }] }),
    };
    const isKnown = ({ value }: { value: string }) => value.includes('evil.test');
    expect(tellable(Object.values(texts), isKnown)).toEqual([texts.value, texts.target, texts.mismatch]);
  });
});
