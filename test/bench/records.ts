import type { Materials } from './article.ts';
import type { Random } from './random.ts';

/** What is not written in sentences: tables of a report's appendix, excerpts of logs, bare lists. */
export interface Records {
  table(): string;
  log(): string;
  /** One indicator on a line of its own; one line in ten, and each id, says more about it. */
  list(): string;
}

export function createRecords(materials: Materials): Records {
  const { random, values, plant } = materials;
  const repeat = (kinds: readonly ((each: Materials) => string)[]) => {
    const write = random.pick(kinds);
    return `${Array.from({ length: random.between(5, 20) }, () => `${write(materials)}\n`).join('')}\n`;
  };
  return {
    table: () => repeat(ROWS),
    log: () => repeat(LOG_LINES),
    list: () => {
      const value = values.any();
      // Ids are few: alone on its line one would come twice.
      const isId = /^(?:CVE|T1)/.test(value);
      const remark = isId || random.chance(0.1) ? random.pick(REMARKS)(materials) : '';
      return `${plant(value, 0.4)}${remark}\n`;
    },
  };
}

const ROWS: readonly ((materials: Materials) => string)[] = [
  ({ words, values, plant }) =>
    `| ${plant(values.sha256(), 0)} | ${words.content()}.exe | ${words.name()}/${words.name()}.A ${words.content()} |`,
  ({ words, values, plant, random }) =>
    `${plant(values.sha1(), 0).toUpperCase()}\t${words.content()}_${random.between(1, 99)}.dll\tWin32/${words.name()}.${words.name().slice(0, 2).toUpperCase()}`,
  ({ random, words, values, plant }) =>
    `${plant(values.ipv4(), 0.7)}\t${plant(values.host(), 0.7)}\t${words.name()} ${words.name()} Ltd.\t${date(random)}\t${words.content()} server`,
  ({ words, values, plant }) =>
    `| ${plant(values.technique(), 0)} | ${words.name()} ${words.content()}: ${words.name()} | The ${words.content()} ${words.running()} ${words.content()} ${words.content()}. |`,
  ({ random, words, values, plant }) =>
    `${plant(values.url(), 0.7)} | ${date(random)} | ${words.content()} ${words.content()}`,
];

const LOG_LINES: readonly ((materials: Materials) => string)[] = [
  ({ random, words, values, plant }) =>
    `Mar ${random.between(1, 28)} ${time(random)} ${words.content()}-${random.between(1, 40)} sshd[${random.between(300, 32_000)}]: ` +
    `Failed password for invalid user ${words.content()} from ${plant(values.ipv4(), 0)} port ${random.between(1024, 65_535)} ssh2`,
  ({ random, words, values, plant }) =>
    `${plant(values.ipv4(), 0)} - - [${random.between(10, 28)}/Mar/2026:${time(random)} +0000] "GET /${words.content()}/${words.content()}.php?id=${random.between(1, 99_999)} HTTP/1.1" ` +
    `200 ${random.between(100, 90_000)} "${plant(values.url(), 0)}" "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${random.between(90, 140)}.0.0.0 Safari/537.36"`,
  ({ random, values, plant }) =>
    `${date(random)}T${time(random)}.${random.between(100, 999)}Z action=deny src=${plant(values.privateIpv4(), 0)} dst=${plant(values.ipv4(), 0)} sport=${random.between(1024, 65_535)} ` +
    `dport=443 proto=TCP bytes=${random.between(40, 1e6)} rule=${random.between(1, 400)}`,
  ({ random, words, values, plant }) =>
    `{"ts":"${date(random)}T${time(random)}Z","host":"ws-${random.between(100, 999)}","image":"C:\\\\Windows\\\\Temp\\\\${words.content()}.exe",` +
    `"sha256":"${plant(values.sha256(), 0)}","remote":"${plant(values.host(), 0)}","pid":${random.between(300, 32_000)}}`,
  ({ random, values, plant }) =>
    `${date(random)} ${time(random)} queries: client @0x7f${random.between(1e6, 9e6).toString(16)} ${plant(values.privateIpv4(), 0)}#${random.between(1024, 65_535)} ` +
    `(${plant(values.host(), 0)}): query: IN A +E(0)K`,
];

const REMARKS: readonly ((materials: Materials) => string)[] = [
  ({ words }) => ` # ${words.content()} ${words.name()}`,
  ({ words }) => `,${words.name()},${words.content()},high`,
  ({ words, random }) => ` (${words.name()}, ${date(random)})`,
];

function date(random: Random): string {
  return `2026-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
}

function time(random: Random): string {
  return [23, 59, 59].map((high) => two(random.between(0, high))).join(':');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
