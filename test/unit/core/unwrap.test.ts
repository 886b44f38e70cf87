import { describe, expect, test } from 'vitest';
import { unwrap } from '@/core/unwrap.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64url');
const encoded = encodeURIComponent;
const google = (link: string) => `https://www.google.com/url?q=${encoded(link)}`;
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
    [
      'Check Point',
      'https://protect.checkpoint.com/v2/r01/___https://evil.example/a?b=1___.YzJlOm1hZGV1cA',
      'https://evil.example/a?b=1',
    ],
    ['Check Point', 'https://url.avanan.click/v2/___https:/evil.example/a___.YzJl', 'https://evil.example/a'],
    ['Trellix', `https://protect2.fireeye.com/v1/url?k=1&q=1&e=2&u=${encoded(TARGET)}`, TARGET],
    ['Symantec', `https://clicktime.symantec.com/3MadeUp?u=${encoded(TARGET)}`, TARGET],
    [
      'Trend Micro',
      `https://ddec1-0-en-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=${encoded(TARGET)}&umid=x`,
      TARGET,
    ],
    ['Trustwave', `https://scanmail.trustwave.com/?c=1&d=x&u=${encoded(TARGET)}`, TARGET],
    ['Libraesva', `https://urlsand.esvalabs.com/?u=${encoded(TARGET)}&e=x`, TARGET],
    ['Hornetsecurity', `https://atpscan.global.hornetsecurity.com/?d=x&s=y&u=${encoded(TARGET)}`, TARGET],
    [
      'Microsoft Azure',
      `https://nam.safelink.emails.azure.net/redirect/?destination=${encoded(TARGET)}&p=x`,
      TARGET,
    ],
    [
      'Amazon SES',
      `https://abc123.r.eu-west-1.awstrack.me/L0/${encoded(TARGET)}/1/0102018-000000/sig=1`,
      TARGET,
    ],
    // The path names another host than the one that Mandrill really sends to.
    [
      'Mandrill',
      `https://mandrillapp.com/track/click/30000000/bank.example?p=${base64(
        JSON.stringify({ s: 'x', v: 1, p: JSON.stringify({ u: 3, url: TARGET }) }),
      )}`,
      TARGET,
    ],
    ['GMX', `https://deref-gmx.net/mail/client/AbC/dereferrer/?redirectUrl=${encoded(TARGET)}`, TARGET],
    ['Google AMP', 'https://www.google.com/amp/s/evil.example/a?b=1', 'https://evil.example/a?b=1'],
    ['Google AMP', 'https://google.de/amp/evil.example', 'http://evil.example'],
    ['Google Ads', `https://www.googleadservices.com/pagead/aclk?sa=L&adurl=${encoded(TARGET)}`, TARGET],
    ['Google Ads', `https://adclick.g.doubleclick.net/pcs/click?x&adurl=${encoded(TARGET)}`, TARGET],
    ['Bing', `https://www.bing.com/alink/link?url=${encoded(TARGET)}&source=x`, TARGET],
    ['Yahoo', `https://r.search.yahoo.com/_ylt=x/RV=2/RE=1/RO=10/RU=${encoded(TARGET)}/RK=2/RS=y-`, TARGET],
    ['Reddit', `https://out.reddit.com/t3_x?url=${encoded(TARGET)}&token=y`, TARGET],
    ['VK', `https://vk.com/away.php?to=${encoded(TARGET)}`, TARGET],
    ['Steam', `https://steamcommunity.com/linkfilter/?u=${encoded(TARGET)}`, TARGET],
    ['Slack', `https://slack-redir.net/link?url=${encoded(TARGET)}`, TARGET],
    ['YouTube', `https://www.youtube.com/redirect?event=x&q=${encoded(TARGET)}`, TARGET],
    ['DuckDuckGo', `https://duckduckgo.com/l/?uddg=${encoded(TARGET)}`, TARGET],
    ['Bing', `https://www.bing.com/ck/a?!&&p=x&u=a1${base64(TARGET)}&ntb=1`, TARGET],
  ])('%s: %s', (name, link, target) => {
    expect(unwrap(link)).toEqual({ target, kind: 'url', via: [name] });
  });

  test.each([
    ['Mimecast', 'https://protect-eu.mimecast.com/s/AbC?domain=evil.example'],
    ['Mimecast', 'https://url.uk.m.mimecastprotect.com/s/AbC?domain=evil.example'],
    ['INKY', 'https://shared.outlook.inky.com/link?domain=evil.example&t=h.x'],
  ])('tells the host where %s tells no more', (name, link) => {
    expect(unwrap(link)).toEqual({ target: 'evil.example', kind: 'host', via: [name] });
  });

  test.each<[via: string[], wrap: (link: string) => string]>([
    [['Google', 'Trellix'], (link) => google(`https://protect2.fireeye.com/v1/url?u=${encoded(link)}`)],
    [['Google', 'Google AMP'], () => google('https://www.google.com/amp/s/evil.example/login?id=1&next=/a')],
    [
      ['Check Point', 'Microsoft Safe Links'],
      (link) =>
        `https://protect.checkpoint.com/v2/r02/___https://eur01.safelinks.protection.outlook.com/?url=${encoded(link)}___.Yz`,
    ],
    [
      ['Microsoft Safe Links', 'Amazon SES'],
      (link) => {
        const ses = `https://x.r.us-east-1.awstrack.me/L0/${encoded(link)}/1/id/sig=1`;
        return `https://nam02.safelinks.protection.outlook.com/?url=${encoded(ses)}&data=x`;
      },
    ],
    [
      ['Proofpoint', 'Symantec', 'Slack'],
      (link) =>
        `https://urldefense.com/v3/__https://clicktime.symantec.com/a/1/x?u=${encoded(
          `https://slack-redir.net/link?url=${encoded(link)}`,
        )}__;!!a!b$`,
    ],
    [
      ['GMX', 'Yahoo'],
      (link) =>
        `https://deref-web.de/mail/client/x/dereferrer/?redirectUrl=${encoded(
          `https://r.search.yahoo.com/RU=${encoded(link)}/RK=2/`,
        )}`,
    ],
  ])('takes off one behind the other: %j', (via, wrap) => {
    expect(unwrap(wrap(TARGET))).toEqual({ target: TARGET, kind: 'url', via });
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
    ['a host before a rewriter’s', `https://evil.test/https://slack-redir.net/link?url=${encoded(TARGET)}`],
    [
      'a made-up dereferrer',
      `https://deref-evil.test/mail/client/x/dereferrer/?redirectUrl=${encoded(TARGET)}`,
    ],
    [
      'a made-up Azure',
      `https://safelink.emails.azure.net.evil.test/redirect/?destination=${encoded(TARGET)}`,
    ],
    ['a made-up Check Point', 'https://evil.test/v2/r01/___https://bank.example/___.Yz'],
    ['a Check Point link whose letters are shifted', 'https://url.avanan.click/v2/r02/___myyux://jnqj___.Yz'],
    ['another page of Trend Micro', `https://www.trendmicro.com/en?url=${encoded(TARGET)}`],
    ['another page of VK', `https://vk.com/feed?to=${encoded(TARGET)}`],
    ['another page of Steam', `https://steamcommunity.com/?u=${encoded(TARGET)}`],
    ['a name below GMX’s', `https://deref-gmx.net.evil.test/dereferrer/?redirectUrl=${encoded(TARGET)}`],
    ['Mandrill’s path without its data', 'https://mandrillapp.com/track/click/3/bank.example?p=e30'],
    ['Mandrill’s unsubscribing', `https://mandrillapp.com/track/unsub.php?u=1&p=${base64('{}')}`],
    ['an AMP path without a host', 'https://www.google.com/amp/about'],
    ['a result of Yahoo without its target', 'https://r.search.yahoo.com/_ylt=x/RK=2/'],
    ['INKY without a host', 'https://shared.outlook.inky.com/link?domain=&t=x'],
    ['INKY with a path as its host', 'https://shared.outlook.inky.com/link?domain=evil.test/a'],
    ['a script behind a rewriter', `https://out.reddit.com/x?url=${encoded('javascript:alert(1)')}`],
    ['a base64 that is none', 'https://eu.protection.sophos.com/?d=evil.example&u=%%%'],
    ['a link of endless length', `https://www.google.com/url?q=${'a'.repeat(20_000)}`],
    ['no link at all', 'evil.example'],
  ])('leaves alone %s', (_, link) => {
    expect(unwrap(link)).toBeUndefined();
  });
});
