import type { Key } from '@/core/words.ts';
import { writeCsv } from './csv.ts';
import { inOrder, type ExportRow, type Provenance } from './export-row.ts';
import { writeJson } from './json.ts';
import { writeKql } from './kql.ts';
import { writeLucene } from './lucene.ts';
import { writeMarkdown } from './markdown.ts';
import { writeMisp } from './misp.ts';
import { writeSigma } from './sigma.ts';
import { writeSpl } from './spl.ts';
import { writeStix } from './stix.ts';
import { writeTxt } from './txt.ts';

export const EXPORT_FORMATS = [
  'csv',
  'txt',
  'json',
  'stix',
  'misp',
  'markdown',
  'kql',
  'spl',
  'lucene',
  'sigma',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

interface Format {
  label: Key;
  /** What it is for, or what it loses. */
  about: Key;
  /** Without the dot. */
  extension: string;
  mime: string;
  write(rows: readonly ExportRow[], provenance: Provenance): string | Promise<string>;
}

export const FORMATS: Record<ExportFormat, Format> = {
  csv: {
    label: 'formatNameCsv',
    about: 'aboutCsv',
    extension: 'csv',
    mime: 'text/csv',
    write: writeCsv,
  },
  txt: {
    label: 'formatNameTxt',
    about: 'aboutTxt',
    extension: 'txt',
    mime: 'text/plain',
    write: writeTxt,
  },
  json: {
    label: 'formatNameJson',
    about: 'aboutJson',
    extension: 'json',
    mime: 'application/json',
    write: writeJson,
  },
  stix: {
    label: 'formatNameStix',
    about: 'aboutStix',
    extension: 'stix.json',
    mime: 'application/stix+json',
    write: writeStix,
  },
  misp: {
    label: 'formatNameMisp',
    about: 'aboutMisp',
    extension: 'misp.json',
    mime: 'application/json',
    write: writeMisp,
  },
  markdown: {
    label: 'formatNameMarkdown',
    about: 'aboutMarkdown',
    extension: 'md',
    mime: 'text/markdown',
    write: writeMarkdown,
  },
  kql: {
    label: 'formatNameKql',
    about: 'aboutKql',
    extension: 'kql',
    mime: 'text/plain',
    write: writeKql,
  },
  spl: { label: 'formatNameSpl', about: 'aboutSpl', extension: 'spl', mime: 'text/plain', write: writeSpl },
  lucene: {
    label: 'formatNameLucene',
    about: 'aboutLucene',
    extension: 'lucene.txt',
    mime: 'text/plain',
    write: writeLucene,
  },
  sigma: {
    label: 'formatNameSigma',
    about: 'aboutSigma',
    extension: 'yml',
    mime: 'application/yaml',
    write: writeSigma,
  },
};

/** The rows in a format, known ones first. Empty where the format has no words for any of them. */
export async function exportRows(
  format: ExportFormat,
  rows: readonly ExportRow[],
  provenance: Provenance,
): Promise<string> {
  return FORMATS[format].write(inOrder(rows), provenance);
}

/** "telltale-report-example-2026-11-02-0815.csv": no letters but those that every file system takes. */
export function fileName(format: ExportFormat, { url, at, case: of }: Provenance): string {
  const host = of
    ? (of.ticket ?? of.name).slice(0, 40)
    : url !== undefined && URL.canParse(url)
      ? new URL(url).hostname
      : '';
  const parts = ['telltale', host, at.slice(0, 16)].filter(Boolean).join('-');
  return `${parts.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.${FORMATS[format].extension}`;
}
