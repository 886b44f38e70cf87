type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Bytes as they arrive -> text in pieces: unpacked where they begin like gzip (RFC 1952), as UTF-16 where they say so by a byte
 * order mark (as spreadsheets save "Unicode text"), else as UTF-8. Whoever stops reading stops the source.
 */
export async function* decodeText(body: ReadableStream<Bytes>): AsyncGenerator<string> {
  const arrived = await peek(body);
  const plain = isGzip(arrived.beginning)
    ? arrived.all.pipeThrough(new DecompressionStream('gzip'))
    : arrived.all;
  const { beginning, all } = await peek(plain);
  const reader = all.pipeThrough(new TextDecoderStream(encodingOf(beginning))).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {}); // it may have failed, which was thrown
  }
}

/** The first two bytes, where there are as many, and the whole stream, these included. */
async function peek(
  stream: ReadableStream<Bytes>,
): Promise<{ beginning: Bytes; all: ReadableStream<Bytes> }> {
  const reader = stream.getReader();
  const seen: Bytes[] = [];
  for (let size = 0; size < 2;) {
    const { done, value } = await reader.read();
    if (done) break;
    seen.push(value);
    size += value.length;
  }
  const all = new ReadableStream<Bytes>({
    async pull(controller) {
      const value = seen.shift() ?? (await reader.read()).value;
      if (value) controller.enqueue(value);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return {
    beginning: Uint8Array.from(seen.flatMap((piece) => [...piece.subarray(0, 2)])).subarray(0, 2),
    all,
  };
}

function isGzip([first, second]: Bytes): boolean {
  return first === 0x1f && second === 0x8b;
}

function encodingOf([first, second]: Bytes): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
