import type { Indicator } from './indicator.ts';
import { findAround, isAddress, parseRange } from './range.ts';

/**
 * Hosts and networks that defenders answer from in place of malware's own servers. Only those that two public lists agree
 * on and that belong to an operator of their own: an address in a cloud goes to the next tenant.
 */
const SINKHOLES = {
  asOf: '2026-11-23',
  source:
    'MISP\'s warning list "List of known sinkholes" version 2 (CC0), where the sinkhole trails of maltrail (MIT) agree; ' +
    'names by the domains of their operators.',
  networks: [
    { block: '143.215.130.0/24', operator: 'Georgia Institute of Technology' },
    { block: '148.81.111.0/25', operator: 'CERT Polska' },
    { block: '195.22.26.192/26', operator: 'BitSight' },
    { block: '199.2.137.0/24', operator: 'Microsoft' },
  ],
  names: [
    { name: 'sinkhole.cert.pl', operator: 'CERT Polska' },
    { name: 'sinkhole.cert.gov.ua', operator: 'CERT-UA' },
    { name: 'sinkhole.caad.fkie.fraunhofer.de', operator: 'Fraunhofer FKIE' },
    { name: 'sinkhole.shadowserver.org', operator: 'Shadowserver' },
    { name: 'sinkhole.sidnlabs.nl', operator: 'SIDN Labs' },
  ],
} as const;

/** By the source's own word, a tag, or by the list above. `host`: what the value names. */
export function isSinkhole(host: string | undefined, rows: readonly Indicator[]): boolean {
  return (
    rows.some(({ tags }) => tags.some((tag) => /sink-?hole/i.test(tag))) ||
    (host !== undefined && isKnownSinkhole(host))
  );
}

function isKnownSinkhole(host: string): boolean {
  if (isAddress(host)) return findAround(host, NETWORKS) !== undefined;
  return SINKHOLES.names.some(({ name }) => host === name || host.endsWith(`.${name}`));
}

const NETWORKS = SINKHOLES.networks.flatMap(({ block }) => {
  const range = parseRange(block);
  return range ? [{ range }] : [];
});
