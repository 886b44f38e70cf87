import type { Tlp } from '@/core/indicator.ts';
import {
  isTlpTag,
  readTlp,
  recordIn,
  recordsIn,
  stringsIn,
  techniquesIn,
  type Fields,
} from './row-fields.ts';

/** What the tags and galaxies of an event or an attribute say. */
export interface MispTags {
  names: string[];
  techniques: string[];
  tlps: (Tlp | undefined)[];
}

/** Names as an analyst says them: `misp-galaxy:threat-actor="Lamp Oil"` is "Lamp Oil", and a technique is its id. */
export function readMispTags(tags: readonly Fields[], galaxies: readonly Fields[]): MispTags {
  const written = tags.map(({ name }) => name).filter((name) => typeof name === 'string');
  const clusters = galaxies.flatMap((galaxy) => recordsIn(galaxy, 'GalaxyCluster'));
  const said = [...written.filter((name) => !isTlpTag(name)).map(spoken), ...clusters.map(clusterName)];
  return {
    names: [...new Set(said.filter((name) => name !== '' && !isTechnique(name)))],
    techniques: techniquesIn([
      ...said.filter(isTechnique),
      ...clusters.flatMap((cluster) => stringsIn(recordIn(cluster, 'meta'), 'external_id')),
    ]),
    tlps: written.filter(isTlpTag).map(readTlp),
  };
}

function spoken(name: string): string {
  return /^misp-galaxy:[^=]+="(.*)"$/.exec(name)?.[1] ?? name;
}

function clusterName({ value }: Fields): string {
  return typeof value === 'string' ? value : '';
}

/** "Phishing - T1566" */
function isTechnique(name: string): boolean {
  return /(?:^|- )T\d{4}(?:\.\d{3})?$/.test(name);
}
