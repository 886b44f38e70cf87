import { sourceSchema, type Source } from './source.ts';

/** A list to try Telltale with before there is a key. Every value in it is made up, in names and ranges that are reserved for that. */
export const SAMPLE_SOURCE_ID = 'sample';

export function sampleSource(name: string, now: number): Source {
  return sourceSchema.parse({
    id: SAMPLE_SOURCE_ID,
    name,
    kind: 'file',
    format: 'csv',
    columns: { type: 0, value: 1, confidence: 2, tags: 3, context: 4 },
    addedAt: new Date(now).toISOString(),
  });
}

export const SAMPLE_LIST = `type,value,confidence,tags,context
domain,lantern-post.example,high,"phishing,made-up",Asks for passwords in a made-up campaign
url,http://harbour-files.example/update.bin,medium,"loader,made-up",Second stage of a made-up loader
ipv4,203.0.113.66,high,"c2,made-up",Command and control of a made-up loader
sha256,0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0,low,made-up,A made-up file
`;

/** As reports write it: defanged, across a sentence, with values that are in no list and a file that is no indicator. */
export const SAMPLE_TEXT = `The mail links to hxxps://login.lantern-post[.]example/verify and drops update.bin (SHA-256 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0), which talks to 203.0.113[.]66:8443 and, if that is down, to brass-kettle[.]example.`;
