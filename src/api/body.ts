/** Reads a body as UTF-8 while counting, and stops at `largest` bytes. Rejects where the connection breaks off. */
export async function readBody(
  response: Response,
  { largest, onPiece }: { largest: number; onPiece(): void },
): Promise<{ ok: true; text: string } | { ok: false }> {
  const reader = response.body?.getReader();
  if (!reader) return { ok: true, text: '' };
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { ok: true, text: [...pieces, decoder.decode()].join('') };
    onPiece();
    size += value.byteLength;
    if (size > largest) {
      await reader.cancel();
      return { ok: false };
    }
    pieces.push(decoder.decode(value, { stream: true }));
  }
}
