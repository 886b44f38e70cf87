import { describe, expect, test } from 'vitest';
import type { Instructions } from '@/extension/messages.ts';
import { greet, greeted } from '@/page/greeting.ts';

const ON: Instructions = { active: true, epoch: 1, references: { cve: true, mitre_attack: true } };
const LATER: Instructions = { ...ON, epoch: 2 };

function worldOf(document: { prerendering?: boolean } = {}): Parameters<typeof greet>[0] {
  return { document } as Parameters<typeof greet>[0];
}

/** Answers with each in turn, and counts. */
function worker(...answers: (Instructions | Error)[]) {
  const given = {
    hellos: 0,
    hello: (): Promise<Instructions> => {
      const answer = answers[given.hellos++]!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return given;
}

describe('a greeting', () => {
  test('spares the annotator its first hello, and no other', async () => {
    const [world, given] = [worldOf(), worker(ON, LATER)];
    greet(world, given.hello);
    expect(await greeted(world, given.hello)).toBe(ON);
    expect(given.hellos).toBe(1);
    expect(await greeted(world, given.hello)).toBe(LATER);
  });

  test('that was answered by no one is said again', async () => {
    const [world, { hello }] = [worldOf(), worker(new Error('The worker went away.'), ON)];
    greet(world, hello);
    expect(await greeted(world, hello)).toBe(ON);
  });

  test('to which the site was off is said again: it may have been switched on meanwhile', async () => {
    const [world, { hello }] = [worldOf(), worker({ ...ON, active: false }, LATER)];
    greet(world, hello);
    expect(await greeted(world, hello)).toBe(LATER);
  });

  test('is left to the annotator where a page is made ready ahead', async () => {
    const [world, given] = [worldOf({ prerendering: true }), worker(ON)];
    greet(world, given.hello);
    expect(given.hellos).toBe(0);
    expect(await greeted(world, given.hello)).toBe(ON);
  });

  test('is not needed: a script that is run in an open page says hello itself', async () => {
    expect(await greeted(worldOf(), worker(ON).hello)).toBe(ON);
  });
});
