import { expect, test } from 'vitest';
import { readApiKey } from '@/core/api-key.ts';

test.each([
  ['sk_live_made_up', 'sk_live_made_up'],
  ['  sk_live_made_up\n', 'sk_live_made_up'],
  ['"sk_live_made_up"', 'sk_live_made_up'],
  [' “sk_live_made_up” ', 'sk_live_made_up'],
  ["'sk_live_made_up'", 'sk_live_made_up'],
  ['`sk_live_made_up`', 'sk_live_made_up'],
  ['Bearer sk_live_made_up', 'sk_live_made_up'],
  ['"Authorization: Bearer sk_live_made_up"', 'sk_live_made_up'],
  ['X-API-Key: "sk_live_made_up"', 'sk_live_made_up'],
  ['\uFEFFsk_live_\u200Bmade_up', 'sk_live_made_up'],
  // A quotation mark on one side may be one of the key's own.
  ['"sk_live_made_up', '"sk_live_made_up'],
  ['', ''],
  ['   ', ''],
])('%j is the key %j', (pasted, key) => {
  expect(readApiKey(pasted)).toEqual({ ok: true, key });
});

test.each(['sk_live made_up', 'My key: sk_live_made_up', 'sk_live_мade_up', 'sk_live_\u0000'])(
  '%j cannot be sent',
  (pasted) => {
    expect(readApiKey(pasted)).toMatchObject({ ok: false, reason: { key: 'keyNotSendable' } });
  },
);
