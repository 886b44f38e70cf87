import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, askRefused, askText } from '../../support/emulator/ask.ts';
import { brokenRows } from '../../support/emulator/broken-rows.ts';
import type { Emulator, EmulatorOptions } from '../../support/emulator/emulator.ts';
import { startEmulator } from '../../support/emulator/emulator.ts';

const ROWS = Array.from({ length: 20 }, (_, index) => ({ type: 'domain', value: `d${index}.example` }));

async function start(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ rows: ROWS, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** A raw response: its body may never end. */
function open(emulator: Emulator, init: RequestInit = {}): Promise<Response> {
  return fetch(`${emulator.url}/api/v1/iocs`, { headers: { 'X-API-Key': emulator.key }, ...init });
}

test('takes one fault a request from the queue, then works again', async () => {
  const emulator = await start({ faults: [{ kind: 'error', status: 503 }, undefined, { kind: 'portal' }] });
  const statuses = [];
  for (let request = 0; request < 4; request++) {
    const { status, headers } = await askText(emulator);
    statuses.push(`${status} ${headers.get('Content-Type')?.split(';')[0]}`);
  }
  expect(statuses).toEqual([
    '503 application/json',
    '200 application/json',
    '200 text/html',
    '200 application/json',
  ]);
});

test('chooses faults by the request', async () => {
  const emulator = await start({
    faults: ({ query }) => (query['offset'] === '10' ? { kind: 'error', status: 500 } : undefined),
  });
  expect((await ask(emulator, { offset: 0 })).status).toBe(200);
  expect((await askRefused(emulator, { offset: 10 })).status).toBe(500);
});

test('refuses in the envelope with rate headers, or as a bare page like a proxy', async () => {
  const emulator = await start({
    faults: [
      { kind: 'error', status: 403, code: 'forbidden', retryAfter: 7 },
      { kind: 'error', status: 502, bare: true },
    ],
  });
  const enveloped = await askRefused(emulator);
  expect([enveloped.status, enveloped.body.error.code]).toEqual([403, 'forbidden']);
  expect(enveloped.headers.get('Retry-After')).toBe('7');
  expect(enveloped.headers.get('X-RateLimit-Limit')).toBe('600');
  const bare = await askText(emulator);
  expect([bare.status, bare.body]).toEqual([502, expect.stringContaining('<h1>')]);
});

test('answers late', async () => {
  const emulator = await start({ faults: [{ kind: 'slow', ms: 80 }] });
  const before = performance.now();
  expect((await ask(emulator)).body.data).toHaveLength(20);
  // Timers may fire up to a millisecond early.
  expect(performance.now() - before).toBeGreaterThan(78);
});

test('never answers', async () => {
  const emulator = await start({ faults: [{ kind: 'hang' }] });
  const leaving = new AbortController();
  const hanging = open(emulator, { signal: leaving.signal });
  await expect.poll(() => emulator.requests.length).toBe(1);
  setTimeout(() => leaving.abort(), 50);
  await expect(hanging).rejects.toThrow('aborted');
  expect(emulator.requests[0]).not.toHaveProperty('status');
});

test('stops half-way through a body', async () => {
  const emulator = await start({ faults: [{ kind: 'stall' }] });
  const leaving = new AbortController();
  const response = await open(emulator, { signal: leaving.signal });
  expect(response.status).toBe(200);
  setTimeout(() => leaving.abort(), 50);
  await expect(response.text()).rejects.toThrow('aborted');
});

test('sends rows without end for as long as they are read', async () => {
  const emulator = await start({ faults: [{ kind: 'endless' }] });
  const reader = (await open(emulator)).body?.getReader();
  let bytes = 0;
  while (bytes < 5_000_000) bytes += (await reader?.read())?.value?.length ?? NaN;
  await reader?.cancel();
  expect((await ask(emulator)).status).toBe(200);
});

test('resets the connection before an answer or in the middle of one', async () => {
  const emulator = await start({ faults: [{ kind: 'reset' }, { kind: 'reset', when: 'half-way' }] });
  await expect(open(emulator)).rejects.toThrow('fetch failed');
  // A busy client may see the reset before it has read the first half.
  const halfWay = open(emulator).then((response) => response.text());
  await expect(halfWay).rejects.toThrow(/terminated|fetch failed/);
});

test('cuts the JSON in a whole answer', async () => {
  const { status, body } = await askText(await start({ faults: [{ kind: 'truncated' }] }));
  expect(status).toBe(200);
  expect(body.startsWith('{"meta":')).toBe(true);
  expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
});

test('redirects to another origin, which can tell whether a key came along', async () => {
  const other = await start();
  const emulator = await start({
    faults: [{ kind: 'redirect', to: `${other.url}/api/v1/iocs`, status: 307 }],
  });
  const response = await open(emulator, { headers: { Authorization: `Bearer ${emulator.key}` } });
  expect(response.status).toBe(401);
  expect(other.requests).toMatchObject([{ auth: 'none', keyState: 'missing' }]);
});

test('sends any other body, as wrong as it may be', async () => {
  const emulator = await start({
    faults: [
      { kind: 'body', body: { rows: [] } },
      { kind: 'body', body: 'plain', contentType: 'text/plain' },
    ],
  });
  expect((await askText(emulator)).body).toBe('{"rows":[]}');
  const plain = await askText(emulator);
  expect([plain.body, plain.headers.get('Content-Type')]).toEqual(['plain', 'text/plain']);
});

test('nests lists 100,000 deep', async () => {
  const { body } = await askText(await start({ faults: [{ kind: 'deep' }] }));
  expect(body.match(/\[/g)).toHaveLength(100_000);
});

test('lies in meta', async () => {
  const emulator = await start({ faults: [{ kind: 'meta', meta: { total: 1e12, generated_at: 'never' } }] });
  const { body } = await ask(emulator);
  expect(body.meta).toMatchObject({ total: 1e12, generated_at: 'never', limit: 100 });
  expect(body.data).toHaveLength(20);
});

describe('broken rows', () => {
  test('arrive as they are, among good ones', async () => {
    const broken = brokenRows();
    const emulator = await start();
    emulator.rows.insert(Object.values(broken), 10);
    const { body } = await ask(emulator, { until: '2100-01-01' });
    expect(body.data).toHaveLength(20 + Object.keys(broken).length);
    expect(body.data).toContain(null);
    expect(body.data).toContain('string-row.example');
    expect(
      body.data.some((row) => typeof row?.['value'] === 'string' && row['value'].length > 1_000_000),
    ).toBe(true);
  });

  test('carry keys of Object.prototype of their own', async () => {
    const emulator = await start({ rows: [brokenRows()['keys of Object.prototype']] });
    expect((await askText(emulator)).body).toContain('"__proto__":{"polluted":true}');
    expect({}).not.toHaveProperty('polluted');
  });
});

test('closes with requests still open', async () => {
  const emulator = await startEmulator({ rows: ROWS, faults: () => ({ kind: 'hang' }) });
  const hanging = open(emulator);
  await expect.poll(() => emulator.requests.length).toBe(1);
  await emulator.close();
  await expect(hanging).rejects.toThrow('fetch failed');
});
