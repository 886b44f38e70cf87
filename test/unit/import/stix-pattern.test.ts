import { describe, expect, test } from 'vitest';
import { readPattern } from '@/import/stix-pattern.ts';

describe('readPattern', () => {
  test.each<[pattern: string, sought: string]>([
    ["[ipv4-addr:value = '192.0.2.1']", 'ipv4 192.0.2.1'],
    ["[ipv4-addr:value='192.0.2.1']", 'ipv4 192.0.2.1'],
    ["[ipv4-addr:value ISSUBSET '192.0.2.0/24']", 'ipv4 192.0.2.0/24'],
    ["[ipv6-addr:value = '2001:db8::1']", 'ipv6 2001:db8::1'],
    [
      "[domain-name:value = 'wick.example'] OR [url:value = 'http://wick.example/a']",
      'domain wick.example, url http://wick.example/a',
    ],
    ["[domain-name:value IN ('a.example', 'b.example')]", 'domain a.example, domain b.example'],
    ["[email-addr:value = 'a@wick.example']", 'email a@wick.example'],
    ["[email-message:from_ref.value = 'a@wick.example']", 'email a@wick.example'],
    [
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '192.0.2.1' AND network-traffic:dst_port = 443]",
      'any 192.0.2.1 port 443',
    ],
    [
      "[file:hashes.'SHA-256' = 'aa' OR file:hashes.\"SHA-1\" = 'bb' OR file:hashes.MD5 = 'cc' OR file:hashes.SHA512 = 'dd']",
      'sha256 aa, sha1 bb, md5 cc, sha512 dd',
    ],
    ["[file:parent_directory_ref.path = 'C:\\\\' AND file:hashes.MD5 = 'cc']", 'md5 cc'],
    [
      "([url:value = 'http://wick.example/it\\'s'] FOLLOWEDBY [file:name = ']']) WITHIN 5 SECONDS",
      "url http://wick.example/it's",
    ],
    [
      "[domain-name:value = 'a.example'] START t'2026-05-01T00:00:00Z' STOP t'2026-06-01T00:00:00Z'",
      'domain a.example',
    ],
    // What is negated is not sought, what resembles is no value.
    ["[domain-name:value != 'a.example']", ''],
    ["[domain-name:value NOT = 'a.example' AND domain-name:value = 'b.example']", 'domain b.example'],
    ["[domain-name:value NOT IN ('a.example')]", ''],
    ["[domain-name:value LIKE '%.example']", ''],
    ["[url:value MATCHES '^http']", ''],
    ["[windows-registry-key:key = 'HKLM']", ''],
    ["[file:hashes.SSDEEP = 'x']", ''],
  ])('%s', (pattern, expected) => {
    const read = readPattern(pattern);
    if (!read.ok) throw new Error('not read');
    const sought = read.sought.map(({ type, value }) => `${type} ${value}`).join(', ');
    expect(read.port === undefined ? sought : `${sought} port ${read.port}`).toBe(expected);
  });

  test.each(['', 'wick.example', "[url:value = 'open", 'rule x { strings: $a = "b" }', '§'])(
    '%j cannot be read',
    (pattern) => {
      expect(readPattern(pattern)).toEqual({ ok: false });
    },
  );

  test('takes a port for one address only', () => {
    const read = readPattern(
      "[ipv4-addr:value = '192.0.2.1' OR ipv4-addr:value = '192.0.2.2' AND network-traffic:dst_port = 443]",
    );
    expect(read).not.toHaveProperty('port');
  });
});
