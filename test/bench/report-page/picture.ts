import { crc32, deflateSync } from 'node:zlib';
import type { Random } from '../random.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of coloured blocks, which weighs about what a screenshot of its size does. */
export function picture(random: Random, [width, height]: readonly [number, number]): Buffer {
  const line = 1 + width * 3;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 8) {
      // Every block row has colours of its own; the rows of a block repeat.
      if (y % 8 > 0)
        pixels.copy(pixels, y * line + 1 + x * 3, (y - 1) * line + 1 + x * 3, (y - 1) * line + 25 + x * 3);
      else pixels.fill(random.between(0, 0xff), y * line + 1 + x * 3, y * line + 25 + x * 3);
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a channel, red, green and blue.
  head.set([8, 2], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
