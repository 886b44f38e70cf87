import { describe, expect, test } from 'vitest';
import { normalize } from '@/core/normalize.ts';
import { isAddress } from '@/core/range.ts';
import {
  isFreemail,
  isSharedService,
  QUIET_LISTS,
  sharedReason,
  standingOf,
} from '@/core/shared-services.ts';
import { english, inEnglish } from '../../words/speech.ts';

describe.each(QUIET_LISTS.map((list) => [list.name, list] as const))('the list of %s', (_, list) => {
  const hosts = list.hosts.trim().split(/\s+/);

  test('says from when it is, who says so, and what its hosts are', () => {
    expect(new Date(list.asOf).toISOString()).toBe(`${list.asOf}T00:00:00.000Z`);
    expect(list.source.length).toBeGreaterThan(40);
    expect(english.say(list.kind)).toMatch(/^(?:an?|one of) /);
  });

  test('holds canonical hosts, each once', () => {
    const canonical = hosts.map((host) => {
      const type = host.includes(':') ? 'ipv6' : isAddress(host) ? 'ipv4' : 'domain';
      const value = normalize(type, host);
      return value.ok ? value.value.replace(/^www\./, '') : value.reason;
    });
    expect(hosts).toEqual(canonical);
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  test('is what makes its hosts shared', () => {
    expect(hosts.filter((host) => !isSharedService(host))).toEqual([]);
  });
});

test.each([
  [
    'bit.ly',
    'Shared service: bit.ly is a link shortener, where everybody can make links, so the bare name says little.',
  ],
  [
    'www.bit.ly',
    'Shared service: bit.ly is a link shortener, where everybody can make links, so the bare name says little.',
  ],
  ['hopto.org', 'Shared service: everybody can have a name below hopto.org, so the bare name says little.'],
  ['co.uk', 'Shared service: everybody can have a name below co.uk, so the bare name says little.'],
  // In several lists: the one that says more of it.
  [
    't.co',
    'Shared service: t.co is a link shortener, where everybody can make links, so the bare name says little.',
  ],
  // Names below are their tenants' own.
  ['made-up.3322.org', undefined],
  ['made-up.hopto.org', undefined],
  ['evil.example', undefined],
  ['198.51.100.7', undefined],
])('%s: %s', (host, reason) => {
  expect(inEnglish(sharedReason(host))).toBe(reason);
  expect(standingOf(host).isShared).toBe(reason !== undefined);
});

test('a shared service speaks for nobody below it', () => {
  expect(standingOf('x.made-up.3322.org').parents).toEqual(['made-up.3322.org']);
  expect(standingOf('mail.google.com').parents).toEqual([]);
  expect(standingOf('a.b.evil.example').parents).toEqual(['b.evil.example', 'evil.example']);
});

test('freemail is a domain of mailboxes, not everything shared', () => {
  expect(isFreemail('gmail.com')).toBe(true);
  expect(isFreemail('bit.ly')).toBe(false);
});
