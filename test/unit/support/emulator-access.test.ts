import { expect, onTestFinished, test } from 'vitest';
import { ask, askRefused, askText } from '../../support/emulator/ask.ts';
import type { EmulatorOptions } from '../../support/emulator/emulator.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';

const NOW = Date.parse('2026-05-16T10:30:00Z');
const ROWS = [{ type: 'domain', value: 'one.example' }];

async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ rows: ROWS, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

test.each([
  ['bearer', (key: string) => ({ Authorization: `Bearer ${key}` })],
  ['x-api-key', (key: string) => ({ 'X-API-Key': key })],
  ['both', (key: string) => ({ 'X-API-Key': key, Authorization: `Bearer ${key}` })],
])('takes the key as %s', async (auth, headers) => {
  const emulator = await start({ key: 'sk_secret' });
  expect((await ask(emulator, {}, headers('sk_secret'))).status).toBe(200);
  expect(emulator.requests).toMatchObject([{ auth, keyState: 'valid', status: 200, rows: 1 }]);
});

test.each<[string, Record<string, string>]>([
  ['missing_api_key', {}],
  ['missing_api_key', { Authorization: 'Basic abc' }],
  ['invalid_api_key', { Authorization: 'Bearer sk_other' }],
  ['invalid_api_key', { Authorization: 'Bearer sk_other', 'X-API-Key': 'sk_test_made_up_0000' }],
  ['expired_api_key', { 'X-API-Key': 'sk_test_expired_0000' }],
])('refuses with %s: %o', async (code, headers) => {
  const { status, body, headers: answered } = await askRefused(await start(), {}, headers);
  expect(status).toBe(401);
  expect(body.error).toMatchObject({
    code,
    message: expect.any(String) as unknown,
    request_id: expect.any(String) as unknown,
  });
  expect(answered.get('X-RateLimit-Limit')).toBe('600');
});

test('never remembers the key, and says when it stood in the URL', async () => {
  const emulator = await start({ key: 'sk_secret' });
  await askRefused(emulator, { api_key: 'sk_secret' }, {});
  await ask(emulator);
  expect(JSON.stringify(emulator.requests)).not.toContain('sk_secret');
  expect(emulator.requests.map(({ keyInUrl }) => keyInUrl)).toEqual([true, false]);
});

test('remembers which headers came, so that cookies and referrers can be ruled out', async () => {
  const emulator = await start();
  await ask(emulator, {}, { 'X-API-Key': emulator.key, Cookie: 'a=b' });
  expect(emulator.requests[0]?.headers).toContain('cookie');
});

test('counts ten requests a minute on the free tier, from the first one', async () => {
  let now = NOW;
  const emulator = await start({ tier: 'free', now: () => now });
  const first = await ask(emulator);
  expect(first.headers.get('X-RateLimit-Limit')).toBe('10');
  expect(first.headers.get('X-RateLimit-Remaining')).toBe('9');
  expect(first.headers.get('X-RateLimit-Reset')).toBe(String(NOW / 1000 + 60));
  for (let request = 2; request <= 10; request++) expect((await ask(emulator)).status).toBe(200);

  now += 59_000;
  const refused = await askRefused(emulator);
  expect(refused.status).toBe(429);
  expect(refused.body.error.code).toBe('rate_limit_exceeded');
  expect(refused.headers.get('X-RateLimit-Remaining')).toBe('0');
  expect(refused.headers.get('Retry-After')).toBeNull();

  now += 1000;
  expect((await ask(emulator)).status).toBe(200);
});

test('says how long to wait where told to', async () => {
  const emulator = await start({ requestsPerMinute: 1, retryAfter: true, now: () => NOW });
  await ask(emulator);
  expect((await askRefused(emulator)).headers.get('Retry-After')).toBe('60');
});

test('refuses until the next UTC day once the daily quota is used up', async () => {
  let now = NOW;
  const emulator = await start({ dailyQuota: 2, now: () => now });
  await ask(emulator);
  await ask(emulator);
  now += 3_600_000;
  const refused = await askRefused(emulator);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('X-RateLimit-Reset')).toBe(String(Date.parse('2026-05-17T00:00:00Z') / 1000));
  now = Date.parse('2026-05-17T00:00:00Z');
  expect((await ask(emulator)).status).toBe(200);
});

test('answers 404 elsewhere and 405 to other methods', async () => {
  const emulator = await start();
  expect((await fetch(`${emulator.url}/api/v1/elsewhere`)).status).toBe(404);
  expect((await fetch(`${emulator.url}/api/v1/iocs`, { method: 'POST' })).status).toBe(405);
});

test('sends CORS headers only where told to', async () => {
  const emulator = await start();
  expect((await ask(emulator)).headers.get('Access-Control-Allow-Origin')).toBeNull();
  emulator.set({ cors: true });
  expect((await ask(emulator)).headers.get('Access-Control-Allow-Origin')).toBe('*');
  const preflight = await fetch(`${emulator.url}/api/v1/iocs`, { method: 'OPTIONS' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('X-API-Key');
});

test('answers 304 to a known ETag where told to', async () => {
  const emulator = await start({ etag: true, now: () => NOW });
  const etag = (await ask(emulator)).headers.get('ETag') ?? '';
  const again = await askText(emulator, {}, { 'X-API-Key': emulator.key, 'If-None-Match': etag });
  expect([again.status, again.body]).toEqual([304, '']);
});

test('compresses where told to', async () => {
  const emulator = await start({ gzip: true });
  const { headers, body } = await ask(emulator);
  expect(headers.get('Content-Encoding')).toBe('gzip');
  expect(body.data).toHaveLength(1);
});

test('changes its key and tier at run time', async () => {
  const emulator = await start();
  emulator.set({ key: 'sk_new', tier: 'free' });
  expect(emulator.key).toBe('sk_new');
  expect((await ask(emulator)).headers.get('X-RateLimit-Limit')).toBe('10');
});
