import { describe, expect, test } from 'vitest';
import type { Verdict } from '@/core/indicator.ts';
import { hushed, ruleFor, withRule, type SiteRule, type SiteSettings } from '@/core/site-rules.ts';
import { DEFAULT_SETTINGS } from '@/core/settings.ts';

const NONE: SiteSettings = { sitesOff: [], sitesQuiet: [], sitesLoud: [] };
const SOME: SiteSettings = {
  sitesOff: ['off.example', 'portal.example'],
  sitesQuiet: ['quiet.example', 'deep.loud.quiet.example'],
  sitesLoud: ['loud.quiet.example'],
};

describe('the rule for a host', () => {
  test.each<[string, SiteRule]>([
    ['news.example', 'on'],
    ['off.example', 'off'],
    // Only the very host is off.
    ['www.off.example', 'on'],
    ['quiet.example', 'quiet'],
    ['www.quiet.example', 'quiet'],
    ['notquiet.example', 'on'],
    ['loud.quiet.example', 'on'],
    ['a.loud.quiet.example', 'on'],
    ['deep.loud.quiet.example', 'quiet'],
    ['', 'on'],
    ['localhost', 'on'],
  ])('%s: %s', (host, rule) => {
    expect(ruleFor(host, SOME)).toBe(rule);
  });

  test('portals are quiet from the beginning', () => {
    expect(ruleFor('www.virustotal.com', DEFAULT_SETTINGS)).toBe('quiet');
    expect(ruleFor('bazaar.abuse.ch', DEFAULT_SETTINGS)).toBe('quiet');
    expect(ruleFor('report.example', DEFAULT_SETTINGS)).toBe('on');
  });
});

test.each(
  (['on', 'quiet', 'off'] as const).flatMap((rule) =>
    ['news.example', 'quiet.example', 'www.quiet.example', 'off.example', 'loud.quiet.example'].map(
      (host) => [host, rule] as const,
    ),
  ),
)('%s made %s is that, and no other host changes', (host, rule) => {
  const changed = withRule(host, rule, SOME);
  expect(ruleFor(host, changed)).toBe(rule);
  expect(ruleFor('portal.example', changed)).toBe('off');
  expect(ruleFor('other.quiet.example', changed)).toBe(
    host === 'quiet.example' && rule !== 'quiet' ? 'on' : 'quiet',
  );
  // What is as it was is not written down a second time.
  expect(withRule(host, rule, changed)).toEqual(changed);
  expect(withRule('news.example', 'on', NONE)).toEqual(NONE);
});

describe('what a site is told', () => {
  const verdict = (change: Partial<Verdict> = {}): Verdict => ({
    matchClass: 'exact',
    matched: 'evil.example',
    confidence: 'medium',
    level: 'medium',
    faded: false,
    ...change,
  });
  test.each([
    ['a quiet one', { isQuiet: true, lowest: 'unrated' }, {}, true],
    ['below the lowest level', { isQuiet: false, lowest: 'high' }, {}, true],
    ['at the lowest level', { isQuiet: false, lowest: 'medium' }, {}, false],
    [
      'a reference has no level',
      { isQuiet: false, lowest: 'high' },
      { matchClass: 'reference', level: 'unrated' },
      false,
    ],
  ] as const)('%s', (_, site, change, isListedOnly) => {
    expect(hushed(verdict(change), site)?.listedOnly ?? false).toBe(isListedOnly);
  });

  test('nothing of what is not known', () => {
    expect(hushed(undefined, { isQuiet: true, lowest: 'unrated' })).toBeUndefined();
  });
});
