import { describe, expect, test } from 'vitest';
import type { Observable, Verdict } from '@/core/indicator.ts';
import type { MatchReply } from '@/extension/messages.ts';
import { createAnswers } from '@/page/answers.ts';

const VERDICT: Verdict = {
  matchClass: 'exact',
  matched: 'a',
  confidence: 'high',
  level: 'high',
  faded: false,
};
const domains = (count: number): Observable[] =>
  Array.from({ length: count }, (_, i) => ({ type: 'domain', value: `host${i}.example` }));

describe('answers', () => {
  test('asks about each value once, at most 2,000 at a time', async () => {
    const asked: number[] = [];
    const answers = createAnswers((batch) => {
      asked.push(batch.length);
      return Promise.resolve({ ok: true, verdicts: batch.map(() => VERDICT) });
    });
    await answers.learn([...domains(4500), ...domains(4500)]);
    await answers.learn(domains(4500));
    expect(asked).toEqual([2000, 2000, 500]);
    expect(answers.verdictOf({ type: 'domain', value: 'host4499.example' })).toBe(VERDICT);
  });

  test('remembers what is not known', async () => {
    const answers = createAnswers((batch) =>
      Promise.resolve({ ok: true, verdicts: batch.map(() => undefined) }),
    );
    await answers.learn(domains(1));
    expect(answers.isMissing(domains(1)[0]!)).toBe(false);
    expect(answers.verdictOf(domains(1)[0]!)).toBeUndefined();
  });

  test('stops asking when the budget is used up, and counts on', async () => {
    const replies: MatchReply[] = [
      { ok: true, verdicts: [] },
      { ok: false, reason: 'budget', asked: 2000 },
    ];
    let calls = 0;
    const answers = createAnswers(() => Promise.resolve(replies[calls++]));
    await answers.learn(domains(6500));
    expect(calls).toBe(2);
    expect(answers.capped()).toEqual({ asked: 2000, total: 6500 });
  });

  test('asks again about values to which no answer came', async () => {
    const replies: (MatchReply | undefined)[] = [undefined, { ok: true, verdicts: [VERDICT] }];
    const answers = createAnswers(() => Promise.resolve(replies.shift()));
    await answers.learn(domains(1));
    expect(answers.isMissing(domains(1)[0]!)).toBe(true);
    await answers.learn(domains(1));
    expect(answers.verdictOf(domains(1)[0]!)).toBe(VERDICT);
  });

  test('drops an answer that was given before it forgot', async () => {
    const pending: ((reply: MatchReply) => void)[] = [];
    const answers = createAnswers(() => new Promise<MatchReply>((resolve) => pending.push(resolve)));
    const learning = answers.learn(domains(1));
    answers.forget();
    pending[0]?.({ ok: true, verdicts: [VERDICT] });
    await learning;
    expect(answers.isMissing(domains(1)[0]!)).toBe(true);
  });
});
