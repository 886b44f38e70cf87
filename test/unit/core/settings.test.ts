import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, parseBaseUrl, settingsSchema } from '@/core/settings.ts';

describe('fading', () => {
  test('has the days of each type by default, and never for hashes', () => {
    expect(DEFAULT_SETTINGS.fadeAfterDays).toEqual({ ip: 30, url: 30, domain: 90, email: 180 });
  });

  test('what is not set keeps its default', () => {
    expect(settingsSchema.parse({ fadeAfterDays: { domain: null } }).fadeAfterDays).toEqual({
      ip: 30,
      url: 30,
      domain: null,
      email: 180,
    });
  });

  test.each([0, 1.5, 3651, 'soon'])('%o days are refused', (ip) => {
    expect(settingsSchema.safeParse({ fadeAfterDays: { ip } }).success).toBe(false);
  });
});

test.each(['value', 'domain-and-below', 'range'])('an entry of the allowlist may be of scope %s', (scope) => {
  const entry = { value: '198.51.100.0/24', scope, reason: '', added: '2026-06-01T00:00:00Z' };
  expect(settingsSchema.safeParse({ allowlist: [entry] }).success).toBe(true);
});

test.each([
  ['https://feed.example/', 'https://feed.example'],
  ['feed.example', 'https://feed.example'],
  ['https://feed.example/tenant/api/v1/iocs', 'https://feed.example/tenant'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('the address %s is %s', (text, baseUrl) => {
  expect(parseBaseUrl(text)).toEqual({ ok: true, baseUrl });
});

test.each(['', 'http://feed.example', 'https://me:secret@feed.example'])(
  'the address %j is refused',
  (text) => {
    expect(parseBaseUrl(text)).toMatchObject({ ok: false });
  },
);
