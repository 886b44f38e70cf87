import { describe, expect, test } from 'vitest';
import { INDICATOR_TYPES } from '@/core/indicator.ts';
import { readTypeWord, readValue, type TypeWord } from '@/import/read-value.ts';
import { inEnglish } from '../../words/speech.ts';

describe('readValue', () => {
  test.each<[raw: string, read: string | undefined]>([
    ['192.0.2.1', 'ipv4 192.0.2.1'],
    ['192[.]0[.]2[.]1:80', 'ipv4 192.0.2.1 80'],
    ['192.0.2.77/24', 'ipv4 192.0.2.0/24'],
    ['192.0.2.1/32', 'ipv4 192.0.2.1'],
    ['192.0.2.0/2', undefined],
    ['999.0.2.1', undefined],
    ['2001:DB8::1', 'ipv6 2001:db8::1'],
    ['[2001:db8::1]:443', 'ipv6 2001:db8::1 443'],
    ['2001:db8::/32', 'ipv6 2001:db8::/32'],
    ['hxxps://wick[.]example/A', 'url https://wick.example/A'],
    ['wick.example/a', 'url http://wick.example/a'],
    ['192.0.2.1/a.exe', 'url http://192.0.2.1/a.exe'],
    ['http://192.0.2.1:8080', 'url http://192.0.2.1:8080'],
    ['ftp://wick.example/a', 'url ftp://wick.example/a'],
    ['gopher://wick.example/a', undefined],
    ['WICK[.]example', 'domain wick.example'],
    ['"wick.example"', 'domain wick.example'],
    ['.wick.example', 'domain wick.example'],
    ['*.wick.example', 'domain wick.example'],
    ['wick.example:8080', 'domain wick.example 8080'],
    ['wick.example.', 'domain wick.example'],
    ['пример.example', 'domain xn--e1afmkfd.example'],
    ['lamp@wick.example', 'email lamp@wick.example'],
    ['lamp[@]wick[.]example', 'email lamp@wick.example'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'md5 d41d8cd98f00b204e9800998ecf8427e'],
    [`'${'a1'.repeat(64)}'`, `sha512 ${'a1'.repeat(64)}`],
    ['a'.repeat(33), undefined],
    ['cve-2099-1234', 'cve CVE-2099-1234'],
    ['CVE-99', undefined],
    ['t1059/001', 'mitre_attack T1059.001'],
    ['setup.exe', undefined],
    ['localhost', undefined],
    ['co.uk', undefined],
    ['see wick.example', undefined],
    ['wick.example and more', undefined],
    ['', undefined],
    ['x'.repeat(5000), undefined],
  ])('%j is %s', (raw, expected) => {
    const read = readValue(raw);
    expect(
      read.ok ? `${read.type} ${read.value}${read.port === undefined ? '' : ` ${read.port}`}` : undefined,
    ).toBe(expected);
  });

  test.each<[raw: string, type: TypeWord, read: string]>([
    ['evil.corp', 'domain', 'domain evil.corp'],
    ['192.0.2.1', 'ip', 'ipv4 192.0.2.1'],
    ['192.0.2.1:443', 'ip', 'ipv4 192.0.2.1'],
    ['2001:db8::1', 'ip', 'ipv6 2001:db8::1'],
    ['wick.example', 'ip', 'not an IP address'],
    ['a'.repeat(40), 'hash', `sha1 ${'a'.repeat(40)}`],
    ['a'.repeat(41), 'hash', 'not an MD5, SHA-1, SHA-256 or SHA-512 hash'],
    ['192.0.2.0/3', 'any', 'a range wider than /8 says nothing of its addresses'],
    ['192.0.2.1', 'md5', 'not 32 hexadecimal characters'],
  ])('%s as %s is %s', (raw, type, expected) => {
    const read = readValue(raw, type);
    expect(inEnglish(read.ok ? `${read.type} ${read.value}` : read.reason)).toBe(expected);
  });
});

describe('readTypeWord', () => {
  test.each<[string, TypeWord | undefined]>([
    ...INDICATOR_TYPES.map((type) => [type, type] as [string, TypeWord]),
    ['mitre-attack', 'mitre_attack'],
    ['FileHash-SHA256', 'sha256'],
    ['SHA-1', 'sha1'],
    ['md5_hash', 'md5'],
    ['ip:port', 'ip'],
    ['IPv4 address', 'ipv4'],
    ['ipv4-addr', 'ipv4'],
    ['hostname', 'domain'],
    ['URI', 'url'],
    ['vulnerability', 'cve'],
    ['filename', undefined],
    ['', undefined],
  ])('%s is %s', (raw, type) => {
    expect(readTypeWord(raw)).toBe(type);
  });
});
