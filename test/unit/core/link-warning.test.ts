import { describe, expect, test } from 'vitest';
import { viewLinks } from '@/core/link-warning.ts';

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
  ])('%s -> %s: %j', (text, href, expected) => {
    expect(reasons(text, href)).toEqual([expected]);
  });

  test.each([
    // A whole name in one script is somebody's language; a tracker with the sender's name in it is ordinary.
    ['книги', 'https://xn--c1adm0a.xn--p1ai/', [[]]],
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
