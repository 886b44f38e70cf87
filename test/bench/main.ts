/**
 * `npm run bench [-- --json] [-- --only detect,...] [-- --strict] [-- --size 0.01 | --rows 10000]`: how good each figure is beside its baseline of the same
 * run. With --json the last line is one object of figures. A goal that is missed fails only with --strict.
 */
import { parseArgs } from 'node:util';
import type { Figure, Group } from './figure.ts';

/** Each in a file of its own, loaded only when asked for: some need a browser. */
const GROUPS: Readonly<Record<string, () => Promise<Group>>> = {
  detect: async () => (await import('./detect.ts')).benchDetect,
  store: async () => (await import('./store.ts')).benchStore,
  page: async () => (await import('./page.ts')).benchPage,
  panel: async () => (await import('./panel.ts')).benchPanel,
};

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(GROUPS).join(',') },
    strict: { type: 'boolean', default: false },
    size: { type: 'string', default: '1' },
    rows: { type: 'string' },
  },
});
const names = options.only.split(',');
const unknown = names.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0)
  throw new Error(`No such group: ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}.`);
// As rows of the million that the store is measured with.
const size = options.rows === undefined ? Number(options.size) : Number(options.rows) / 1_000_000;
if (!(size > 0 && size <= 1))
  throw new Error(
    `--size is a share of the full amount of data, --rows up to a million: ${options.rows ?? options.size} is none.`,
  );

const figures: Record<string, Figure> = {};
for (const name of names) Object.assign(figures, await measure(name));

const missed = Object.entries(figures).filter(([, { ok }]) => !ok);
for (const [key, { value, unit, ratio, goal }] of missed)
  say(
    `missed: ${key} is ${value.toFixed(2)} ${unit}, ${ratio.toFixed(2)} of the baseline's or times as fast; its goal ${goal}`,
  );
if (options.strict && missed.length > 0) process.exitCode = 1;
if (options.json) console.log(JSON.stringify(figures));

/** A group that breaks takes its own figures with it, not those of the others. */
async function measure(name: string): Promise<Record<string, Figure>> {
  try {
    const group = await GROUPS[name]?.();
    return (await group?.({ size, say: (line) => say(`${name}: ${line}`) })) ?? {};
  } catch (error) {
    say(`${name} broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = 1;
    return {};
  }
}

function say(line: string): void {
  console.log(`[bench] ${line}`);
}
