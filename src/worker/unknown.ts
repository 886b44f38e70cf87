import { allowing } from '@/core/allowlist.ts';
import { extract } from '@/core/extract.ts';
import type { Observable, PageIdentity } from '@/core/indicator.ts';
import type { SeenValue } from '@/core/inspection.ts';
import { hostOf, impossibleReason } from '@/core/known-good.ts';
import { isRelated } from '@/core/link-host.ts';
import { see } from '@/core/match.ts';
import type { AllowEntry } from '@/core/settings.ts';
import { isSharedService } from '@/core/shared-services.ts';
import type { SortedValues, UnknownValue } from '@/extension/messages.ts';

export interface SortParts {
  /** One entry a value, in order: whether anything at all is known of it. */
  isKnown(values: readonly Observable[]): Promise<boolean[]>;
  allowlist: readonly AllowEntry[];
  page: PageIdentity;
}

/**
 * Of what stands on a page: what is new to the user. A value is real where the reader finds it in its own sentence (suffixes, files and
 * versions considered). Left out are what is known, what can point at nobody, what the user allows, the page's own site, shared services, and git's
 * commits; the hashes of one row are one file.
 */
export async function sortValues(values: readonly SeenValue[], parts: SortParts): Promise<SortedValues> {
  const real = values.filter(isReal);
  const known = await parts.isKnown(real);
  const site = parts.page.url === undefined ? undefined : siteOf(parts.page.url);
  const left = { own: 0, shared: 0, otherHash: 0 };
  const knownRows = new Set(real.flatMap(({ row }, at) => (known[at] && row !== undefined ? [row] : [])));
  const unknown = real.filter((value, at) => {
    if (known[at]) return false;
    if (value.row !== undefined && knownRows.has(value.row)) return count(left, 'otherHash');
    if (isOwn(value, site, parts.allowlist)) return count(left, 'own');
    if (isShared(value)) return count(left, 'shared');
    return !isCommit(value, site);
  });
  return { unknown: oneAFile(unknown), leftOut: left, total: real.length };
}

function count(left: SortedValues['leftOut'], why: keyof SortedValues['leftOut']): false {
  left[why] += 1;
  return false;
}

/** Sentences hold no more than a few hundred characters each; the first ones are enough to tell. */
const SENTENCES_READ = 3;

function isReal({ type, value, sentences }: SeenValue): boolean {
  return sentences
    .slice(0, SENTENCES_READ)
    .some((text) => extract(text).some((found) => found.type === type && found.value === value));
}

function siteOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}

function isOwn(value: SeenValue, site: string | undefined, allowlist: readonly AllowEntry[]): boolean {
  if (impossibleReason(value) !== undefined || allowing(see(value), allowlist)) return true;
  const host = hostOf(value);
  return host !== undefined && site !== undefined && site !== '' && isRelated(host, site);
}

/** A bare name of a service that everybody uses; a page or a tenant of it may be an indicator. */
function isShared(value: SeenValue): boolean {
  const host = hostOf(value);
  if (host === undefined || value.type === 'email') return false;
  const isBare = value.type !== 'url' || /^[a-z]+:\/\/[^/?#]*$/.test(value.value);
  return isBare && isSharedService(host);
}

const FORGES =
  /(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht|gitea\.com|kernel\.org)$/;

/** 40 hexadecimal digits that nobody calls a hash of a file. */
function isCommit({ type, sentences }: SeenValue, site: string | undefined): boolean {
  if (type !== 'sha1') return false;
  const said = sentences.join(' ');
  if (/\bsha-?1\b|\bmd5\b|\bsha-?256\b|\bhash(?:es)?\b/i.test(said) && !/\bcommit\b/i.test(said))
    return false;
  return (
    (site !== undefined && FORGES.test(site)) ||
    /\b(?:commit|git|merged?|revert(?:ed)?|revision|branch|cherry-pick|parent|tree|blob)\b|\/commits?\//i.test(
      said,
    )
  );
}

const STRONGEST = ['sha512', 'sha256', 'sha1', 'md5'];

/** Hashes of one row of a table are one file: the strongest stands for it, SHA-256 before SHA-512, which hardly any tool knows. */
function oneAFile(values: readonly SeenValue[]): UnknownValue[] {
  const files = new Map<number, SeenValue[]>();
  for (const value of values)
    if (value.row !== undefined) files.set(value.row, [...(files.get(value.row) ?? []), value]);
  return values.flatMap((value) => {
    const { row, ...rest } = value;
    const file = row === undefined ? [value] : (files.get(row) ?? [value]);
    const best = file.toSorted((a, b) => rankOf(a) - rankOf(b))[0];
    if (best !== value) return [];
    const others = file.filter((other) => other !== value);
    return [
      {
        ...rest,
        ...(others.length > 0 && {
          otherHashes: others.map(({ type, value: hash }) => ({ type, value: hash })),
        }),
      },
    ];
  });
}

function rankOf({ type }: SeenValue): number {
  return type === 'sha256' ? -1 : STRONGEST.indexOf(type);
}
