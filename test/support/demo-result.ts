import type { PageSurvey } from './demo-survey.ts';

/** What `--json` prints as its last line. */
export interface DemoResult {
  pages: number;
  expected: number;
  marked: number;
  by_type: Record<string, [expected: number, marked: number]>;
  missed: { page: string; type: string; value: string; reason: string }[];
  /** With --feed: listed values that a rule keeps quiet, not counted above. */
  excused: { page: string; type: string; value: string; reason: string }[];
  extra: { page: string; text: string }[];
  screenshots: string[];
  /** With --feed. */
  sync?: { rows: number; seconds: number; bytes: number };
}

/** Share that must be marked, of all and of each type with at least `fromCount` values. */
export interface Goal {
  share: number;
  fromCount: number;
}

export function summarise(surveys: readonly PageSurvey[]): Omit<DemoResult, 'screenshots'> {
  const by_type: DemoResult['by_type'] = {};
  const countInto = (type: string, at: 0 | 1) => {
    const counts = (by_type[type] ??= [0, 0]);
    counts[at] += 1;
  };
  for (const { expected, marked } of surveys) {
    for (const { type } of expected) countInto(type, 0);
    for (const { type } of marked) countInto(type, 1);
  }
  const missed = surveys.flatMap(({ name, missed: values }) =>
    values.map(({ type, value, reason, excused }) => ({ page: name, type, value, reason, excused })),
  );
  const listed = (excused: boolean) =>
    missed
      .filter((each) => each.excused === excused)
      .map(({ page, type, value, reason }) => ({ page, type, value, reason }));
  return {
    pages: surveys.length,
    expected: sum(surveys.map((survey) => survey.expected.length)),
    marked: sum(surveys.map((survey) => survey.marked.length)),
    by_type,
    missed: listed(false),
    excused: listed(true),
    extra: surveys.flatMap(({ name, extra }) => extra.map((text) => ({ page: name, text }))),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** What falls short of the goal, in words; empty where nothing does. */
export function shortcomings(result: Omit<DemoResult, 'screenshots'>, { share, fromCount }: Goal): string[] {
  const judged: [string, number, number][] = [
    ['all values', result.expected, result.marked],
    ...Object.entries(result.by_type)
      .filter(([, [expected]]) => expected >= fromCount)
      .map(([type, counts]): [string, number, number] => [type, ...counts]),
  ];
  const low = judged
    .filter(([, expected, marked]) => expected === 0 || marked < share * expected)
    .map(([what, expected, marked]) => `${what}: ${marked} of ${expected} marked, goal ${share * 100} %`);
  return result.extra.length > 0
    ? [...low, `${result.extra.length} painted texts that nothing explains`]
    : low;
}
