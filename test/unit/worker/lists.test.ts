import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { API_SOURCE } from '@/core/source.ts';
import { createListWorld, importText, pieces, serveList, type ListWorker } from './list-world.ts';
import { inEnglish } from '../../words/speech.ts';

const KEY = (n: number) => `h:host-${n}.example`;
const hosts = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `host-${from + n}.example\n`).join('');
const known = async ({ sources }: ListWorker, ...numbers: number[]) =>
  [...(await sources.rowsFor(numbers.map(KEY))).keys()].length;
const viewOf = async ({ subscriptions }: ListWorker, id: string) =>
  (await subscriptions.views()).find(({ source }) => source.id === id);

/** Ms; other tests run meanwhile. */
const PATIENCE = 10_000;

describe('a file', () => {
  test('is taken as the whole of its source, with what could not be read', async () => {
    const worker = createListWorld().startWorker();
    const text = `${hosts(0, 30)}not a value at all!\n${hosts(30, 60)}another one, too?\n`;
    const outcome = await importText(worker, pieces(text.slice(0, 100), text.slice(100)));
    expect(outcome).toMatchObject({ ok: true, taken: { rows: 60, bad: 2 } });
    const view = await viewOf(worker, 'list-a');
    expect(view).toMatchObject({ rows: 60, isStored: true, list: { taken: { rows: 60, bad: 2 } } });
    expect(view?.list?.taken?.examples.map(({ line }) => line)).toEqual([31, 62]);
    expect(view?.bytes).toBeGreaterThan(100);
    expect(await known(worker, 0, 59, 60)).toBe(2);
    expect(worker.changes()).toBe(1);
  });

  test('imported again replaces what its source held', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces(hosts(0, 20)));
    await importText(worker, pieces(hosts(10, 30)));
    expect(await known(worker, 5)).toBe(0);
    expect(await worker.store.count()).toBe(20);
  });

  test('shows the first twenty of many bad lines, and counts all', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces('?!\n'.repeat(7000) + hosts(0, 1)));
    const view = await viewOf(worker, 'list-a');
    expect(view?.list?.taken).toMatchObject({ rows: 1, bad: 7000 });
    expect(view?.list?.taken?.examples).toHaveLength(20);
  });

  test.each([
    ['is no list', () => pieces('<!doctype html><title>Sign in</title>'), /web page|HTML/],
    ['is empty', () => pieces(''), /empty/],
    ['has not one good line', () => pieces('not one\nnor another\n'), /None of 2 lines can be read. Line 1:/],
  ])('that %s changes nothing and says why', async (_, text, said) => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces(hosts(0, 20)));
    const outcome = await importText(worker, text());
    expect(inEnglish(outcome)).toMatchObject({ ok: false, text: expect.stringMatching(said) as string });
    expect(await worker.store.sources()).toEqual([expect.objectContaining({ source: 'list-a', rows: 20 })]);
  });

  test('cancelled half-way leaves the source as it was', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces(hosts(0, 20)));
    const cancelling = new AbortController();
    async function* text(): AsyncGenerator<string> {
      yield await Promise.resolve(hosts(100, 12_000));
      cancelling.abort();
      yield hosts(12_000, 24_000);
    }
    const outcome = await importText(worker, text(), { signal: cancelling.signal });
    expect(inEnglish(outcome)).toMatchObject({
      ok: false,
      text: expect.stringContaining('Nothing was changed') as string,
    });
    expect(await worker.store.sources()).toEqual([expect.objectContaining({ source: 'list-a', rows: 20 })]);
  });

  test('for which there is no room leaves the source as it was, and says how much is needed', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces(hosts(0, 20)));
    const put = IDBObjectStore.prototype.put;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...given
    ) {
      if (this.name === 'pages') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, given);
    });
    const outcome = await importText(worker, pieces(hosts(100, 300)));
    spy.mockRestore();
    expect(inEnglish(outcome)).toMatchObject({
      ok: false,
      text: expect.stringMatching(/At least \d+ MB more/) as string,
    });
    expect(await worker.store.sources()).toEqual([expect.objectContaining({ source: 'list-a', rows: 20 })]);
  });

  test('of which a worker died leaves nothing behind, nor rows that are nobody’s', async () => {
    const world = createListWorld();
    const first = world.startWorker();
    await importText(first, pieces(hosts(0, 20)));
    for (const source of ['list-a~arriving', 'never-saved'])
      await first.store.commit({ source, rows: [], from: undefined, state: () => ({}) });
    await first.stop();
    const second = world.startWorker();
    second.sources.start();
    await second.sources.ready();
    expect((await second.store.sources()).map(({ source }) => source)).toEqual(['list-a']);
  });
});

describe('a source', () => {
  test('that is off is not asked; on again, it is', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces(hosts(0, 20)));
    await worker.sources.change('list-a', { on: false });
    expect(await known(worker, 3)).toBe(0);
    expect(await worker.sources.coverage()).toEqual({ rows: 0, sources: [] });
    await worker.sources.change('list-a', { on: true });
    expect(await known(worker, 3)).toBe(1);
    expect(await worker.sources.coverage()).toMatchObject({
      rows: 20,
      sources: [{ name: 'A made-up list' }],
    });
  });

  test('speaks for rows that say nothing themselves, and takes its word back', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces('value,confidence\nhost-1.example,high\nhost-2.example,\n'), {
      name: 'a.csv',
    });
    await worker.sources.change('list-a', { confidence: 'low', tlp: 'amber' });
    const rows = async () => (await worker.sources.rowsFor([KEY(1), KEY(2)])).values().toArray().flat();
    expect(await rows()).toMatchObject([
      { confidence: 'high', tlp: 'amber' },
      { confidence: 'low', tlp: 'amber' },
    ]);
    await worker.sources.change('list-a', { confidence: '', tlp: '' });
    expect((await rows()).map(({ confidence, tlp }) => [confidence, tlp])).toEqual([
      ['high', undefined],
      [undefined, undefined],
    ]);
  });

  test('keeps its settings over a restart; a change that makes no sense is refused in words', async () => {
    const world = createListWorld();
    const first = world.startWorker();
    await importText(first, pieces(hosts(0, 2)));
    await first.sources.change('list-a', { name: 'Renamed', maxAgeDays: 30 });
    expect(await first.sources.change('list-a', { name: ' ' })).toMatchObject({ ok: false });
    expect(await first.sources.change('nobody', { name: 'a' })).toMatchObject({ ok: false });
    await first.stop();
    const all = await world.startWorker().sources.all();
    expect(all.get('list-a')).toMatchObject({ name: 'Renamed', maxAgeDays: 30 });
    expect([...all.keys()]).toEqual([API_SOURCE.id, 'list-a']);
  });

  test('removed takes its rows along', async () => {
    const worker = createListWorld().startWorker();
    await importText(worker, pieces(hosts(0, 20)));
    await worker.sources.remove('list-a');
    expect([await worker.store.count(), await known(worker, 3)]).toEqual([0, 0]);
    expect(await viewOf(worker, 'list-a')).toBeUndefined();
  });

  test('loses what is older than it keeps: once a day, at once where it is to keep less, and never by fading', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const csv = 'value,last_seen\nhost-1.example,2026-05-30T00:00:00Z\nhost-2.example,2026-01-01T00:00:00Z\n';
    await importText(worker, pieces(csv), { name: 'a.csv' });
    expect(await known(worker, 1, 2)).toBe(2);
    await worker.sources.change('list-a', { maxAgeDays: 60 });
    expect(await known(worker, 1, 2)).toBe(1);
    worker.sources.start();
    await vi.waitFor(() => expect(world.rings.has('expiry')).toBe(true));
    world.clock.now += 60 * 86_400_000;
    worker.ring('expiry');
    await vi.waitFor(async () => expect(await known(worker, 1)).toBe(0));
  });
});

test('rows that are older than their source keeps are not taken, and counted', async () => {
  const worker = createListWorld().startWorker();
  const csv = 'value,last_seen\nhost-1.example,2026-05-30T00:00:00Z\nhost-2.example,2026-01-01T00:00:00Z\n';
  const outcome = await importText(worker, pieces(csv), { name: 'a.csv', source: { maxAgeDays: 60 } });
  expect(outcome).toMatchObject({ ok: true, taken: { rows: 1, old: 1 } });
  expect(await known(worker, 1, 2)).toBe(1);
});

test('rows of a source that only a newer version can read are kept', async () => {
  const world = createListWorld();
  const first = world.startWorker();
  await importText(first, pieces(hosts(0, 20)));
  const source = (await first.user.sources()).find(({ id }) => id === 'list-a');
  // A kind that this version has not heard of.
  await first.user.saveSource({ ...source!, kind: 'made-up' as 'file' });
  await first.stop();
  const second = world.startWorker();
  await second.sources.ready();
  expect((await second.sources.all()).has('list-a')).toBe(false);
  expect(await second.store.count('list-a')).toBe(20);
});

describe('a subscription', () => {
  const at = (url: string) => ({ url, host: URL.parse(url)?.host ?? '' });
  const wanted = { name: 'Made up', maxAgeDays: null, everyMinutes: 60 };

  async function subscribe(worker: ListWorker, url: string): Promise<string> {
    const answer = await worker.subscriptions.add({ ...wanted, ...at(url) });
    if (!answer.ok || answer.id === undefined) throw new Error('refused');
    await worker.subscriptions.refresh(answer.id);
    return answer.id;
  }

  test('is fetched at once, without cookies, and again when it is due', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const list = await serveList((_, response) => response.end(hosts(0, 20)));
    worker.subscriptions.start();
    const id = await subscribe(worker, list.url);
    expect(await viewOf(worker, id)).toMatchObject({ rows: 20, nextRun: world.clock.now + 3_600_000 });
    expect(list.asked[0]?.headers).not.toHaveProperty('cookie');
    expect(list.asked[0]?.headers).not.toHaveProperty('referer');
    const before = list.asked.length;
    list.current.answer = (_, response) => response.end(hosts(5, 25));
    expect(world.rings.get('lists')).toBe(world.clock.now + 3_600_000);
    world.clock.now += 3_600_000;
    worker.ring('lists');
    await vi.waitFor(async () => expect(await known(worker, 24)).toBe(1));
    expect(list.asked.length).toBe(before + 1);
    expect(await known(worker, 3)).toBe(0);
  });

  test('that did not change is not sent again', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const list = await serveList((request, response) => {
      response.setHeader('ETag', '"v1"').setHeader('Last-Modified', 'Mon, 01 Jun 2026 10:00:00 GMT');
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.end(hosts(0, 20));
    });
    const id = await subscribe(worker, list.url);
    world.clock.now += 1000;
    await worker.subscriptions.refresh(id);
    const last = list.asked.at(-1)?.headers;
    expect([last?.['if-none-match'], last?.['if-modified-since']]).toEqual([
      '"v1"',
      'Mon, 01 Jun 2026 10:00:00 GMT',
    ]);
    const view = await viewOf(worker, id);
    expect(view?.rows).toBe(20);
    expect(view?.list?.checked).toBe(new Date(world.clock.now).toISOString());
    expect(view?.list?.error).toBeUndefined();
  });

  test.each([
    ['with what is left where the server says how much it sends', true],
    ['without it where it does not', false],
  ])(
    'tells its progress, %s',
    async (_, isSized) => {
      const world = createListWorld();
      const worker = world.startWorker();
      const text = hosts(0, 16_000);
      const [half, most] = ['host-8000', 'host-14000'].map((name) => text.indexOf(name));
      let sendMore = () => {};
      let sendRest = () => {};
      const list = await serveList((_request, response) => {
        if (isSized) response.setHeader('Content-Length', text.length);
        response.write(text.slice(0, half));
        sendMore = () => response.write(text.slice(half, most));
        sendRest = () => response.end(text.slice(most));
      });
      const { id = '' } = (await worker.subscriptions.add({ ...wanted, ...at(list.url) })) as { id?: string };
      const progress = async () => (await viewOf(worker, id))?.progress;
      await vi.waitFor(async () => expect((await progress())?.rows).toBe(5000), PATIENCE);
      expect(await progress()).not.toHaveProperty('rate');
      world.clock.now += 10_000;
      sendMore();
      await vi.waitFor(async () => expect((await progress())?.rate).toBeGreaterThan(0), PATIENCE);
      const { rate, secondsLeft } = (await progress()) ?? {};
      expect(rate).toBeGreaterThanOrEqual(1000);
      expect(secondsLeft !== undefined).toBe(isSized);
      expect(secondsLeft ?? 0).toBeLessThanOrEqual(10);
      sendRest();
      await vi.waitFor(async () => expect((await viewOf(worker, id))?.rows).toBe(16_000), PATIENCE);
    },
    2 * PATIENCE,
  );

  test('is asked for in full where more of it is to be kept than before', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const list = await serveList((request, response) => {
      response.setHeader('ETag', '"v1"');
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.end('domain,last_seen\nhost-1.example,2026-05-31\nhost-2.example,2026-01-01\n');
    });
    const id = await subscribe(worker, list.url);
    await worker.sources.change(id, { maxAgeDays: 30 });
    await worker.store.clear();
    await worker.subscriptions.refresh(id);
    expect(await known(worker, 1, 2)).toBe(1);
    await worker.subscriptions.refresh(id);
    expect(list.asked.at(-1)?.headers['if-none-match']).toBe('"v1"');
    await worker.sources.change(id, { maxAgeDays: 365 });
    await worker.subscriptions.refresh(id);
    expect(await known(worker, 1, 2)).toBe(2);
  });

  test('may be gzipped', async () => {
    const worker = createListWorld().startWorker();
    const list = await serveList((_, response) => response.end(gzipSync(hosts(0, 3000))));
    const id = await subscribe(worker, list.url);
    expect(await viewOf(worker, id)).toMatchObject({ rows: 3000 });
  });

  test.each<[string, Parameters<typeof serveList>[0], RegExp]>([
    [
      'sends on',
      (_, response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
      /not followed/,
    ],
    [
      'says that nothing changed though it was not asked that',
      (_, response) => response.writeHead(304).end(),
      /did not send the list \(HTTP 304\)/,
    ],
    ['is gone', (_, response) => response.writeHead(404).end('no'), /no list at this address/],
    ['has a problem', (_, response) => response.writeHead(503).end(), /problem of its own/],
    ['asks to sign in', (_, response) => response.end('<html>Sign in</html>'), /web page|HTML/],
    [
      'breaks off',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': '100000' });
        response.write(hosts(50, 60));
        setImmediate(() => response.destroy());
      },
      /broke off/,
    ],
    [
      'is packed and cut short',
      (_, response) => response.end(gzipSync(hosts(50, 3000)).subarray(0, 900)),
      /broke off/,
    ],
  ])('whose server %s keeps its rows, says why, and tries again sooner', async (_, answer, said) => {
    const world = createListWorld();
    const worker = world.startWorker();
    const list = await serveList((_request, response) => response.end(hosts(0, 20)));
    const id = await subscribe(worker, list.url);
    list.current.answer = answer;
    world.clock.now += 3_600_000;
    await worker.subscriptions.refresh(id);
    const view = await viewOf(worker, id);
    expect(view).toMatchObject({ rows: 20, list: { taken: { rows: 20 }, failures: 1 } });
    expect(inEnglish(view?.list?.error?.text)).toMatch(said);
    expect(view?.nextRun).toBe(world.clock.now + 10 * 60_000 * 0.75);
    list.current.answer = (_request, response) => response.end(hosts(0, 21));
    await worker.subscriptions.refresh(id);
    expect((await viewOf(worker, id))?.list).not.toHaveProperty('error');
    expect((await worker.store.sources()).map(({ rows }) => rows)).toEqual([21]);
  });

  test('whose server asks for patience is left alone as long, and no longer than a day', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const wait = { seconds: 7200 };
    const list = await serveList((_, response) =>
      response
        .writeHead(429, { 'Retry-After': wait.seconds, Date: new Date(world.clock.now).toUTCString() })
        .end(),
    );
    const id = await subscribe(worker, list.url);
    expect((await viewOf(worker, id))?.nextRun).toBe(world.clock.now + 7_200_000);
    wait.seconds = 999_999;
    await worker.subscriptions.refresh(id);
    expect((await viewOf(worker, id))?.nextRun).toBe(world.clock.now + 86_400_000);
  });

  test('that failed is fetched at once where what kept it is over, and one that is well is not', async () => {
    const worker = createListWorld().startWorker();
    const well = await serveList((_, response) => response.end(hosts(0, 10)));
    const failing = await serveList((_, response) => response.destroy());
    await subscribe(worker, well.url);
    const id = await subscribe(worker, failing.url);
    failing.current.answer = (_, response) => response.end(hosts(10, 20));
    const before = well.asked.length;
    await worker.subscriptions.refreshFailed();
    expect(await viewOf(worker, id)).toMatchObject({ rows: 10, list: { failures: 0 } });
    expect(well.asked.length).toBe(before);
  });

  test('removed while it is fetched leaves nothing behind', async () => {
    const worker = createListWorld().startWorker();
    const list = await serveList((_, response) => void response.write(hosts(0, 20)));
    const other = await serveList(() => {}); // never answers
    const { id = '' } = (await worker.subscriptions.add({ ...wanted, ...at(list.url) })) as { id?: string };
    await worker.subscriptions.add({ ...wanted, ...at(other.url) });
    await vi.waitFor(() => expect(list.asked.length).toBe(1));
    // The other one, which waits for its turn, does not hold this up.
    await worker.subscriptions.stop(id);
    await worker.sources.remove(id);
    await vi.waitFor(() => expect(other.asked.length).toBe(1));
    expect((await worker.store.sources()).map(({ source }) => source)).not.toContain(id);
  });

  test('that was lost with the database is due at once', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const list = await serveList((_, response) => response.end(hosts(0, 20)));
    const id = await subscribe(worker, list.url);
    await worker.store.clear();
    await worker.subscriptions.plan();
    expect(world.rings.get('lists')).toBe(world.clock.now);
    expect((await viewOf(worker, id))?.isStored).toBe(false);
  });

  test('that was fetched by a worker that died is fetched by the next one', async () => {
    const world = createListWorld();
    const first = world.startWorker();
    const list = await serveList(() => {}); // never answers
    const answer = await first.subscriptions.add({ ...wanted, ...at(list.url) });
    expect(answer.ok).toBe(true);
    await vi.waitFor(() => expect(list.asked.length).toBe(1));
    await first.stop();
    list.current.answer = (_, response) => response.end(hosts(0, 20));
    const second = world.startWorker();
    second.subscriptions.start();
    await vi.waitFor(() => expect(world.rings.get('lists')).toBe(world.clock.now));
    second.ring('lists');
    await vi.waitFor(async () => expect(await known(second, 3)).toBe(1));
  });

  test('that is off, or removed, is not fetched', async () => {
    const world = createListWorld();
    const worker = world.startWorker();
    const list = await serveList((_, response) => response.end(hosts(0, 20)));
    const id = await subscribe(worker, list.url);
    const before = list.asked.length;
    await worker.sources.change(id, { on: false });
    await worker.subscriptions.plan();
    expect(world.rings.has('lists')).toBe(false);
    world.clock.now += 86_400_000;
    worker.subscriptions.start();
    worker.ring('lists');
    await worker.subscriptions.refresh(id);
    await worker.sources.remove(id);
    await worker.subscriptions.refresh(id);
    expect(list.asked.length).toBe(before);
  });

  test.each([
    ['no address', 'lists', /not a web address/],
    ['plain http', 'http://lists.example/a.txt', /https/],
    ['a script', 'javascript:alert(1)', /https/],
    ['a file', 'file:///etc/passwd', /https/],
    ['a password in it', 'https://a:b@lists.example/a.txt', /user name and password/],
  ])('to %s is refused', async (_, url, said) => {
    const worker = createListWorld().startWorker();
    expect(inEnglish(await worker.subscriptions.add({ ...wanted, ...at(url) }))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(said) as string,
    });
    expect((await worker.sources.all()).size).toBe(1);
  });

  test('is had once', async () => {
    const worker = createListWorld().startWorker();
    const list = await serveList((_, response) => response.end(hosts(0, 2)));
    await subscribe(worker, list.url);
    expect(await worker.subscriptions.add({ ...wanted, ...at(`${list.url}#again`) })).toMatchObject({
      ok: false,
    });
  });
});
