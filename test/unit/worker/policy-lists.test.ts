import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { createListWorld, serveList, type ListWorker } from './list-world.ts';
import { inEnglish } from '../../words/speech.ts';

/** Ms; other tests run meanwhile. */
const PATIENCE = 10_000;

const viewsOf = async ({ subscriptions }: ListWorker) =>
  (await subscriptions.views()).filter(({ source }) => source.kind === 'subscription');
const levelOf = async ({ sources }: ListWorker, host: string) =>
  (await sources.rowsFor([`h:${host}`])).get(`h:${host}`)?.map(({ confidence }) => confidence);

async function startWithList() {
  const list = await serveList((_, response) => response.end('one.example\ntwo.example\n'));
  const world = createListWorld();
  world.policy.raw = { sources: [{ name: 'Made-up list', url: list.url, confidence: 'low' }] };
  const worker = world.startWorker();
  worker.sources.start();
  worker.subscriptions.start();
  await vi.waitFor(() => expect(world.rings.has('lists')).toBe(true), PATIENCE);
  worker.ring('lists');
  await vi.waitFor(async () => expect((await viewsOf(worker))[0]?.rows).toBe(2), PATIENCE);
  return { list, world, worker };
}

test('a list of the policy is fetched without anybody’s click, as the policy has it', async () => {
  const { list, world, worker } = await startWithList();
  expect(await levelOf(worker, 'one.example')).toEqual(['low']);
  await vi.waitFor(() => expect(world.rings.get('lists')).toBe(world.clock.now + 1440 * 60_000), PATIENCE);
  // What the policy says of it anew holds at once, and nothing is fetched for that.
  world.policy.raw = { sources: [{ name: 'Renamed', url: list.url, confidence: 'high', everyMinutes: 60 }] };
  await worker.subscriptions.followPolicy();
  expect(await levelOf(worker, 'one.example')).toEqual(['high']);
  expect((await viewsOf(worker)).map(({ source }) => source.name)).toEqual(['Renamed']);
  expect(world.rings.get('lists')).toBe(world.clock.now + 60 * 60_000);
  expect(list.asked).toHaveLength(1);
});

test('nobody changes a list of the policy, and nobody is subscribed to it twice', async () => {
  const { list, worker } = await startWithList();
  const id = (await viewsOf(worker))[0]?.source.id ?? '';
  expect(inEnglish(await worker.sources.change(id, { on: false }))).toEqual({
    ok: false,
    reason: 'Your organisation sets this source; it cannot be changed here.',
  });
  const { host } = new URL(list.url);
  const wanted = { name: 'Mine', url: list.url, host, maxAgeDays: null };
  expect(await worker.subscriptions.add(wanted)).toMatchObject({ ok: false });
  expect(await levelOf(worker, 'one.example')).toEqual(['low']);
  expect(await viewsOf(worker)).toHaveLength(1);
});

test('a list that the policy names no more goes with its rows, and the user’s own stay', async () => {
  const { world, worker } = await startWithList();
  const own = await serveList((_, response) => response.end('mine.example\n'));
  const { host } = new URL(own.url);
  await worker.subscriptions.add({ name: 'Mine', url: own.url, host, maxAgeDays: null });
  await vi.waitFor(async () => expect((await viewsOf(worker)).at(0)?.rows).toBe(1), PATIENCE);
  const before = worker.changes();
  world.policy.raw = {};
  await worker.subscriptions.followPolicy();
  expect((await viewsOf(worker)).map(({ source }) => source.name)).toEqual(['Mine']);
  expect(await levelOf(worker, 'one.example')).toBeUndefined();
  expect(await worker.store.count()).toBe(1);
  expect(worker.changes()).toBeGreaterThan(before);
});

test('one that was dropped while the browser was closed goes when it starts', async () => {
  const { world, worker } = await startWithList();
  await worker.stop();
  delete world.policy.raw;
  const next = world.startWorker();
  next.sources.start();
  await next.sources.ready();
  expect(await next.store.sources()).toEqual([]);
});

test('one that is dropped while it is fetched leaves nothing behind', async () => {
  let answerAll = () => {};
  const list = await serveList((_, response) => {
    response.write('one.example\n');
    answerAll = () => response.end('two.example\n');
  });
  const world = createListWorld();
  world.policy.raw = { sources: [{ name: 'Slow list', url: list.url }] };
  const worker = world.startWorker();
  const id = (await viewsOf(worker))[0]?.source.id ?? '';
  const fetching = worker.subscriptions.refresh(id);
  await vi.waitFor(() => expect(list.asked).toHaveLength(1), PATIENCE);
  world.policy.raw = {};
  await worker.subscriptions.followPolicy();
  answerAll();
  await fetching;
  expect(await worker.store.sources()).toEqual([]);
  expect(await viewsOf(worker)).toEqual([]);
});

test('the key of a list is in what is asked for, and in nothing that is shown', async () => {
  const list = await serveList((_, response) => response.end('one.example\n'));
  const world = createListWorld();
  world.policy.raw = {
    sources: [{ name: 'With a key', url: `${list.url}?auth={key}`, key: 'made-up-key' }],
  };
  const worker = world.startWorker();
  const id = (await viewsOf(worker))[0]?.source.id ?? '';
  await worker.subscriptions.refresh(id);
  expect(list.asked[0]?.url).toBe('/list.txt?auth=made-up-key');
  expect(JSON.stringify(await worker.subscriptions.views())).not.toContain('made-up-key');
  expect(await worker.store.count()).toBe(1);
});
