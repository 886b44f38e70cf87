import type { Client, ClientOptions } from '@/api/client.ts';
import { parseRow } from '@/api/wire.ts';
import type { Indicator, Observable } from '@/core/indicator.ts';
import { message, type Message, type Value } from '@/core/words.ts';
import type { UserStore } from '@/store/user.ts';
import { iso, SOC_DEFENDERS, type Account } from './sync-state.ts';

export interface AccountParts {
  user: Pick<UserStore, 'settings' | 'key'>;
  makeClient(
    options: Pick<ClientOptions, 'baseUrl' | 'key' | 'authHeader' | 'signal' | 'withoutContext'>,
  ): Client;
  now(): number;
}

export type Tested = { ok: true; message: Message } | { ok: false; reason: Value };
export type Asked =
  { ok: true; found: boolean; rows: Indicator[]; host: string } | { ok: false; reason: Value };

export async function readAccount({ user }: Pick<AccountParts, 'user'>): Promise<Account | undefined> {
  // In this order: a policy's key may have to be waited for, and goes to the address of that policy.
  const key = await user.key();
  return key && { settings: await user.settings(), key };
}

export function connect(
  { makeClient }: Pick<AccountParts, 'makeClient'>,
  { settings, key }: Account,
  signal: AbortSignal,
): Client {
  const { baseUrl, authHeader, withContext, contextParameter } = settings;
  const context = withContext ? {} : { withoutContext: contextParameter };
  return makeClient({ baseUrl, authHeader, key: key.value, signal, ...context });
}

/** Asks the API for one row, and changes nothing. */
export async function testAccount(parts: AccountParts): Promise<Tested> {
  const account = await readAccount(parts);
  if (!account) return { ok: false, reason: message('keyFirst') };
  const client = connect(parts, account, new AbortController().signal);
  const since = iso(parts.now() - 24 * 3_600_000);
  const page = await client.page({ since, limit: 1, offset: 0 });
  if (!page.ok) return { ok: false, reason: page.text };
  const { total } = page.meta;
  const host = hostOf(account);
  return {
    ok: true,
    message:
      total === undefined ? message('keyAccepted', { host }) : message('keyAcceptedTotal', { host, total }),
  };
}

/** Tells the API one value, and asks what it knows of it; nothing of the answer is stored. */
export async function askApi(parts: AccountParts, { type, value }: Observable): Promise<Asked> {
  const account = await readAccount(parts);
  if (!account) return { ok: false, reason: message('noKeyToAsk') };
  const answer = await connect(parts, account, new AbortController().signal).lookup(value);
  if (!answer.ok) return { ok: false, reason: answer.text };
  const rows = answer.rows
    // A row of it may leave out what was asked for.
    .map((row) => parseRow({ type, ...(row as object) }, SOC_DEFENDERS.id, parts.now()))
    .flatMap((parsed) => (parsed.ok ? parsed.indicator : []));
  return { ok: true, found: answer.found, rows, host: hostOf(account) };
}

function hostOf({ settings }: Account): string {
  return new URL(settings.baseUrl).host;
}
