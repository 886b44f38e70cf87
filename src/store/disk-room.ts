/** Below this the browsers' databases cannot tidy up after themselves, let alone grow. */
export const LEAST_ROOM = 32 * 2 ** 20;

/**
 * Whether the disk, or the browser's share of it, is all but full. Then a database fails with errors that mean damage at other
 * times ("Internal error opening backing store"), and is sound again once there is room: it must not be deleted for them.
 */
export async function isRoomShort(): Promise<boolean> {
  // Absent outside of browsers; where it cannot be told, there is room.
  const { quota, usage } = await estimate().catch((): StorageEstimate => ({}));
  return quota !== undefined && usage !== undefined && quota - usage < LEAST_ROOM;
}

export function isOutOfRoom(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

async function estimate(): Promise<StorageEstimate> {
  return navigator.storage.estimate();
}
