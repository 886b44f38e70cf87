import { expect, test } from 'vitest';
import type { FrameInspection, MailContext } from '@/core/inspection.ts';
import { viewMail } from '@/core/mail-warning.ts';

const frame = (mail?: Partial<MailContext>): FrameInspection => ({
  frameUrl: 'https://mail.example.com/',
  page: { titles: [] },
  values: [],
  links: [],
  hidden: [],
  ...(mail && { mail: { attachments: [], unread: [], ...mail } }),
});
const from = (address: string, name?: string) => ({ address, ...(name !== undefined && { name }) });

test('without a message there is nothing to say', () => {
  expect(viewMail([])).toBeUndefined();
  expect(viewMail([frame(), frame()])).toBeUndefined();
});

test.each([
  ['the same domain', 'a@bank.example', 'b@bank.example', []],
  ['a host of the same domain', 'a@mail.bank.example', 'b@desk.bank.example', []],
  ['another domain', 'a@bank.example', 'b@claims.test', ['reply-elsewhere']],
  ['two customers of one suffix', 'a@one.co.uk', 'b@two.co.uk', ['reply-elsewhere']],
])('a reply to %s', (_, sender, replyTo, reasons) => {
  expect(viewMail([frame({ from: from(sender), replyTo: from(replyTo) })])?.reasons).toEqual(reasons);
});

test.each([
  ['Anna', []],
  ['anna@bank.example', []],
  ['Anna at bank.example', []],
  ['service@other.test', ['other-name']],
  ['service[@]other[.]test', ['other-name']],
])('a sender who calls himself %s', (name, reasons) => {
  expect(viewMail([frame({ from: from('anna@bank.example', name) })])?.reasons).toEqual(reasons);
});

test('letters that look like others are told of the sender and of who gets the reply', () => {
  expect(viewMail([frame({ from: from('a@xn--80ak6aa92e.com') })])?.reasons).toEqual(['lookalike']);
});

test.each([
  ['report.pdf', []],
  ['version 1.2.zip', []],
  ['setup.exe', ['program']],
  ['invoice.pdf.exe', ['program', 'two-endings']],
  ['invoice.pdf   .js', ['program', 'two-endings']],
  ['photo.jpg.zip', ['two-endings']],
  ['invoice\u202efdp.exe', ['program', 'turned']],
])('an attachment called %s', (name, reasons) => {
  expect(viewMail([frame({ attachments: [name] })])?.files).toEqual([{ name, reasons }]);
});

test('the outermost frame with a sender counts; files are gathered from all', () => {
  const mail = viewMail([
    frame({ subject: 'List', attachments: ['a.pdf'] }),
    frame({ from: from('a@bank.example'), subject: 'Inner', attachments: ['a.pdf', 'b.pdf'] }),
    frame({ from: from('z@body.test') }),
  ]);
  expect(mail).toMatchObject({
    from: { address: 'a@bank.example' },
    subject: 'Inner',
    attachments: ['a.pdf', 'b.pdf'],
  });
});
