/** What was read from the database is not what was written. */
export class DamagedError extends Error {
  override name = 'DamagedError';
}

/**
 * True for our own finding and for the browsers' errors that mean a broken file: "Internal error opening backing
 * store" and "Failed to read large IndexedDB value" come as UnknownError, DataError or NotReadableError; a schema that
 * is newer than ours or lacks a store as VersionError and NotFoundError.
 */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedError || (error instanceof DOMException && DAMAGE.has(error.name));
}

const DAMAGE = new Set(['UnknownError', 'DataError', 'NotReadableError', 'VersionError', 'NotFoundError']);
