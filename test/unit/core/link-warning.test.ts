import { describe, expect, test } from 'vitest';
import { isWarning, LINK_REASONS, viewLinks } from '@/core/link-warning.ts';
import { inEnglish } from '../../words/speech.ts';

// All names are made up.
const link = (text: string, href: string) => ({ text, href, count: 1 });
const reasons = (text: string, href: string) =>
  viewLinks([link(text, href)], 'news.example').away.map((view) => view.reasons);

describe('a link deserves a second look', () => {
  test.each([
    ['https://bank.example/login', 'https://evil.test/login', ['mismatch']],
    ['Sign in', 'https://192.0.2.1/login', ['address']],
    ['Sign in', 'http://[2001:db8::1]/', ['address']],
    ['Sign in', 'https://xn--pple-43d.com/', ['lookalike']],
    ['Sign in', 'https://bit.ly/made-up', ['hidden-target']],
    ['Sign in', "javascript:fetch('//evil.test')", ['script']],
    ['Open', 'data:text/html,<form>', ['script']],
    ['Open', 'search-ms:query=invoice&crumb=location:\\\\192.0.2.1\\share', ['program']],
    ['Open', 'file://192.0.2.1/share/invoice.lnk', ['program']],
    ['Sign in', 'https://bank.example@evil.test/', ['user-part']],
    ['bank.example', 'https://bank.example@evil.test/', ['mismatch', 'user-part']],
    ['bank.example', 'https://192.0.2.1/login', ['mismatch', 'address']],
    ['bank.example', 'https://xn--bnk-sra.example/', ['mismatch', 'international']],
    // Wholly Cyrillic letters that have Latin twins, and a well-known name with marks on it.
    ['Sign in', 'https://xn--80ak6aa92e.com/', ['lookalike']],
    ['Sign in', 'https://xn--paypl-0qa.com/', ['lookalike']],
    ['Sign in', 'https://login.xn--paypl-0qa.com/', ['lookalike']],
  ])('%s -> %s: %j', (text, href, expected) => {
    expect(reasons(text, href)).toEqual([expected]);
  });

  test.each([
    // A tracker with the sender's name in it is ordinary; a router at home has no name.
    ['Router', 'http://192.168.1.1/', [[]]],
    ['Share', 'https://wa.me/?text=a', []],
    ['Read more', 'https://click.mailer.example/u?x=1', [[]]],
    ['Menu', 'javascript:void(0)', []],
    ['Menu', 'javascript:;', []],
    ['', 'data:image/png;base64,AAAA', []],
    ['Next', 'https://news.example/2', []],
    ['Call', 'tel:+123', []],
  ])('and %s -> %s none: %j', (text, href, expected) => {
    expect(reasons(text, href)).toEqual(expected);
  });
});

describe('for information only', () => {
  test.each([
    // A whole name in one script is somebody's language.
    ['книги', 'https://xn--c1adm0a.xn--p1ai/', ['international']],
    ['Bücher', 'https://xn--bcher-kva.example/', ['international']],
    // Letters that look Latin below a suffix of their own script.
    ['сор', 'https://xn--n1auf.xn--p1ai/', ['international']],
    ['bank.example', 'https://t.co/made-up', ['hidden-target']],
    ['bank.example', 'https://x.us1.list-manage.com/track/click?u=1', ['hidden-target']],
    ['bank.example', 'https://u1.ct.sendgrid.net/ls/click?upn=x', ['hidden-target']],
    ['bank.example', 'https://protect-eu.mimecast.com/s/AbC', ['hidden-target']],
    [
      'bank.example',
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbit.ly%2Fa&data=x',
      ['hidden-target'],
    ],
  ])('%s -> %s: %j', (text, href, expected) => {
    expect(reasons(text, href)).toEqual([expected]);
    expect(reasons(text, href).flat().some(isWarning)).toBe(false);
  });

  test('is told behind what warns', () => {
    expect(LINK_REASONS.map(isWarning)).toEqual([true, true, true, true, true, true, false, false]);
  });
});

describe('the page’s own site', () => {
  const on = (site: string, text: string, href: string) => viewLinks([link(text, href)], site);

  test.each([
    ['192.0.2.1', 'Inbox', 'http://192.0.2.1/inbox'],
    ['[2001:db8::1]', 'Inbox', 'http://[2001:db8::1]/inbox'],
    ['xn--pple-43d.com', 'Home', 'https://xn--pple-43d.com/'],
    ['news.example', 'evil.test', 'https://news.example/tag/evil.test'],
    ['mail.example', 'bank.example', 'https://mail.example/redir?url=https%3A%2F%2Fbank.example%2Fa'],
    ['mail.example', 'Sign in', 'https://mail.example/redir?url=https%3A%2F%2Fevil.test%2Fa'],
  ])('of %s, %s -> %s stays there', (site, text, href) => {
    expect(on(site, text, href)).toEqual({ away: [], own: 1 });
  });

  test('passes a link on that says otherwise', () => {
    const href = 'https://mail.example/redir.aspx?C=1&URL=https%3A%2F%2Fevil.test%2Fa';
    expect(inEnglish(on('mail.example', 'https://bank.example/', href).away)).toMatchObject([
      {
        shown: 'bank.example',
        host: 'evil.test',
        unwrapped: { target: 'https://evil.test/a', through: ['this site'] },
        reasons: ['mismatch'],
      },
    ]);
  });
});

test('a rewritten link is judged by where it leads, and the gravest come first', () => {
  const wrapped =
    'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test%2Fa&data=05%7C01&reserved=0';
  const { away, own } = viewLinks(
    [
      link('Read more', 'https://other.example/'),
      link('bank.example.com', wrapped),
      link('Home', 'https://www.news.example/'),
    ],
    'news.example',
  );
  expect(own).toBe(1);
  expect(away[0]).toMatchObject({
    shown: 'bank.example.com',
    host: 'evil.test',
    unwrapped: { target: 'https://evil.test/a', through: ['Microsoft Safe Links'] },
    reasons: ['mismatch'],
  });
  expect(away).toHaveLength(2);
});
