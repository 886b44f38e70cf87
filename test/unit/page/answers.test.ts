import { describe, expect, test } from 'vitest';
import type { PageAnswer } from '@/extension/messages.ts';
import { createAnswers } from '@/page/answers.ts';
import { VERDICT } from '../core/rows.ts';

const EVIL = { type: 'domain', value: 'evil.example', verdict: VERDICT } as const;
const LINK = { href: 'https://evil.example/', text: 'Sign in' };
const SUSPECT = { text: 'bank.example', href: 'https://evil.example/' };

/** Knows evil.example, wherever a text begins with it, and every link. */
function worker({ texts, links }: { texts: string[]; links: unknown[] }): PageAnswer {
  return {
    epoch: 1,
    known: [EVIL],
    texts: texts.map((text) => (text.startsWith('evil.example') ? [[0, 0, 12, 8080]] : [])),
    links: links.map(() => ({ which: 0, suspect: SUSPECT })),
  };
}

describe('answers', () => {
  test('say where known values stand, and what links lead to', async () => {
    const answers = createAnswers((question) => Promise.resolve(worker(question)));
    expect(await answers.ask(['fine.example', 'evil.example:8080'], [LINK])).toEqual({
      texts: [[], [{ value: EVIL, start: 0, end: 12, port: 8080 }]],
      links: [{ value: EVIL, suspect: SUSPECT }],
    });
    expect(answers.knowsAny()).toBe(true);
  });

  test('are remembered, those about unknown values, too', async () => {
    const answers = createAnswers((question) => Promise.resolve(worker(question)));
    expect([answers.inText('evil.example'), answers.ofLink(LINK)]).toEqual([undefined, undefined]);
    await answers.ask(['evil.example', 'fine.example'], [LINK]);
    expect(answers.inText('evil.example')).toHaveLength(1);
    expect(answers.inText('fine.example')).toEqual([]);
    expect(answers.ofLink(LINK)?.value).toBe(EVIL);
    expect(answers.ofLink({ href: LINK.href })).toBeUndefined();
  });

  test('need no second question about what is equal', async () => {
    const questions: unknown[] = [];
    const answers = createAnswers((question) => {
      questions.push(question);
      return Promise.resolve(worker(question));
    });
    const told = await answers.ask(['evil.example', 'fine.example', 'evil.example'], [LINK, { ...LINK }]);
    expect(questions).toEqual([{ texts: ['evil.example', 'fine.example'], links: [LINK] }]);
    expect(told.texts.map(({ length }) => length)).toEqual([1, 0, 1]);
    expect(told.links.map(({ value }) => value)).toEqual([EVIL, EVIL]);
  });

  test.each(['Just a few words', '12:34:56', '(3.5)', 'at 9:41, 12.5 of 100', ''])(
    'need no question about %o',
    (text) => {
      expect(createAnswers(() => Promise.reject(new Error('asked'))).inText(text)).toEqual([]);
    },
  );

  test('are forgotten when many others came since, unless they are asked for now and then', async () => {
    const answers = createAnswers((question) => Promise.resolve(worker(question)));
    await answers.ask(['evil.example', 'old.example'], []);
    for (let i = 0; i < 1000; i++) {
      await answers.ask([`${i}.example ${'x'.repeat(1000)}`], []);
      expect(answers.inText('evil.example')).toHaveLength(1);
    }
    expect(answers.inText('old.example')).toBeUndefined();
  });

  test('are not kept of long texts, which hardly ever come twice', async () => {
    const answers = createAnswers((question) => Promise.resolve(worker(question)));
    const long = `evil.example ${'x'.repeat(5000)}`;
    expect((await answers.ask([long], [])).texts[0]).toHaveLength(1);
    expect(answers.inText(long)).toBeUndefined();
  });

  test('are not kept when the budget was used up, and say so until there is more of it', async () => {
    const capped = { asked: 2000, total: 6500 };
    // The second is of a worker that came up again and was asked nothing new, the third of one that left out something since.
    const told = [capped, undefined, { asked: 2000, total: 2001 }, undefined];
    const answers = createAnswers((question) => {
      const next = told.shift();
      return Promise.resolve({ ...worker(question), ...(next && { capped: next }) });
    });
    await answers.ask(['fine.example'], [LINK]);
    expect(answers.capped()).toEqual(capped);
    expect([answers.inText('fine.example'), answers.ofLink(LINK)]).toEqual([undefined, undefined]);
    for (const text of ['other.example', 'another.example']) {
      await answers.ask([text], []);
      expect(answers.capped()).toEqual(capped);
    }
    answers.uncap();
    await answers.ask(['fine.example'], [LINK]);
    expect(answers.capped()).toBeUndefined();
    expect(answers.inText('fine.example')).toEqual([]);
  });

  test('that were on their way when the budget grew do not say that it was used up', async () => {
    const { promise, resolve } = Promise.withResolvers<PageAnswer>();
    const answers = createAnswers(() => promise);
    const asked = answers.ask(['evil.example'], []);
    answers.uncap();
    resolve({ ...worker({ texts: ['evil.example'], links: [] }), capped: { asked: 1, total: 2 } });
    expect((await asked).texts[0]).toHaveLength(1);
    expect(answers.capped()).toBeUndefined();
  });

  test('that never come are asked for again', async () => {
    const replies = [undefined, worker({ texts: ['evil.example'], links: [] })];
    const answers = createAnswers(() => Promise.resolve(replies.shift()));
    expect((await answers.ask(['evil.example'], [])).texts).toEqual([[]]);
    expect(answers.inText('evil.example')).toBeUndefined();
    expect((await answers.ask(['evil.example'], [])).texts[0]).toHaveLength(1);
  });

  test('that were given before all was forgotten are asked for again', async () => {
    const pending: ((reply: PageAnswer) => void)[] = [];
    const answers = createAnswers(() => new Promise((resolve) => pending.push(resolve)));
    const asking = answers.ask(['evil.example'], []);
    answers.forget();
    pending[0]?.(worker({ texts: ['fine.example'], links: [] }));
    await expect.poll(() => pending.length).toBe(2);
    expect(answers.inText('evil.example')).toBeUndefined();
    pending[1]?.(worker({ texts: ['evil.example'], links: [] }));
    expect((await asking).texts[0]).toHaveLength(1);
    expect(answers.inText('evil.example')).toHaveLength(1);
  });

  test('about what is unknown hold where the page is another one by now', async () => {
    const answers = createAnswers((question) => Promise.resolve(worker(question)));
    await answers.ask(['evil.example', 'fine.example'], [LINK]);
    answers.reconsider();
    expect(answers.inText('fine.example')).toEqual([]);
    expect([answers.inText('evil.example'), answers.ofLink(LINK), answers.knowsAny()]).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });
});
