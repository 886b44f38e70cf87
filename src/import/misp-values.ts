import { readPort } from './row-fields.ts';
import type { TypeWord } from './read-value.ts';

interface MispValue {
  type: TypeWord;
  value: string;
  port?: number;
}

/**
 * The values in an attribute of a type ("ip-dst|port" is an address with its port, "domain|ip" both, of "filename|sha256" the hash
 * alone counts); undefined for types that hold nothing we look for: file names, registry keys, fingerprints of
 * TLS handshakes that only look like MD5, links to what others wrote.
 */
export function mispValues(type: string, value: string): MispValue[] | undefined {
  const plain = PLAIN.get(type);
  if (plain) return [{ type: plain, value }];
  const bar = value.lastIndexOf('|');
  const head = bar < 0 ? value : value.slice(0, bar);
  const tail = value.slice(bar + 1);
  const hash = /^(?:filename\||x509-fingerprint-)(md5|sha1|sha256|sha512)$/.exec(type)?.[1];
  if (hash) return [{ type: PLAIN.get(hash) ?? 'hash', value: tail }];
  switch (type) {
    case 'ip-src|port':
    case 'ip-dst|port':
    case 'hostname|port': {
      const port = bar < 0 ? undefined : readPort(tail);
      return [
        {
          type: type === 'hostname|port' ? 'domain' : 'ip',
          value: head,
          ...(port !== undefined && { port }),
        },
      ];
    }
    case 'domain|ip':
      return bar < 0
        ? [{ type: 'any', value }]
        : [
            { type: 'domain', value: head },
            { type: 'ip', value: tail },
          ];
    case 'malware-sample':
      return [{ type: 'md5', value: tail }];
    default:
      return undefined;
  }
}

const PLAIN = new Map<string, TypeWord>([
  ['ip-src', 'ip'],
  ['ip-dst', 'ip'],
  ['domain', 'domain'],
  ['hostname', 'domain'],
  ['url', 'url'],
  ['uri', 'url'],
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['sha512', 'sha512'],
  ['email', 'email'],
  ['email-src', 'email'],
  ['email-dst', 'email'],
  ['email-reply-to', 'email'],
  ['vulnerability', 'cve'],
]);
