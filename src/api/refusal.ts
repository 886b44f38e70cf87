import type { SyncErrorReason } from '@/core/sync-status.ts';
import type { Rate } from './rate.ts';
import { message, type Message } from '@/core/words.ts';
import { z } from '@/core/schema.ts';

interface Refusal {
  ok: false;
  reason: SyncErrorReason;
  text: Message;
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
    text: message('refusalWith', { what: answer.text, facts: facts.join(', ') }),
    ...(retryAt !== undefined && { retryAt }),
  };
}

function describe(
  status: number,
  host: string,
  code: string | undefined,
): { reason: SyncErrorReason; text: Message } {
  if (status === 401) return { reason: 'unauthorized', text: keyText(host, code) };
  if (status === 403)
    return {
      reason: 'forbidden',
      text: message('refusalForbidden', { host }),
    };
  if (status === 404 || status === 405 || status === 410)
    return {
      reason: 'refused',
      text: message('refusalNoApi', { host }),
    };
  if (status === 429) return { reason: 'rate_limited', text: message('refusalLimit', { host }) };
  if (status === 408) return { reason: 'timeout', text: message('refusalTimeout', { host }) };
  if (status < 500)
    return {
      reason: 'refused',
      text: message('refusalRequest', { host }),
    };
  return { reason: 'server', text: message('refusalServer', { host }) };
}

function keyText(host: string, code: string | undefined): Message {
  switch (code) {
    case 'missing_api_key':
      return message('refusalNoKey', { host });
    case 'expired_api_key':
      return message('refusalExpired');
    case 'invalid_api_key':
      return message('refusalInvalid');
    default:
      return message('refusalKey', { host });
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
