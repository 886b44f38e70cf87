import type { DemoResult } from './demo-result.ts';
import type { PageSurvey } from './demo-survey.ts';

/** One line a page, and under it each value that was not painted or should not have been. */
export function printPage({ name, expected, marked, missed, explained, extra }: PageSurvey): void {
  const classes = [...explained].map(([why, count]) => `${count} ${why}`).join(', ');
  console.log(`${name}: ${marked.length} of ${expected.length} marked (painted texts: ${classes || 'none'})`);
  for (const { type, value, reason, excused } of missed)
    console.log(`  ${excused ? 'quiet ' : 'MISSED'} ${type} ${value}: ${reason}`);
  for (const text of extra) console.log(`  EXTRA  ${JSON.stringify(text)}`);
}

/** Every value of one page with how it is drawn: for a person without a display. */
export function printMarks({ marked }: PageSurvey): void {
  const rows = [
    ['type', 'drawn as', 'value'],
    ...marked.map(({ type, style, value }) => [type, style, value]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  console.log('');
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

export function printTypes({ by_type, expected, marked }: DemoResult): void {
  const rows = [...Object.entries(by_type), ['all', [expected, marked]] as const];
  console.log(
    `\n${'type'.padEnd(14)}${'expected'.padStart(10)}${'marked'.padStart(10)}${'share'.padStart(10)}`,
  );
  for (const [type, [wanted, found]] of rows) {
    const share = wanted === 0 ? '' : `${((100 * found) / wanted).toFixed(1)} %`;
    console.log(
      `${type.padEnd(14)}${String(wanted).padStart(10)}${String(found).padStart(10)}${share.padStart(10)}`,
    );
  }
}
