import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient, type ClientOptions } from '@/api/client.ts';
import { startEmulator, type EmulatorOptions } from '../../support/emulator/emulator.ts';
import type { Fault } from '../../support/emulator/faults.ts';
import { inEnglish } from '../../words/speech.ts';

const QUERY = { since: '2024-12-01T00:00:00Z', limit: 100, offset: 0 };

async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

/** A server for what the emulator does not do. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function connect(emulator: { url: string; key: string }, change: Partial<ClientOptions> = {}) {
  return createClient({
    baseUrl: emulator.url,
    key: emulator.key,
    authHeader: 'bearer',
    fetch,
    signal: new AbortController().signal,
    now: Date.now,
    ...change,
  });
}

describe('a page', () => {
  test('has rows, what the answer says of itself, and the rate', async () => {
    const emulator = await start({
      rows: [{ type: 'domain', value: 'evil.example' }],
      requestsPerMinute: 10,
    });
    const until = new Date(Date.now() + 60_000).toISOString();
    const page = await connect(emulator).page({ ...QUERY, until });
    expect(page).toMatchObject({
      ok: true,
      rows: [{ value: 'evil.example' }],
      meta: { total: 1, limit: 100 },
    });
    if (!page.ok) return;
    expect(page.rate.remaining).toBe(9);
    expect(page.rate.resetAt).toBeGreaterThan(Date.now());
    expect(emulator.requests[0]?.query).toEqual({
      since: QUERY.since,
      until,
      limit: '100',
      offset: '0',
      format: 'json',
    });
  });

  test.each(['bearer', 'x-api-key'] as const)(
    'sends the key as %s, once, with no cookie and no referrer',
    async (authHeader) => {
      const emulator = await start();
      expect(await connect(emulator, { authHeader }).page(QUERY)).toMatchObject({ ok: true });
      const [request] = emulator.requests;
      expect(request).toMatchObject({ auth: authHeader, keyState: 'valid', keyInUrl: false });
      expect(request?.headers).not.toContain('cookie');
      expect(request?.headers).not.toContain('referer');
    },
  );

  test('asks for one value of each filter, and for no context, where that is wanted', async () => {
    const emulator = await start({
      rows: [{ type: 'url', value: 'https://evil.example/a', context: 'made up' }],
    });
    const client = connect(emulator, { withoutContext: 'include_context' });
    const slice = { type: 'url', industry: undefined } as const;
    const page = await client.page({
      ...QUERY,
      since: new Date(Date.now() - 86_400_000).toISOString(),
      slice,
    });
    expect(page).toMatchObject({ ok: true, rows: [{ type: 'url' }] });
    expect(page.ok && page.rows[0]).not.toHaveProperty('context');
    expect(emulator.requests[0]?.query).toMatchObject({ type: 'url', include_context: 'false' });
    expect(emulator.requests[0]?.query).not.toHaveProperty('industry');
  });

  test('keeps a path prefix of the base URL', async () => {
    const paths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url?.split('?')[0]);
      response.end('{"data":[]}');
    });
    await connect({ url: `${url}/prefix`, key: 'k' }).page(QUERY);
    expect(paths).toEqual(['/prefix/api/v1/iocs']);
  });
});

const error = (status: number, more: Partial<Extract<Fault, { kind: 'error' }>> = {}): Fault => ({
  kind: 'error',
  status,
  ...more,
});

describe('a failure is told in words', () => {
  test.each<[string, Fault | undefined, Partial<ClientOptions>, string, RegExp]>([
    [
      'a wrong key',
      undefined,
      { key: 'sk_test_wrong' },
      'unauthorized',
      /not valid. Copy it again.*\(HTTP 401, invalid_api_key/,
    ],
    [
      'an expired key',
      undefined,
      { key: 'sk_test_expired_0000' },
      'unauthorized',
      /has expired. Make a new one/,
    ],
    [
      'a key that was not seen',
      error(401, { code: 'missing_api_key' }),
      {},
      'unauthorized',
      /saw no API key.*X-API-Key/,
    ],
    [
      'another 401',
      error(401, { bare: true }),
      {},
      'unauthorized',
      /does not accept the API key.*\(HTTP 401\)/,
    ],
    [
      'a key that no header takes',
      undefined,
      { key: 'sk_ü\n' },
      'unauthorized',
      /characters that no key has/,
    ],
    ['403', error(403, { code: 'forbidden' }), {}, 'forbidden', /what your plan includes/],
    [
      '404',
      error(404, { bare: true }),
      {},
      'refused',
      /no indicator API at this address.*address in the options/,
    ],
    ['400', error(400, { code: 'invalid_parameter' }), {}, 'refused', /did not accept the request/],
    ['429', error(429, { code: 'rate_limit_exceeded' }), {}, 'rate_limited', /as often as your plan allows/],
    ['500', error(500), {}, 'server', /problem of its own.*HTTP 500, internal_error/],
    ['503 of a proxy', error(503, { bare: true }), {}, 'server', /problem of its own.*\(HTTP 503\)/],
    [
      'a redirect',
      { kind: 'redirect', to: 'https://www.other.example/' },
      {},
      'redirected',
      /key would go along.*new address in the options/,
    ],
    [
      'a sign-in page',
      { kind: 'portal' },
      {},
      'not_json',
      /web page instead of data.*sign in to this network/,
    ],
    ['half an answer', { kind: 'truncated' }, {}, 'not_json', /damaged or not JSON/],
    ['another shape', { kind: 'body', body: { items: [] } }, {}, 'bad_shape', /list named "data"/],
    ['a list', { kind: 'body', body: [] }, {}, 'bad_shape', /not like the SOC Defenders API/],
    ['an answer without end', { kind: 'endless' }, { largestBody: 2 ** 20 }, 'too_large', /more than 1 MB/],
    ['silence', { kind: 'hang' }, { patienceMs: 150 }, 'timeout', /kept silent/],
    ['silence half-way', { kind: 'stall' }, { patienceMs: 150 }, 'timeout', /kept silent/],
    ['a connection cut', { kind: 'reset' }, {}, 'unreachable', /cannot be reached/],
    [
      'a connection cut half-way',
      { kind: 'reset', when: 'half-way' },
      {},
      'unreachable',
      /connection broke off/,
    ],
  ])('%s', async (_, fault, change, reason, text) => {
    const emulator = await start({ faults: fault ? [fault] : [] });
    const page = await connect(emulator, change).page(QUERY);
    expect(page).toMatchObject({ ok: false, reason });
    if (page.ok) return;
    expect(inEnglish(page.text)).toMatch(text);
    expect(page.text).not.toContain(change.key ?? emulator.key);
  });

  test('a host that does not answer', async () => {
    const emulator = await startEmulator();
    await emulator.close();
    expect(await connect(emulator).page(QUERY)).toMatchObject({ ok: false, reason: 'unreachable' });
    expect(await connect({ url: 'https://no-such-host.invalid', key: 'k' }).page(QUERY)).toMatchObject({
      reason: 'unreachable',
    });
  });

  test('a host that the browser withholds is not said to be unreachable', async () => {
    const emulator = await start({ faults: [{ kind: 'reset' }, { kind: 'reset' }] });
    const text = async (isWithheld: boolean) => {
      const page = await connect(emulator, { isWithheld: () => Promise.resolve(isWithheld) }).page(QUERY);
      return page.ok ? '' : inEnglish(page.text);
    };
    expect(await text(true)).toMatch(/The browser withholds 127\.0\.0\.1:\d+ from Telltale/);
    expect(await text(false)).toMatch(/cannot be reached/);
  });

  test('JSON nested 100,000 deep is no reason to throw', async () => {
    const emulator = await start({ faults: [{ kind: 'deep' }] });
    const page = await connect(emulator).page(QUERY);
    // Parsers differ in how deep they go: either it is no JSON, or one row that is none.
    if (page.ok) expect(page.rows).toHaveLength(1);
    else expect(page.reason).toBe('not_json');
  });

  test('the key is not in the text even where the API repeats it as its code', async () => {
    const key = 'made_up_key_of_letters';
    const url = await serve((_, response) => {
      response.writeHead(401);
      response.end(JSON.stringify({ error: { code: key, message: key, request_id: key } }));
    });
    const page = await connect({ url, key }).page(QUERY);
    expect(JSON.stringify(page)).not.toContain(key);
  });

  test('a refusal with a body without end is still told', async () => {
    const url = await serve((_, response) => {
      response.writeHead(500);
      const send = () => {
        while (!response.destroyed && response.write('x'.repeat(65536)));
        if (!response.destroyed) response.once('drain', send);
      };
      send();
    });
    expect(await connect({ url, key: 'k' }).page(QUERY)).toMatchObject({ ok: false, reason: 'server' });
  });
});

test.each(['bearer', 'x-api-key'] as const)(
  'a redirect to another origin never sees the key (%s)',
  async (authHeader) => {
    const seen: unknown[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{"data":[]}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const emulator = await start({ faults: [{ kind: 'redirect', to: elsewhere, status }] });
      expect(await connect(emulator, { authHeader }).page(QUERY)).toMatchObject({ reason: 'redirected' });
    }
    expect(seen).toEqual([]);
  },
);

test('gives up at once when told to, and only then throws', async () => {
  const emulator = await start({ faults: [{ kind: 'hang' }] });
  const controller = new AbortController();
  const page = connect(emulator, { signal: controller.signal }).page(QUERY);
  controller.abort();
  await expect(page).rejects.toThrow(/abort/i);
});

describe('when the API names a time', () => {
  const NOW = Date.parse('2026-05-16T10:00:00Z');

  async function retryAt(headers: Record<string, string>): Promise<number | undefined> {
    const url = await serve((_, response) => {
      response.sendDate = false;
      response.writeHead(429, headers).end();
    });
    const page = await connect({ url, key: 'k' }, { now: () => NOW }).page(QUERY);
    if (page.ok) throw new Error('expected a refusal');
    return page.retryAt === undefined ? undefined : (page.retryAt - NOW) / 1000;
  }
  const unix = (seconds: number) => String(NOW / 1000 + seconds);

  test.each<[string, Record<string, string>, number | undefined]>([
    ['nothing said', {}, undefined],
    ['the reset of the rate', { 'X-RateLimit-Reset': unix(42) }, 42],
    ['a reset hours away', { 'X-RateLimit-Reset': unix(7 * 3600) }, 7 * 3600],
    ['a reset in milliseconds by mistake: a day at most', { 'X-RateLimit-Reset': String(NOW) }, 24 * 3600],
    ['Retry-After in seconds, which goes first', { 'Retry-After': '7', 'X-RateLimit-Reset': unix(42) }, 7],
    ['Retry-After as a date', { 'Retry-After': 'Sat, 16 May 2026 10:01:00 GMT' }, 60],
    [
      'a clock five minutes ahead of ours',
      { 'X-RateLimit-Reset': unix(360), Date: 'Sat, 16 May 2026 10:05:00 GMT' },
      60,
    ],
    ['nonsense', { 'Retry-After': 'soon', 'X-RateLimit-Reset': '-1' }, undefined],
  ])('%s', async (_, headers, expected) => {
    expect(await retryAt(headers)).toBe(expected);
  });
});

describe('a lookup', () => {
  test('tells one value, under both names that are documented, and gets its rows', async () => {
    const emulator = await start({ rows: [{ type: 'domain', value: 'evil.example', confidence: 'high' }] });
    const client = connect(emulator);
    expect(await client.lookup('evil.example')).toMatchObject({
      ok: true,
      found: true,
      rows: [{ value: 'evil.example', confidence: 'high' }],
    });
    expect(await client.lookup('other.example')).toEqual({ ok: true, found: false, rows: [] });
    expect(emulator.requests[0]).toMatchObject({
      path: '/api/v1/lookup',
      query: { value: 'evil.example', ioc: 'evil.example' },
    });
  });

  const row = { type: 'domain', value: 'evil.example' };
  test.each([
    ['rows below "data"', { found: true, value: 'evil.example', data: [row] }, true, 1],
    ['a record below "data"', { data: { found: true, indicator: row } }, true, 1],
    ['a list below "data"', { data: [row, row] }, true, 2],
    ['the row itself', { ...row, found: true }, true, 1],
    ['matches', { found: true, matches: [row] }, true, 1],
    ['no more than that it is known', { found: true }, true, 0],
    ['nothing', { found: false, value: 'evil.example', data: null }, false, 0],
    ['an empty list', { data: [] }, false, 0],
  ])('may be answered with %s', async (_, body, found, rows) => {
    const baseUrl = await serve((_request, response) => response.end(JSON.stringify(body)));
    const answer = await connect({ url: baseUrl, key: 'k' }).lookup('evil.example');
    expect(answer).toMatchObject({ ok: true, found });
    expect(answer.ok && answer.rows).toHaveLength(rows);
  });

  test('is refused in words, and an answer that says nothing is told', async () => {
    const emulator = await start();
    expect(await connect(emulator, { key: 'wrong' }).lookup('evil.example')).toMatchObject({
      ok: false,
      reason: 'unauthorized',
    });
    const baseUrl = await serve((_request, response) => response.end('{"status":"fine"}'));
    expect(await connect({ url: baseUrl, key: 'k' }).lookup('evil.example')).toMatchObject({
      ok: false,
      reason: 'bad_shape',
    });
  });
});
