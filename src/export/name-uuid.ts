/**
 * A UUID made of a name (RFC 9562, version 5): the same name has the same one on every machine, so that who imports twice has
 * everything once.
 */
export async function nameUuid(name: string, namespace: string): Promise<string> {
  const space = Uint8Array.from(namespace.replaceAll('-', '').match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  );
  const bytes = new Uint8Array([...space, ...new TextEncoder().encode(name)]);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Names of ours: `<type>:<value>` and the like. Drawn once at random. */
export const TELLTALE_NAMESPACE = 'b7e4f6a2-6a1d-4d0e-9c57-0f8f0a6d3c21';
