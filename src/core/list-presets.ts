import type { ListFormat } from './source.ts';
import type { Key } from './words.ts';

/** A public list that is offered by name. Its publisher may change address and terms; the terms are to be read there. */
export interface ListPreset {
  id: string;
  name: string;
  /** Where it is published, for the user to read its terms. */
  home: string;
  /** `{key}` is where its publisher wants the user's own key to stand. */
  url: string;
  format: ListFormat;
  /** As often as is useful; its publisher asks for no more than one request in five minutes. */
  everyMinutes: number;
  /** What is in it, in a sentence. */
  about: Key;
  terms: Key;
  /** Where a key is given out; absent where none is needed. */
  keyFrom?: string;
}

const TERMS = 'termsAbuse';
const KEY_FROM = 'https://auth.abuse.ch/';

/** abuse.ch gives most of its exports to holders of a (free) Auth-Key only, which stands in the address. */
export const LIST_PRESETS: readonly ListPreset[] = [
  {
    id: 'urlhaus',
    name: 'URLhaus',
    home: 'https://urlhaus.abuse.ch/',
    url: 'https://urlhaus-api.abuse.ch/v2/files/exports/{key}/recent.csv',
    format: 'urlhaus',
    everyMinutes: 60,
    about: 'aboutUrlhaus',
    terms: TERMS,
    keyFrom: KEY_FROM,
  },
  {
    id: 'threatfox',
    name: 'ThreatFox',
    home: 'https://threatfox.abuse.ch/',
    url: 'https://threatfox-api.abuse.ch/v2/files/exports/{key}/recent.csv',
    format: 'threatfox',
    everyMinutes: 60,
    about: 'aboutThreatfox',
    terms: TERMS,
    keyFrom: KEY_FROM,
  },
  {
    id: 'feodo',
    name: 'Feodo Tracker',
    home: 'https://feodotracker.abuse.ch/',
    url: 'https://feodotracker.abuse.ch/downloads/ipblocklist.csv',
    format: 'feodo',
    everyMinutes: 360,
    about: 'aboutFeodo',
    terms: 'termsPublisher',
  },
];
