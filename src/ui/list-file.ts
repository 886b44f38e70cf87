import { decodeText } from '@/core/decode-text.ts';

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

function readText(file: File, onRead: (bytes: number) => void): AsyncGenerator<string> {
  return decodeText(countBytes(file, onRead));
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
