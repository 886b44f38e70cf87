import { z } from 'zod';
import type { SyncErrorReason } from '@/core/sync-status.ts';
import type { Rate } from './rate.ts';

interface Refusal {
  ok: false;
  reason: SyncErrorReason;
  text: string;
  retryAt?: number;
}

/**
 * An HTTP status from 400 up -> what happened and what to do. The API's own message is not shown: it could repeat the
 * key, and it was written for programmers. Its code and request id are, where they look like such.
 */
export function explainRefusal(refusal: { status: number; host: string; rate: Rate; body: string }): Refusal {
  const { status, host, rate } = refusal;
  const { code, requestId } = readError(refusal.body);
  const answer = describe(status, host, code);
  const retryAt = rate.retryAt ?? (status === 429 ? rate.resetAt : undefined);
  const facts = [`HTTP ${status}`, code, requestId && `request ${requestId}`].filter(
    (fact) => fact !== undefined,
  );
  return {
    ok: false,
    reason: answer.reason,
    text: `${answer.text} (${facts.join(', ')})`,
    ...(retryAt !== undefined && { retryAt }),
  };
}

function describe(
  status: number,
  host: string,
  code: string | undefined,
): { reason: SyncErrorReason; text: string } {
  if (status === 401) return { reason: 'unauthorized', text: keyText(host, code) };
  if (status === 403)
    return {
      reason: 'forbidden',
      text: `${host} does not allow this key to read indicators. Check what your plan includes.`,
    };
  if (status === 404 || status === 405 || status === 410)
    return {
      reason: 'refused',
      text: `There is no indicator API at this address of ${host}. Check the base URL in the options.`,
    };
  if (status === 429)
    return { reason: 'rate_limited', text: `${host} has answered as often as your plan allows for now.` };
  if (status === 408)
    return { reason: 'timeout', text: `${host} gave up waiting. It is asked again by itself.` };
  if (status < 500)
    return {
      reason: 'refused',
      text: `${host} did not accept the request. Check the base URL in the options; Telltale may be too old for this API.`,
    };
  return { reason: 'server', text: `${host} has a problem of its own. It is asked again by itself.` };
}

function keyText(host: string, code: string | undefined): string {
  switch (code) {
    case 'missing_api_key':
      return `${host} saw no API key. In the options, try the other way of sending it (Bearer or X-API-Key).`;
    case 'expired_api_key':
      return 'The API key has expired. Make a new one in your account and paste it in the options.';
    case 'invalid_api_key':
      return 'The API key is not valid. Copy it again from your account and paste it in the options.';
    default:
      return `${host} does not accept the API key. Check it in the options.`;
  }
}

const errorSchema = z.object({
  error: z.object({
    code: z
      .string()
      .regex(/^[a-z_]{1,40}$/)
      .optional()
      .catch(undefined),
    request_id: z
      .string()
      .regex(/^(?:req_)?[0-9a-f-]{1,40}$/i)
      .optional()
      .catch(undefined),
  }),
});

function readError(body: string): { code?: string | undefined; requestId?: string | undefined } {
  try {
    const { error } = errorSchema.parse(JSON.parse(body));
    return { code: error.code, requestId: error.request_id };
  } catch {
    // A proxy's page, or nothing at all: the status has to do.
    return {};
  }
}
