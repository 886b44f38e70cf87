import type { IncomingHttpHeaders } from 'node:http';
import type { ApiError } from './answer.ts';
import type { Behaviour, Format, Plan } from './behaviour.ts';

export type AuthHeader = 'none' | 'bearer' | 'x-api-key' | 'both';
export type KeyState = 'missing' | 'invalid' | 'expired' | 'valid';
export interface Access {
  header: AuthHeader;
  keyState: KeyState;
}

/** Reads the key from `Authorization: Bearer` or `X-API-Key`; Bearer decides where both are sent. */
export function readAccess(headers: IncomingHttpHeaders, behaviour: Behaviour): Access {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const apiKey = headers['x-api-key'];
  const key = bearer ?? (typeof apiKey === 'string' ? apiKey : undefined);
  return { header: headerKind(bearer, apiKey), keyState: keyState(key, behaviour) };
}

function headerKind(bearer: unknown, apiKey: unknown): AuthHeader {
  if (bearer !== undefined && apiKey !== undefined) return 'both';
  if (bearer !== undefined) return 'bearer';
  return apiKey === undefined ? 'none' : 'x-api-key';
}

function keyState(key: string | undefined, { key: accepted, expiredKeys }: Behaviour): KeyState {
  if (!key) return 'missing';
  if (expiredKeys.includes(key)) return 'expired';
  return key === accepted ? 'valid' : 'invalid';
}

const KEY_ERRORS: Record<Exclude<KeyState, 'valid'>, ApiError> = {
  missing: { status: 401, code: 'missing_api_key', message: 'An API key is required.' },
  invalid: { status: 401, code: 'invalid_api_key', message: 'The API key is not valid.' },
  expired: { status: 401, code: 'expired_api_key', message: 'The API key has expired.' },
};

export function keyError({ keyState: state }: Access): ApiError | undefined {
  return state === 'valid' ? undefined : KEY_ERRORS[state];
}

/** CSV and plain text are for paying plans. */
export function formatError(format: Format, plan: Plan): ApiError | undefined {
  if (plan.formats.includes(format)) return undefined;
  return {
    status: 403,
    code: 'forbidden',
    message: `The ${format} format needs a Pro plan.`,
    details: { format },
  };
}
