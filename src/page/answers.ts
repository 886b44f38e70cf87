import type { LinkSuspect, Observable, Verdict } from '@/core/indicator.ts';
import { mayHoldValue } from '@/core/may-hold.ts';
import type { KnownValue, PageLink } from '@/core/page-reading.ts';
import type { Capped, PageAnswer, PageQuestion } from '@/extension/messages.ts';
import { createRecent } from './recent.ts';

/** A known value where it stands in a text. */
export interface KnownToken {
  value: KnownValue;
  start: number;
  end: number;
  /** Written behind an address or a host. */
  port?: number | undefined;
}

/** What a link leads to, if that is known, and whether it may say otherwise. */
export interface LinkAnswer {
  value?: KnownValue | undefined;
  suspect?: LinkSuspect | undefined;
}

/** What the worker says of texts and links; for as long as its epoch lasts, what was asked about lately is remembered. */
export interface Answers {
  /** `undefined`: to be asked about. */
  inText(text: string): readonly KnownToken[] | undefined;
  ofLink(link: PageLink): LinkAnswer | undefined;
  knowsAny(): boolean;
  /** One question; the answers stand in the order of what was asked. Nothing is known where the worker could not be reached. */
  ask(
    texts: readonly string[],
    links: readonly PageLink[],
  ): Promise<{ texts: (readonly KnownToken[])[]; links: LinkAnswer[] }>;
  /** Set when values were left out: how many distinct ones the tab asked about, and how many there were. */
  capped(): Capped | undefined;
  /** There is budget for what was left out, which is to be asked about again. */
  uncap(): void;
  forget(): void;
  /** The known are to be asked again: what makes them worth a mark may have changed, but not that others are unknown. */
  reconsider(): void;
}

/** In characters. An app shows the same short texts again and again; longer ones are joined from many, and hardly ever the same twice. */
const MOST_REMEMBERED = 256 * 1024;
const LONGEST_REMEMBERED = 4096;

const NOTHING: readonly KnownToken[] = [];
const NO_ANSWER: LinkAnswer = {};

/** `read` answers with nothing when the worker could not be reached. */
export function createAnswers(
  read: (question: Pick<PageQuestion, 'texts' | 'links'>) => Promise<PageAnswer | undefined>,
): Answers {
  const texts = createRecent<readonly KnownToken[]>(MOST_REMEMBERED);
  const links = createRecent<LinkAnswer>(MOST_REMEMBERED);
  let knowsAny = false;
  let capped: Capped | undefined;
  let life = 0;
  let caps = 0;

  async function ask(asked: readonly string[], askedLinks: readonly PageLink[]): ReturnType<Answers['ask']> {
    const [mine, before] = [life, caps];
    const once = [...new Set(asked)];
    const linksOnce = new Map(askedLinks.map((link) => [keyOfLink(link), link]));
    const answer = await read({ texts: once, links: [...linksOnce.values()] });
    // What was said before all was forgotten is no longer true; without another answer, marks would go until the page is read again.
    if (answer && mine !== life) return ask(asked, askedLinks);
    const inTexts = new Map(once.map((text, at) => [text, tokensOf(answer, at)]));
    const ofLinks = new Map([...linksOnce.keys()].map((key, at) => [key, linkAnswer(answer, at)]));
    if (answer) {
      knowsAny ||= answer.known.length > 0;
      // A worker that came up again knows only of what was left out since.
      if (answer.capped && before === caps && answer.capped.total > (capped?.total ?? 0))
        ({ capped } = answer);
      // There may be budget for more of it later.
      if (!answer.capped) {
        for (const [text, tokens] of inTexts) if (isShort(text)) texts.set(text, tokens);
        for (const [key, link] of ofLinks) links.set(key, link);
      }
    }
    return {
      texts: asked.map((text) => inTexts.get(text)!),
      links: askedLinks.map((link) => ofLinks.get(keyOfLink(link))!),
    };
  }

  function uncap(): void {
    caps += 1;
    capped = undefined;
  }

  return {
    inText(text) {
      if (!mayHoldValue(text)) return NOTHING;
      return isShort(text) ? texts.get(text) : undefined;
    },
    ofLink: (link) => links.get(keyOfLink(link)),
    knowsAny: () => knowsAny,
    ask,
    capped: () => capped,
    uncap,
    reconsider() {
      life += 1;
      knowsAny = false;
      texts.drop((tokens) => tokens.length > 0);
      links.drop(({ value }) => value !== undefined);
    },
    forget() {
      life += 1;
      knowsAny = false;
      uncap();
      texts.drop(() => true);
      links.drop(() => true);
    },
  };
}

function isShort({ length }: string): boolean {
  return length <= LONGEST_REMEMBERED;
}

function tokensOf(answer: PageAnswer | undefined, at: number): readonly KnownToken[] {
  const places = answer?.texts[at];
  if (!places || places.length === 0) return NOTHING;
  return places.map(([which, start, end, port]) => ({ value: answer.known[which]!, start, end, port }));
}

function linkAnswer(answer: PageAnswer | undefined, at: number): LinkAnswer {
  const { which, suspect } = answer?.links[at] ?? {};
  if (which === undefined && !suspect) return NO_ANSWER;
  return { value: which === undefined ? undefined : answer?.known[which], suspect };
}

function keyOfLink({ href, text }: PageLink): string {
  return text === undefined ? href : `${href}\n${text}`;
}

/** What a verdict speaks of: of a rewritten link, where it leads. */
export function meantBy({ type, value }: Observable, { leadsTo }: Verdict): Observable {
  return leadsTo?.observable ?? { type, value };
}
