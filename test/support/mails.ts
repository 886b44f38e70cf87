import { Buffer } from 'node:buffer';

/** A made-up mail, and what its links are to be warned of. */
export interface Mail {
  name: string;
  html: string;
  /** Reasons of its warnings; none for ordinary mail. */
  reasons: string[];
}

// All brands, names and addresses are made up, save the hosts of the services that really rewrite links.
const SENDERS = ['harbour-shop.example', 'fern-bank.example', 'little-press.example', 'kite-rail.example'];
const encoded = encodeURIComponent;
const safeLink = (url: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encoded(url)}&data=05%7C01&reserved=0`;
const urlDefense = (url: string) => `https://urldefense.com/v3/__${url}__;!!abc!def$`;
const googled = (url: string) => `https://www.google.com/url?q=${encoded(url)}&sa=D`;

/** Ways in which ordinary senders have their links counted or rewritten. */
const WRAPS: readonly ((url: string, sender: string) => string)[] = [
  (url) => url,
  (_, sender) => `https://click.${sender}/u/?qs=0123456789abcdef`,
  () => 'https://harbour.us1.list-manage.com/track/click?u=1&id=2&e=3',
  () => 'https://u123.ct.sendgrid.net/ls/click?upn=u001.made-up',
  (url) => `https://abc.r.eu-west-1.awstrack.me/L0/${encoded(url)}/1/0102/sig=1`,
  (url) => safeLink(url),
  (url) => urlDefense(url),
  (url) => googled(url),
];

/** Thirty mails in the shapes that newsletters, receipts and notices have. */
export function ordinaryMails(): Mail[] {
  return Array.from({ length: 30 }, (_, at) => {
    const sender = SENDERS[at % SENDERS.length] ?? '';
    const wrap = WRAPS[at % WRAPS.length] ?? ((url: string) => url);
    const shape = SHAPES[at % SHAPES.length] ?? newsletter;
    const link = (url: string) => wrap(url, sender);
    return { name: `${shape.name} ${at} of ${sender}`, html: shape(sender, link), reasons: [] };
  });
}

type Shape = (sender: string, link: (url: string) => string) => string;

const PREHEADER =
  '<div style="display:none;max-height:0;overflow:hidden">What is new this week &zwnj;&nbsp;&zwnj;&nbsp;</div>';

const newsletter: Shape = (sender, link) => `${PREHEADER}
  <table><tr><td><a href="${link(`https://${sender}/`)}"><img alt="" width="120" height="40"></a></td></tr>
  <tr><td><h1>New this week</h1><p>Boats, ropes and lamps. <a href="${link(`https://${sender}/new`)}">Read more</a></p>
  <p><a href="${link(`https://www.${sender}/sale`)}">www.${sender}/sale</a></p></td></tr>
  <tr><td><a href="https://www.facebook.com/made-up">Facebook</a> <a href="https://twitter.com/made-up">Twitter</a>
  <a href="https://youtu.be/made-up">youtube.com/made-up</a>
  <a href="${link(`https://${sender}/unsubscribe?id=1`)}">Unsubscribe</a> · <a href="mailto:hello@${sender}">hello@${sender}</a></td></tr></table>`;

const receipt: Shape = (sender, link) => `<h2>Thank you for your order 1234</h2>
  <p>Track it: <a href="${link(`https://track.${sender}/p/1234`)}">https://track.${sender}/p/1234</a></p>
  <p>Total 12.50. Delivered to 12 Made-up Street. Invoice: <a href="${link(`https://${sender}/i/1.pdf`)}">invoice.pdf</a></p>
  <p>Questions? <a href="tel:+10000000">+1 000 0000</a> or <a href="mailto:help@${sender}">write to us</a>.</p>`;

const notice: Shape = (
  sender,
  link,
) => `<p>You were mentioned in <a href="${link(`https://code.${sender}/a/b/pull/7`)}">a/b#7</a>
  by @made-up in <code>node.js</code> and <a href="${link(`https://code.${sender}/a/b/blob/main/README.md`)}">README.md</a>.</p>
  <p>—<br>Reply to this email directly, or <a href="${link(`https://code.${sender}/a/b/pull/7#c1`)}">view it on ${sender}</a>.</p>`;

const invitation: Shape = (sender, link) => `<p>Made-up meeting, Tuesday 10:00.</p>
  <p>Join: <a href="${link(`https://meet.${sender}/abc-defg`)}">https://meet.${sender}/abc-defg</a></p>
  <p>Or by phone <a href="tel:+10000000">+1 000 0000</a>, PIN 123 456#.
  <a href="https://www.google.com/calendar/event?action=VIEW&eid=x">Calendar</a></p>`;

const statement: Shape = (
  sender,
  link,
) => `${PREHEADER}<p>Your statement of May is ready. For your safety we link to nothing
  but <a href="${link(`https://www.${sender}`)}">www.${sender}</a>.</p>
  <p style="color:#fff;background:#fff;font-size:1px">ref 00-11-22</p>
  <p><small><a href="${link(`https://${sender}/privacy`)}">Privacy</a> <a href="https://bit.ly/made-up">Terms</a></small></p>`;

const SHAPES: readonly Shape[] = [newsletter, receipt, notice, invitation, statement];

const base64 = (text: string) => Buffer.from(text).toString('base64url');

/** Ten mails that want something they should not get. */
export function phishingMails(): Mail[] {
  const login = 'https://fern-bank.example/login';
  const mails: [name: string, link: string, text: string, reasons: string[]][] = [
    ['another host than it says', 'https://evil.test/login', login, ['mismatch']],
    [
      'another host behind Safe Links',
      safeLink('https://evil.test/login'),
      'fern-bank.example',
      ['mismatch'],
    ],
    ['another host behind two rewriters', urlDefense(googled('https://evil.test/l')), login, ['mismatch']],
    [
      'the host as a subdomain',
      'https://fern-bank.example.evil.test/',
      'www.fern-bank.example',
      ['mismatch'],
    ],
    ['a bare address', 'http://203.0.113.7/fern-bank/', 'Sign in', ['address']],
    ['a host before the @', 'https://fern-bank.example@evil.test/', 'Confirm', ['user-part']],
    ['Cyrillic letters among Latin ones', 'https://xn--pple-43d.com/', 'Sign in', ['lookalike']],
    ['a page in the link', `data:text/html;base64,${base64('<form>')}`, 'Open the invoice', ['script']],
    ['a share of a stranger', 'file://203.0.113.7/share/invoice.lnk', 'invoice.pdf', ['program']],
    [
      'an address behind a mailer',
      `https://abc.r.eu-west-1.awstrack.me/L0/${encoded('http://198.51.100.9/a')}/1/0102/sig=1`,
      login,
      ['mismatch', 'address'],
    ],
  ];
  return mails.map(([name, link, text, reasons]) => ({
    name,
    html: `<p>Dear customer, your account was locked. <a href="${link}">${text}</a></p>
      <p><a href="https://fern-bank.example/privacy">Privacy</a></p>`,
    reasons,
  }));
}

/** A page that shows a message, in one of the shapes that webmail has, and what is to be read of it. */
export interface MessageView {
  name: string;
  html: string;
  /** Absent: no message is shown. */
  from?: string;
  replyTo?: string;
  subject?: string;
  attachments?: string[];
}

const LIST = `<div role="grid"><div role="row"><span title="someone@elsewhere.example">Someone</span> Lunch?</div>
  <div role="row"><span title="other@elsewhere.example">Other</span> Minutes</div></div>`;
const CONTROLS = '<div><button>Reply</button><button aria-label="Forward"><img alt=""></button></div>';

/** Headers in a table; an address behind a name, with controls; the message's source; a head in a frame; in German; and pages that show none. */
export function messageViews(): MessageView[] {
  return [
    {
      name: 'table of headers',
      html: `${LIST}<h1>Mail</h1><table><tr><td>Subject</td><td>Your parcel</td></tr><tr><td>From</td><td>Parcel desk &lt;desk@parcel.example&gt;</td></tr>
        <tr><td>Reply-To</td><td>refund@claims.test</td></tr><tr><td>Date</td><td>2026-11-02</td></tr></table>
        <ul id="attachment-list"><li><a href="#">label.pdf</a></li><li><span>form.html</span> <span>12 KB</span></li></ul>
        <p>Track it at https://parcel.example/1. From: nobody@body.example</p>`,
      from: 'desk@parcel.example',
      replyTo: 'refund@claims.test',
      subject: 'Your parcel',
      attachments: ['label.pdf', 'form.html'],
    },
    {
      name: 'address behind a name',
      html: `<header><a href="#" title="me@example.org">Me</a></header>${LIST}<main><h2>Invoice 7</h2><div><span email="billing@fern-bank.example">Fern Bank</span> to me</div>${CONTROLS}
        <p>Please see the invoice. Questions to <a href="mailto:help@fern-bank.example">us</a>.</p>
        <p>From: director@spoofed.example</p><div>invoice.pdf.exe (120 KB)</div></main>`,
      from: 'billing@fern-bank.example',
      subject: 'Invoice 7',
      attachments: ['invoice.pdf.exe'],
    },
    {
      name: 'source of a message',
      html: `<pre>Received: from mx.example by mail.example
From: "service@fern-bank.example" &lt;x@other.test&gt;
Reply-To: x@third.test
To: me@example.org
Subject: Verify now

Dear customer</pre>`,
      from: 'x@other.test',
      replyTo: 'x@third.test',
      subject: 'Verify now',
      attachments: [],
    },
    {
      name: 'German labels',
      html: `<h1>Posteingang</h1><div>Von: Anna Beispiel &lt;anna@beispiel.example&gt;</div><div>An: ich@beispiel.example</div><div>Betreff: Rückfrage</div><p>Hallo</p>`,
      from: 'anna@beispiel.example',
      subject: 'Rückfrage',
      attachments: [],
    },
    {
      name: 'head in a frame',
      html: `<h1>Mailbox</h1>${LIST}<iframe srcdoc="<dl><dt>From</dt><dd>Kite &amp;lt;info@kite-rail.example&amp;gt;</dd><dt>Subject</dt><dd>Your seat</dd></dl>"></iframe>`,
      from: 'info@kite-rail.example',
      subject: 'Your seat',
      attachments: [],
    },
    {
      name: 'a name and no address',
      html: `<div>From: Front desk</div><div>Subject: Keys</div>`,
      subject: 'Keys',
      attachments: [],
    },
    { name: 'a list of messages alone', html: `<h1>Inbox</h1>${LIST}` },
    {
      name: 'an article with an author',
      html: `<h1>Ropes</h1><p>From the workshop.</p><p><a href="mailto:author@press.example">A. Uthor</a></p><p>Subject to change. To: whom it may concern</p>`,
    },
  ];
}
