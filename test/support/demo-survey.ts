import type { Page } from '@playwright/test';
import { askWorker } from './connect.ts';
import { valuesIn, type FeedSets } from './feed-truth.ts';
import { clear, standsIn, type Explained, type Judge, type Listed } from './judge.ts';
import { linkTarget } from './link-target.ts';
import { readPageText, type PageText } from './page-text.ts';
import type { Painted } from './painted.ts';
import { walkPage } from './walk-page.ts';

export interface Missed extends Listed {
  reason: string;
  /** A rule says that it must not be painted here, so it is not counted as expected. */
  excused: boolean;
}

export interface PageSurvey {
  name: string;
  /** Listed values that should be painted here. */
  expected: Listed[];
  marked: (Listed & { style: string })[];
  missed: Missed[];
  /** How many distinct painted texts each class explains, or the target of the link that they stand in. */
  explained: Map<Explained | 'leads to a listed value', number>;
  /** Painted texts that nothing listed explains. */
  extra: string[];
}

/**
 * Reads an open page to its end and compares what was painted with what should have been: the report's own list, or with
 * `feed` every value of the feed that stands on the page.
 */
export async function surveyPage(
  page: Page,
  { name, listed, feed, judge, extensionPage }: SurveyInput,
): Promise<PageSurvey> {
  const text = await readPageText(page);
  const wanted = feed ? valuesIn(text.all, feed) : listed;
  const { painted, covered } = await walkPage(page, wanted, judge);
  const missed = await Promise.all(
    wanted
      .filter((each) => !covered.has(each))
      .map(async (each) => ({ ...each, ...(await whyMissed(each, text, feed, extensionPage)) })),
  );
  const marked = [...covered].map(([each, { style }]) => ({ ...each, style }));
  return {
    name,
    expected: [...marked, ...missed.filter(({ excused }) => !excused)],
    marked,
    missed,
    ...explainAll(painted, judge),
  };
}

export interface SurveyInput {
  name: string;
  listed: readonly Listed[];
  feed?: FeedSets;
  judge: Judge;
  /** One of the extension's own pages, to ask the worker what it knows of a value that was not painted. */
  extensionPage: Page;
}

async function whyMissed(
  listed: Listed,
  text: PageText,
  feed: FeedSets | undefined,
  extensionPage: Page,
): Promise<{ reason: string; excused: boolean }> {
  const stands = (where: string) =>
    feed
      ? valuesIn(where, feed).some(({ type, value }) => type === listed.type && value === listed.value)
      : standsIn(clear(where), listed.value);
  if (!stands(text.all)) return { reason: 'does not stand on the page as text', excused: false };
  if (!stands(text.content)) return { reason: 'stands in navigation only', excused: feed !== undefined };
  const type = listed.type === 'url-root' ? hostType(listed.value) : listed.type;
  const explanation = await askWorker<
    { verdict: { quiet?: { kind: string; reason: { key: string } } } } | undefined
  >(extensionPage, 'explain', { observable: { type, value: listed.value } });
  if (!explanation) return { reason: 'the extension does not know it', excused: false };
  const { quiet } = explanation.verdict;
  return quiet
    ? { reason: `quiet (${quiet.kind}): ${quiet.reason.key}`, excused: feed !== undefined }
    : { reason: 'known, but not painted', excused: false };
}

function hostType(host: string): string {
  if (host.includes(':')) return 'ipv6';
  return /^[\d.]+$/.test(host) ? 'ipv4' : 'domain';
}

function explainAll(painted: readonly Painted[], judge: Judge): Pick<PageSurvey, 'explained' | 'extra'> {
  const explained: PageSurvey['explained'] = new Map();
  const extra = new Set<string>();
  const texts = new Map(painted.map((each) => [`${each.inNavigation} ${each.href} ${each.text}`, each]));
  for (const { text, inNavigation, href } of texts.values()) {
    const why = judge.explain(text) ?? (judge.explain(linkTarget(href)) && 'leads to a listed value');
    if (why === undefined) extra.add(text);
    else if (inNavigation) extra.add(`${text} (in navigation)`);
    else explained.set(why, (explained.get(why) ?? 0) + 1);
  }
  return { explained, extra: [...extra] };
}
