import type { MailAddress, MailContext } from '@/core/inspection.ts';
import { message } from '@/core/words.ts';
import { normalize } from '@/core/normalize.ts';
import { tokenize } from '@/core/tokenize.ts';
import { howHidden } from './hidden.ts';
import type { Run } from './text-index.ts';
import { unmasked } from './unmasked.ts';

/** Gathers what a message view says of its message while the frame is read. */
export interface MailReader {
  add(run: Run): void;
  /** Undefined where no message is shown. */
  read(): MailContext | undefined;
}

/**
 * Reads sender, reply-to, subject and attachments from what every message view has in some form: labels ("From:", in the languages that
 * LABELS lists), addresses that elements carry beside a name, headings, controls to reply and to forward, names of files. No site is
 * known by name. The first message of a page is the one that is told.
 */
export function createMailReader(): MailReader {
  const fields = new Map<Field, string>();
  const labelled = new Set<Field>();
  const attachments = new Set<string>();
  const roots = new Set<Node>();
  let sender: MailAddress | undefined;
  let heading: string | undefined;
  let waiting: Field | undefined;
  let file: string | undefined;
  let runs = 0;

  function add(run: Run): void {
    const [node] = run.nodes;
    if (!node || ++runs > MOST_RUNS) return;
    if (roots.size < MOST_ROOTS) roots.add(unmasked(node).getRootNode());
    for (const each of run.nodes.slice(0, MOST_NODES)) noteElement(each);
    for (const line of run.text.split('\n')) {
      const text = line.replace(/\s+/g, ' ').trim();
      if (text === '') continue;
      noteField(text, run);
      noteFile(text, node);
    }
  }

  /** What the elements around the text say: a heading, the address behind a name. */
  function noteElement(node: Text): void {
    const around = elementsAround(node);
    const [element] = around;
    if (!element) return;
    if (!sender && element.closest('h1,h2,h3,[role="heading"]')) heading = oneLine(node.data);
    if (sender || isElsewhere(element)) return;
    const address = addressOf(around);
    if (address === undefined || howHidden(node) !== undefined) return;
    const name = nameIn(node.data);
    sender = { address, ...(name && { name }) };
  }

  function noteField(text: string, run: Run): void {
    const field = waiting;
    waiting = undefined;
    const label = labelIn(text);
    if (label && (label.rest !== '' || label.hasColon || isCell(run))) {
      labelled.add(label.field);
      if (label.rest === '') waiting = label.field;
      else keep(label.field, label.rest, run);
    } else if (field) keep(field, text, run);
  }

  function keep(field: Field, text: string, run: Run): void {
    // A message may hold such lines itself, behind its head.
    if (
      fields.has(field) ||
      (field === 'from' && sender) ||
      !run.nodes[0] ||
      howHidden(run.nodes[0]) !== undefined
    )
      return;
    fields.set(field, text.slice(0, LONGEST_FIELD));
  }

  function noteFile(text: string, node: Text): void {
    const before = file;
    file = undefined;
    if (attachments.size >= MOST_FILES) return;
    if (before !== undefined && SIZE.test(text)) {
      attachments.add(before);
      return;
    }
    const [, name, size] = (text.length <= LONGEST_NAME && FILE.exec(text)) || [];
    if (name === undefined) return;
    const element = unmasked(node).parentElement;
    const isNamed = size !== undefined || Boolean(element?.closest(ATTACHED));
    if (isNamed && howHidden(node) === undefined) attachments.add(name);
    else file = name;
  }

  function read(): MailContext | undefined {
    const from = addressIn(fields.get('from')) ?? sender;
    const isHeader = labelled.has('from') && labelled.size >= 2;
    if (!isHeader && !(sender && canReplyAndForward(roots))) return undefined;
    const replyTo = addressIn(fields.get('replyTo'));
    const subject = fields.get('subject') ?? heading;
    const name = fields.get('from');
    return {
      ...(from && { from }),
      ...(replyTo && { replyTo }),
      ...(subject !== undefined && { subject }),
      attachments: [...attachments],
      unread: [
        ...(from
          ? []
          : [name === undefined ? message('mailNoSender') : message('mailNoSenderBut', { name })]),
        ...(replyTo ? [] : [message('mailNoReplyTo')]),
        ...(subject === undefined ? [message('mailNoSubject')] : []),
      ],
    };
  }

  return { add, read };
}

const MOST_RUNS = 20_000;
const MOST_ROOTS = 100;
/** Of one run: a line of controls has a few. */
const MOST_NODES = 50;
const MOST_FILES = 50;
const LONGEST_FIELD = 300;
const LONGEST_NAME = 200;

type Field = 'from' | 'replyTo' | 'subject' | 'other';

/** In English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish and Danish. */
const LABELS: readonly (readonly [Field, string])[] = [
  [
    'replyTo',
    'reply-to|reply to|antwort an|antworten an|répondre à|responder a|rispondi a|antwoord aan|svar till|svar til',
  ],
  ['from', 'from|sender|von|absender|de|da|van|från|fra'],
  ['subject', 'subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne'],
  ['other', 'to|cc|date|sent|an|datum|gesendet|à|envoyé|para|fecha|a|data|aan|till|til|dato'],
];
const LABEL = new RegExp(`^(?:${LABELS.map(([, words]) => `(${words})`).join('|')})(\\s?:\\s*|$)`, 'i');

function labelIn(text: string): { field: Field; rest: string; hasColon: boolean } | undefined {
  const found = LABEL.exec(text);
  if (!found) return undefined;
  const at = LABELS.findIndex((_, index) => found[index + 1] !== undefined);
  const [field] = LABELS[at] ?? ['other' as const];
  return { field, rest: text.slice(found[0].length), hasColon: found.at(-1) !== '' };
}

/** A word without a colon is a label only where a table or a list of terms makes it one. */
function isCell({ nodes }: Run): boolean {
  const element = nodes[0] && unmasked(nodes[0]).parentElement;
  return Boolean(element?.closest('th,td,dt'));
}

/** Who shows a message lets it be answered and passed on. An icon says so by its label alone. */
function canReplyAndForward(roots: Iterable<Node>): boolean {
  const missing = new Set(CONTROLS);
  for (const root of roots) {
    if (!(root instanceof Document) && !(root instanceof ShadowRoot)) continue;
    for (const control of root.querySelectorAll('button,a,[role="button"],[role="menuitem"]')) {
      const said = control.getAttribute('aria-label') ?? control.getAttribute('title') ?? control.textContent;
      for (const words of missing) if (words.test(said.trim())) missing.delete(words);
      if (missing.size === 0) return true;
    }
  }
  return false;
}

const CONTROLS: readonly RegExp[] = [
  /^(?:reply|antworten|répondre|responder|rispondi|beantwoorden|svara|svar)(?![\p{L}-])/iu,
  /^(?:forward|weiterleiten|transférer|reenviar|inoltra|encaminhar|doorsturen|vidarebefordra|videresend)(?![\p{L}-])/iu,
];

const NEAREST = 3;

function elementsAround(node: Text): Element[] {
  const around: Element[] = [];
  for (let at = unmasked(node).parentElement; at && around.length < NEAREST; at = unmasked(at).parentElement)
    around.push(at);
  return around;
}

/** In a list of messages every row has a sender, and the address in a page's head is the reader's own. */
function isElsewhere(element: Element): boolean {
  return element.closest(ELSEWHERE) !== null;
}

const ELSEWHERE =
  '[role="row"],[role="option"],[role="gridcell"],nav,[role="navigation"],[role="banner"],body>header,button,[role="button"]';

/** An address that an element carries and nothing but it: `title="a@b.example"`, `href="mailto:a@b.example"`. */
function addressOf(elements: readonly Element[]): string | undefined {
  for (const element of elements)
    for (const { name, value } of element.attributes) {
      if (value.length > 320 || !value.includes('@') || name === 'class') continue;
      const bare = value.replace(/^mailto:|\?.*$/gi, '');
      const address = /^[^\s<>@]+@[^\s<>@]+$/.test(bare) ? normalize('email', bare) : undefined;
      const told = address?.ok ? address.value : addressIn(bare)?.address;
      if (told !== undefined) return told;
    }
  return undefined;
}

/** "Alice <alice@example.com>", "alice@example.com (Alice)"; undefined where there is no address. */
function addressIn(text: string | undefined): MailAddress | undefined {
  const found = text === undefined ? [] : tokenize(text).filter(({ type }) => type === 'email');
  // A name may be written as an address: the one between the signs counts, or else the last.
  const token = found.find(({ start }) => text?.charAt(start - 1) === '<') ?? found.at(-1);
  if (!token || text === undefined) return undefined;
  const name = nameIn(`${text.slice(0, token.start)} ${text.slice(token.end)}`);
  return { address: token.value, ...(name && { name }) };
}

function nameIn(text: string): string {
  return oneLine(text.replace(/\[?mailto:|[<>()"“”„]/gi, ' ')).replace(/^[\s,;:]+|[\s,;:]+$/g, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_FIELD);
}

const ENDINGS =
  '7z|accdb|apk|app|bat|bmp|bz2|cab|chm|cmd|com|cpl|csv|dll|dmg|docx?|docm|dotm|eml|exe|gif|gz|hta|html?|ics|img|iso|jar|jpe?g|jse?|json|lnk|log|mht|mp3|mp4|msg|msi|odp|ods|odt|one|pdf|png|ppa?m?|pps[xm]?|pptx?|pptm|ps1|pub|rar|reg|rtf|scr|shtml?|sldm|svg|tar|tgz|tiff?|txt|url|vbe?|vbs|vcf|vhdx?|wav|webp|wsf|xht|xlam|xll|xls[bmx]?|xltm|xml|xps|z|zip|zst';
const AMOUNT = '\\(?~?\\d[\\d.,\\u00a0 ]*\\s?(?:bytes?|octets?|[kmg]i?b|[kmg]o|b)\\)?';
const FILE = new RegExp(`^([^/\\\\:]{1,150}\\.(?:${ENDINGS}))(?:[\\s·–-]*(${AMOUNT}))?$`, 'i');
const SIZE = new RegExp(`^${AMOUNT}$`, 'i');
const ATTACHED =
  'a[download],[class*="attach" i],[id*="attach" i],[aria-label*="attach" i],[aria-label*="anhang" i],[aria-label*="anhäng" i],[aria-label*="pièce" i],[aria-label*="adjunto" i],[aria-label*="allegat" i],[aria-label*="anexo" i],[aria-label*="bijlage" i]';
