import { describe, expect, test } from 'vitest';
import { unwrap } from '@/core/unwrap.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64url');
const encoded = encodeURIComponent;
const TARGET = 'https://evil.example/login?id=1&next=/a';

describe('unwrap', () => {
  test.each<[name: string, link: string, target: string]>([
    [
      'Microsoft Safe Links',
      `https://eur01.safelinks.protection.outlook.com/?url=${encoded(TARGET)}&data=05%7C01&reserved=0`,
      TARGET,
    ],
    [
      'Microsoft Safe Links',
      `https://gcc02.safelinks.protection.office365.us/?url=${encoded(TARGET)}`,
      TARGET,
    ],
    [
      'Microsoft Teams',
      `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${encoded(TARGET)}`,
      TARGET,
    ],
    [
      'Proofpoint',
      `https://urldefense.proofpoint.com/v1/url?u=${encoded('https://evil.example/?a=1&amp;b=2')}&k=x`,
      'https://evil.example/?a=1&b=2',
    ],
    [
      'Proofpoint',
      'https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example_login-3Fid-3D1&d=x',
      'https://evil.example/login?id=1',
    ],
    [
      'Proofpoint',
      'https://urldefense.com/v3/__https://evil.example/a__;!!abc!def$',
      'https://evil.example/a',
    ],
    [
      'Proofpoint',
      'https://urldefense.com/v3/__https:/evil.example/a__;!!abc!def$',
      'https://evil.example/a',
    ],
    [
      'Proofpoint',
      `https://urldefense.com/v3/__https://evil.example/a*b*c__;${base64('#!')}!!x!y$`,
      'https://evil.example/a#b!c',
    ],
    [
      'Proofpoint',
      `https://urldefense.com/v3/__https://evil.example/**B*__;${base64('äöü#')}!!x!y$`,
      'https://evil.example/äöü#',
    ],
    ['Barracuda', `https://linkprotect.cudasvc.com/url?a=${encoded(TARGET)}&c=E,1`, TARGET],
    [
      'Cisco',
      `https://secure-web.cisco.com/1a2b3c/${encoded('https://evil.example/a')}`,
      'https://evil.example/a',
    ],
    ['Sophos', `https://eu-west-1.protection.sophos.com/?d=evil.example&u=${base64(TARGET)}&i=x`, TARGET],
    ['Google', `https://www.google.com/url?sa=t&url=${encoded(TARGET)}`, TARGET],
    ['Google', `https://www.google.co.uk/url?q=${encoded(TARGET)}`, TARGET],
    ['Facebook', `https://l.facebook.com/l.php?u=${encoded(TARGET)}&h=x`, TARGET],
    ['LinkedIn', `https://www.linkedin.com/redir/redirect?url=${encoded(TARGET)}`, TARGET],
    ['Slack', `https://slack-redir.net/link?url=${encoded(TARGET)}`, TARGET],
    ['YouTube', `https://www.youtube.com/redirect?event=x&q=${encoded(TARGET)}`, TARGET],
    ['DuckDuckGo', `https://duckduckgo.com/l/?uddg=${encoded(TARGET)}`, TARGET],
    ['Bing', `https://www.bing.com/ck/a?!&&p=x&u=a1${base64(TARGET)}&ntb=1`, TARGET],
  ])('%s: %s', (name, link, target) => {
    expect(unwrap(link)).toEqual({ target, kind: 'url', via: [name] });
  });

  test('tells the host where the rewriter tells no more', () => {
    expect(unwrap('https://protect-eu.mimecast.com/s/AbC?domain=evil.example')).toEqual({
      target: 'evil.example',
      kind: 'host',
      via: ['Mimecast'],
    });
  });

  test('takes nested wrappers off, five at most', () => {
    const wrap = (link: string) => `https://a.safelinks.protection.outlook.com/?url=${encoded(link)}`;
    let link = TARGET;
    for (let depth = 0; depth < 4; depth++) link = wrap(link);
    expect(unwrap(`https://www.google.com/url?q=${encoded(link)}`)).toMatchObject({ target: TARGET });
    expect(unwrap(wrap(wrap(link)))).toMatchObject({ target: wrap(TARGET) });
  });

  test.each([
    ['an ordinary link', TARGET],
    ['a host that only ends alike', `https://evilurldefense.com/v3/__${TARGET}__;!!a!b$`],
    [
      'a rewriter’s name below another domain',
      `https://safelinks.protection.outlook.com.evil.example/?url=${encoded(TARGET)}`,
    ],
    ['a rewriter’s name as the user', `https://www.google.com@evil.example/url?q=${encoded(TARGET)}`],
    ['a backslash', `https://www.google.com\\@evil.example/url?q=${encoded(TARGET)}`],
    ['another page of the host', `https://www.google.com/search?q=${encoded(TARGET)}`],
    ['a target that is no web address', `https://www.google.com/url?q=${encoded('javascript:alert(1)')}`],
    ['a target without a value', 'https://www.google.com/url?q='],
    [
      'a v3 link whose trailer is too short',
      `https://urldefense.com/v3/__https://evil.example/a*b*c__;${base64('#')}!!x!y$`,
    ],
    ['a base64 that is none', 'https://eu.protection.sophos.com/?d=evil.example&u=%%%'],
    ['a link of endless length', `https://www.google.com/url?q=${'a'.repeat(20_000)}`],
    ['no link at all', 'evil.example'],
  ])('leaves alone %s', (_, link) => {
    expect(unwrap(link)).toBeUndefined();
  });
});
