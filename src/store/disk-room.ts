import { isShortOfRoom } from '@/core/disk-room.ts';

/**
 * Whether the disk, or the browser's share of it, is all but full. Then a database fails with errors that mean damage at other
 * times ("Internal error opening backing store"), and is sound again once there is room: it must not be deleted for them.
 */
export async function isRoomShort(): Promise<boolean> {
  // Absent outside of browsers; where it cannot be told, there is room.
  return isShortOfRoom(await estimate().catch((): StorageEstimate => ({})));
}

/** Whether a database failed of it: by its own word, or in any other way while there is none. */
export async function isForWantOfRoom(error: unknown): Promise<boolean> {
  return error instanceof DOMException && (error.name === 'QuotaExceededError' || (await isRoomShort()));
}

async function estimate(): Promise<StorageEstimate> {
  return navigator.storage.estimate();
}
