import type { FrameInspection, MailAddress, MailContext } from './inspection.ts';
import { isLookalike } from './lookalike.ts';
import { haveOneOwner } from './kindred-hosts.ts';
import { registrable } from './link-mismatch.ts';
import { tokenize } from './tokenize.ts';

/** What is odd about the head of a message. */
export type MailReason = 'reply-elsewhere' | 'other-name' | 'lookalike';
/** What is odd about the name of an attachment. */
export type FileReason = 'program' | 'two-endings' | 'turned';

export interface MailView extends MailContext {
  reasons: MailReason[];
  files: { name: string; reasons: FileReason[] }[];
}

/** The message of a tab: what its outermost frame with one says, and the attachments that any frame names. */
export function viewMail(frames: readonly FrameInspection[]): MailView | undefined {
  const mails = frames.flatMap(({ mail }) => mail ?? []);
  const mail = mails.find(({ from }) => from) ?? mails[0];
  if (!mail) return undefined;
  const attachments = [...new Set(mails.flatMap(({ attachments: names }) => names))];
  return {
    ...mail,
    attachments,
    reasons: reasonsOf(mail),
    files: attachments.map((name) => ({ name, reasons: fileReasons(name) })),
  };
}

function reasonsOf({ from, replyTo }: MailContext): MailReason[] {
  if (!from) return [];
  const domain = domainOf(from);
  const reasons: MailReason[] = [];
  if (replyTo && !areOfOne(domainOf(replyTo), domain)) reasons.push('reply-elsewhere');
  if (namesAnother(from, domain)) reasons.push('other-name');
  if (isLookalike(domain) || (replyTo && isLookalike(domainOf(replyTo)))) reasons.push('lookalike');
  return reasons;
}

function domainOf({ address }: MailAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function areOfOne(one: string, other: string): boolean {
  const [a, b] = [registrable(one), registrable(other)];
  return a === b || haveOneOwner(a, b);
}

/** "service@bank.example <x@other.example>": most programs show the name alone. */
function namesAnother({ name }: MailAddress, domain: string): boolean {
  if (name === undefined) return false;
  return tokenize(name).some(
    ({ type, value }) => type === 'email' && !areOfOne(value.slice(value.lastIndexOf('@') + 1), domain),
  );
}

/** What a double click runs, or opens as a disk, on the systems that people have. */
const PROGRAMS =
  /\.(?:apk|app|bat|chm|cmd|com|cpl|dll|dmg|exe|hta|img|iso|jar|jse?|lnk|msi|ps1|reg|scr|url|vbe?|vbs|vhdx?|wsf|xll)$/i;
const TWO_ENDINGS =
  /\.(?:csv|docx?|gif|html?|jpe?g|mp3|mp4|pdf|png|pptx?|rtf|txt|xlsx?)[\s_.]*\.(?:[a-z0-9]{2,5})$/i;
/** Right-to-left override and its kin turn what stands behind them around: "invoice" + override + "fdp.exe" reads "invoiceexe.pdf". */
const TURNED = /[\u202a-\u202e\u2066-\u2069\u200f]/;

function fileReasons(name: string): FileReason[] {
  return [
    ...(PROGRAMS.test(name) ? (['program'] as const) : []),
    ...(TWO_ENDINGS.test(name) ? (['two-endings'] as const) : []),
    ...(TURNED.test(name) ? (['turned'] as const) : []),
  ];
}
