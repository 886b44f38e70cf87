import { expect, test } from 'vitest';
import { isShareLink } from '@/core/share-links.ts';

test.each([
  ['https://x.com/intent/post?text=a', true],
  ['https://www.linkedin.com/sharing/share-offsite/?url=a', true],
  ['http://m.facebook.com/sharer.php?u=a', true],
  ['HTTPS://WWW.REDDIT.COM/submit?url=a', true],
  ['//t.me/share/url?url=a', true],
  ['whatsapp://send?text=a', true],
  ['mailto:?subject=a', true],
  ['mailto:', true],
  ['mailto:someone@example.com?subject=a', false],
  ['https://x.com/someone', false],
  ['https://x.com.example.com/intent/post', false],
  ['https://notx.com/intent/post', false],
  ['https://user@x.com/intent/post', false],
  ['/share', false],
  ['#', false],
  ['', false],
])('%s is a share link: %s', (href, expected) => {
  expect(isShareLink(href)).toBe(expected);
});
