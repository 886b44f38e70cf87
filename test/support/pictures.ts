/** `npm run pictures`: takes the README's pictures anew, from the demo on the sample report. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { ROOT } from './paths.ts';

const PICTURES = {
  'card-light.png': 'report-light.png',
  'card-dark.png': 'report-dark.png',
};

const { code, output } = await runCommand(
  process.execPath,
  ['test/support/demo.ts', '--json', ...process.argv.slice(2)],
  { minutes: 10 },
);
if (code === 0)
  for (const [taken, shown] of Object.entries(PICTURES)) {
    await copyFile(join(ROOT, 'demo-output', taken), join(ROOT, 'docs', 'images', shown));
    console.log(`docs/images/${shown}`);
  }
else console.error(`The demo failed:\n${output}`);
process.exitCode = code;
