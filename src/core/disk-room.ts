import { message, type Message } from './words.ts';

/** Below this the browsers' databases cannot tidy up after themselves, let alone grow. */
export const LEAST_ROOM = 32 * 2 ** 20;

/** What a browser says of the disk, or of its own share of it; where it says nothing, there is room. */
export function isShortOfRoom({ quota, usage }: { quota?: number; usage?: number }): boolean {
  return quota !== undefined && usage !== undefined && quota - usage < LEAST_ROOM;
}

export function diskFull(): Message {
  return message('diskFull', { megabytes: LEAST_ROOM / 2 ** 20 });
}
