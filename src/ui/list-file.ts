/** How much of a file its format and columns are guessed from; bytes. */
const BEGINNING = 64 * 1024;

/** A file that the user picked, as text: unpacked where it is gzipped, in pieces, so that no more than a piece is held. */
export interface ListFile {
  name: string;
  /** Bytes on disk. */
  size: number;
  beginning(): Promise<string>;
  /** May be asked for again, from the start. `onRead` is told how many bytes of the file are read. */
  text(onRead: (bytes: number) => void): AsyncGenerator<string>;
}

export function openListFile(file: File): ListFile {
  return {
    name: file.name,
    size: file.size,
    async beginning() {
      let text = '';
      for await (const piece of readText(file, () => {})) {
        text += piece;
        if (text.length >= BEGINNING) break;
      }
      return text.slice(0, BEGINNING);
    },
    text: (onRead) => readText(file, onRead),
  };
}

/** "rows.csv.gz" -> "rows" */
export function listName(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/\.[a-z0-9]{1,5}$/i, '') || fileName;
}

async function* readText(file: File, onRead: (bytes: number) => void): AsyncGenerator<string> {
  const bytes = countBytes(file, onRead);
  const unpacked = (await isGzipped(file)) ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes;
  const reader = unpacked.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Where nobody reads on, the file is to be closed.
    await reader.cancel().catch(() => {});
  }
}

function countBytes(file: File, onRead: (bytes: number) => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  let read = 0;
  return file.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        read += piece.byteLength;
        onRead(read);
        controller.enqueue(piece);
      },
    }),
  );
}

/** RFC 1952: it begins with 1f 8b. */
async function isGzipped(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}
