import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeText } from '@/core/decode-text.ts';

const TEXT = 'value;note\r\nevil.example;Grüße\r\n';
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** As a network cuts it: `length` bytes at a time. */
function streamOf(bytes: Buffer, length: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(new Uint8Array(bytes.subarray(at, (at += length))));
    },
  });
}

async function read(bytes: Buffer, length: number): Promise<string> {
  let text = '';
  for await (const piece of decodeText(streamOf(bytes, length))) text += piece;
  return text;
}

test.each<[string, Buffer, string]>([
  ['UTF-8', Buffer.from(TEXT), TEXT],
  ['UTF-8 behind its mark', Buffer.from(`\uFEFF${TEXT}`), TEXT],
  ['UTF-16', utf16(TEXT), TEXT],
  ['UTF-16, big end first', utf16(TEXT).swap16(), TEXT],
  ['gzip', gzipSync(TEXT), TEXT],
  ['gzipped UTF-16', gzipSync(utf16(TEXT)), TEXT],
  ['what is no UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a\uFFFDb'],
  ['one byte', Buffer.from('a'), 'a'],
  ['nothing', Buffer.alloc(0), ''],
])('%s is read, however it arrives', async (_, bytes, text) => {
  for (const length of [1, 2, 3, 1000]) expect(await read(bytes, length)).toBe(text);
});

test.each([
  ['cut short', gzipSync(TEXT).subarray(0, 30)],
  ['no more than its mark', Buffer.from([0x1f, 0x8b])],
])('gzip that is %s fails', async (_, bytes) => {
  await expect(read(bytes, 7)).rejects.toBeInstanceOf(TypeError);
});

test('whoever stops reading stops the source', async () => {
  let isStopped = false;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(Buffer.from('evil.example\n'))),
    cancel: () => void (isStopped = true),
  });
  for await (const piece of decodeText(endless)) if (piece !== '') break;
  expect(isStopped).toBe(true);
});
