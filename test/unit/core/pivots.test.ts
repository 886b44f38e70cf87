import { describe, expect, test } from 'vitest';
import { INDICATOR_TYPES, type IndicatorType, type Observable } from '@/core/indicator.ts';
import { PIVOT_TOOLS } from '@/core/pivot-tools.ts';
import {
  checkTemplate,
  movePivot,
  pivotLink,
  pivotRefusal,
  pivotsFor,
  readTypes,
  type PivotSettings,
} from '@/core/pivots.ts';
import { settingsSchema } from '@/core/settings.ts';
import { inEnglish } from '../../words/speech.ts';

const NONE: PivotSettings = { own: [], hidden: [], order: [], confirmed: [] };
const MD5 = '0123456789abcdef0123456789abcdef';
/** Made up. */
const VALUES: Record<IndicatorType, string> = {
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  domain: 'evil.example',
  url: 'https://evil.example/a?b=1&c={value}#"x"',
  md5: MD5,
  sha1: `${MD5}01234567`,
  sha256: MD5 + MD5,
  sha512: MD5 + MD5 + MD5 + MD5,
  email: 'bad@evil.example',
  cve: 'CVE-2026-12345',
  mitre_attack: 'T1059.001',
};

describe('the well-known tools', () => {
  test('are about 25, each with a name and an id of its own, and at least one for every type', () => {
    expect(PIVOT_TOOLS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(PIVOT_TOOLS.map(({ id }) => id)).size).toBe(PIVOT_TOOLS.length);
    for (const type of INDICATOR_TYPES) expect(pivotsFor(type, NONE)).not.toEqual([]);
  });

  test.each(PIVOT_TOOLS.map((tool) => [tool.name, tool] as const))(
    '%s: no value chooses the host',
    (_, tool) => {
      for (const [type, template] of Object.entries(tool.templates) as [IndicatorType, string][]) {
        const checked = checkTemplate(template);
        expect(checked).toMatchObject({ ok: true });
        expect(template).toMatch(/^https:/);
        for (const value of [
          VALUES[type],
          'x/../../@other.example/?#',
          '.other.example',
          '\\other.example',
        ]) {
          const link = pivotLink(tool, { type, value });
          expect(link).toMatchObject({ ok: true, ...(checked.ok && { host: checked.host }) });
          if (link.ok) expect(new URL(link.url).host).toBe(link.host);
        }
      }
    },
  );

  test.each<[string, IndicatorType, string]>([
    ['virustotal', 'domain', 'https://www.virustotal.com/gui/domain/evil.example'],
    [
      'virustotal',
      'url',
      'https://www.virustotal.com/gui/search/https%253A%252F%252Fevil.example%252Fa%253Fb%253D1%2526c%253D%257Bvalue%257D%2523%2522x%2522',
    ],
    ['attack', 'mitre_attack', 'https://attack.mitre.org/techniques/T1059/001/'],
    ['nvd', 'cve', 'https://nvd.nist.gov/vuln/detail/CVE-2026-12345'],
    ['abuseipdb', 'ipv6', 'https://www.abuseipdb.com/check/2001%3Adb8%3A%3A1'],
  ])('%s, %s', (id, type, url) => {
    const tool = PIVOT_TOOLS.find((each) => each.id === id);
    expect(tool && pivotLink(tool, { type, value: VALUES[type] })).toMatchObject({ url });
  });
});

describe('a tool of the user’s own', () => {
  const own = {
    id: 'own-1',
    name: 'Our MISP',
    types: ['domain' as const],
    template: 'https://misp.test/?v={value}&d={domain}&x={defanged}',
  };

  test('comes first, and a hidden one is not offered', () => {
    const names = pivotsFor('domain', { ...NONE, own: [own], hidden: ['virustotal'] }).map(
      ({ name }) => name,
    );
    expect(names[0]).toBe('Our MISP');
    expect(names).not.toContain('VirusTotal');
    expect(pivotsFor('cve', { ...NONE, own: [own] }).map(({ name }) => name)).not.toContain('Our MISP');
  });

  test('gets the value in the forms it asks for', () => {
    const observable: Observable = { type: 'domain', value: 'evil.example' };
    const [tool] = pivotsFor('domain', { ...NONE, own: [own] });
    expect(tool && pivotLink(tool, observable)).toMatchObject({
      url: 'https://misp.test/?v=evil.example&d=evil.example&x=evil%5B.%5Dexample',
      host: 'misp.test',
    });
  });

  test.each([
    ['javascript:alert({value})', /must begin with https/],
    ['data:text/html,{value}', /must begin with https/],
    ['misp.test/{value}', /must begin with https/],
    ['https://{value}.test/', /name of the host/],
    ['https://user:pass@misp.test/{value}', /user name and password/],
    ['https://misp.test/{vlaue}', /\{vlaue\} is no placeholder/],
    ['https://misp.test/', /needs \{value\}/],
    ['http://misp.example.com/{value}', /own network only/],
    ['https://', /./],
  ])('%s is refused in words', (template, said) => {
    expect(inEnglish(checkTemplate(template))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(said) as string,
    });
    const pivots = { ...NONE, own: [{ ...own, template }] };
    expect(settingsSchema.safeParse({ pivots }).success).toBe(false);
  });

  test.each(['http://misp.lan/{value}', 'http://192.168.1.5:8080/{value}', 'http://opencti/{value}'])(
    '%s is a machine of the own network',
    (template) => {
      expect(checkTemplate(template)).toMatchObject({ ok: true });
    },
  );

  test('knows the types by their names', () => {
    expect(readTypes('domain, url;ipv4')).toEqual({ ok: true, types: ['domain', 'url', 'ipv4'] });
    expect(inEnglish(readTypes('domain host'))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('"host"') as string,
    });
  });
});

test.each([
  [['clear', undefined, 'amber'] as const, undefined],
  [['green', 'red'] as const, /TLP:RED/],
  [['amber+strict'] as const, /AMBER\+STRICT/],
])('values marked %j', (tlps, said) => {
  if (said) expect(inEnglish(pivotRefusal(tlps))).toMatch(said);
  else expect(pivotRefusal(tlps)).toBeUndefined();
});

describe('the user’s order', () => {
  const ids = (settings: PivotSettings) => pivotsFor('domain', settings).map(({ id }) => id);

  test('stands before the usual one; what it does not name follows as ever', () => {
    const usual = ids(NONE);
    const last = usual.at(-1) ?? '';
    expect(ids({ ...NONE, order: [last] })).toEqual([last, ...usual.slice(0, -1)]);
    expect(ids({ ...NONE, order: ['gone', last], hidden: [last] })).toEqual(usual.slice(0, -1));
  });

  test('is changed by one place, and not beyond its ends', () => {
    const usual = movePivot(NONE, 'nobody', 1);
    const [first = '', second = ''] = usual;
    expect(movePivot(NONE, first, 1).slice(0, 2)).toEqual([second, first]);
    expect(movePivot(NONE, second, -1).slice(0, 2)).toEqual([second, first]);
    expect(movePivot(NONE, first, -1)).toEqual(usual);
    expect(movePivot(NONE, usual.at(-1) ?? '', 1)).toEqual(usual);
  });
});

test.each<[string, IndicatorType, string | undefined]>([
  ['{sha256}', 'sha256', VALUES.sha256],
  ['{hash}', 'md5', VALUES.md5],
  ['{ip}', 'ipv6', '2001%3Adb8%3A%3A1'],
  ['{sha256}', 'md5', undefined],
  ['{ip}', 'domain', undefined],
])('%s of a value of type %s', (placeholder, type, filled) => {
  const template = `https://tool.example/${placeholder}`;
  expect(checkTemplate(template)).toMatchObject({ ok: true });
  const link = pivotLink(
    { id: 'own-a', name: 'a', templates: { [type]: template } },
    { type, value: VALUES[type] },
  );
  expect(link.ok ? link.url : undefined).toBe(filled && `https://tool.example/${filled}`);
});
