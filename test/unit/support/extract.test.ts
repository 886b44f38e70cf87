import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

test('prints one line of JSON for each value on standard input, and nothing else', async () => {
  const text = 'Made up: 😀 hxxp://evil[.]example/a.\r\nAlso 192.0.2.1 — and CVE-2099-12345.';
  const { code, stdout } = await runExtract(Buffer.from(text));
  expect(code).toBe(0);
  const found = readLines(stdout);
  expect(found).toMatchObject([
    { type: 'url', value: 'http://evil.example/a' },
    { type: 'ipv4', value: '192.0.2.1' },
    { type: 'cve', value: 'CVE-2099-12345' },
  ]);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
    'hxxp://evil[.]example/a',
    '192.0.2.1',
    'CVE-2099-12345',
  ]);
}, 30_000);

test('prints nothing where there is nothing', async () => {
  expect(await runExtract(Buffer.from(''))).toMatchObject({ code: 0, stdout: '' });
  expect(await runExtract(Buffer.from('Nothing to see.\n'))).toMatchObject({ code: 0, stdout: '' });
}, 30_000);

test('reads and writes more than a pipe holds', async () => {
  const hosts = Array.from({ length: 20_000 }, (_, i) => `host-${i}.example`);
  const { code, stdout } = await runExtract(Buffer.from(`${hosts.join('\n')}\n`));
  expect(code).toBe(0);
  expect(readLines(stdout).map(({ value }) => value)).toEqual(hosts);
}, 30_000);

interface Line {
  type: string;
  value: string;
  start: number;
  end: number;
}

function readLines(stdout: string): Line[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function runExtract(input: Buffer): Promise<{ code: number | null; stdout: string }> {
  const child = spawn('npm', ['run', '-s', 'extract'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout }));
  });
}
