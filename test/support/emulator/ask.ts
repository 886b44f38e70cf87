import type { Emulator } from './emulator.ts';
import { PATH } from './endpoint.ts';

export interface Envelope {
  meta: {
    total: number;
    limit: number;
    offset: number;
    generated_at: string;
    feed_version: string;
    source: string;
    filters: Record<string, string>;
  };
  data: Record<string, unknown>[];
  links: { self: string; next?: string | null };
}
export interface ErrorEnvelope {
  error: { code: string; message: string; details?: unknown; request_id: string };
}
export interface Reply<Body> {
  status: number;
  headers: Headers;
  body: Body;
}
type Parameters_ = Record<string, string | number>;
const BEARER = (key: string): Record<string, string> => ({ Authorization: `Bearer ${key}` });

/** Asks for a page as curl would, with the right key unless other headers are given. */
export async function ask(
  emulator: Emulator,
  parameters: Parameters_ = {},
  headers = BEARER(emulator.key),
): Promise<Reply<Envelope>> {
  const { body, ...reply } = await askText(emulator, parameters, headers);
  return { ...reply, body: JSON.parse(body) as Envelope };
}

/** Like `ask`, where a refusal is expected. */
export async function askRefused(
  emulator: Emulator,
  parameters: Parameters_ = {},
  headers = BEARER(emulator.key),
): Promise<Reply<ErrorEnvelope>> {
  const { body, ...reply } = await askText(emulator, parameters, headers);
  return { ...reply, body: JSON.parse(body) as ErrorEnvelope };
}

/** Like `ask`, with the body as it came. */
export async function askText(
  emulator: Emulator,
  parameters: Parameters_ = {},
  headers = BEARER(emulator.key),
): Promise<Reply<string>> {
  const search = new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [name, String(value)]),
  );
  const response = await fetch(`${emulator.url}${PATH}?${search}`, { headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
