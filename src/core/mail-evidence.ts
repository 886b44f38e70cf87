import { codeAt } from './characters.ts';
import { words } from './file-evidence.ts';
import { isOfPackage } from './number-evidence.ts';
import { DETERMINERS } from './sentence-evidence.ts';
import type { Token } from './tokens.ts';

const BLANK = 0x20;

/** Whether it is an account, a repository or a package, or has words before it that are not its own. */
export function isNoMailbox({ value, start, end, defanged }: Token, text: string): boolean {
  const behindSign = value.indexOf('@') + 1;
  return (
    isField(value) ||
    isRepository(value, text, end) ||
    isGluedLocal(value) ||
    (defanged && isSpelledProse(value, text.slice(start, end))) ||
    isLogin(text, start) ||
    (!defanged && isOfPackage(value.slice(behindSign), text, start + behindSign))
  );
}

/** "smtp.mailfrom=user@example.org"; "?cc=user@example.org" behind another address. */
function isField(address: string): boolean {
  const equals = address.indexOf('=');
  return equals > 0 && (FIELDS.has(address.slice(0, equals)) || /[?&][\w-]+=[^=]*@/.test(address));
}

const FIELDS = words(
  'address bcc cc e email emailaddress envelope-from from header.from id login mail mailfrom name rcpt recipient reply-to return-path sender smtp.mailfrom to u user username x-sender',
);

/** "メールuser@example.org": the letters before it are of the sentence. */
function isGluedLocal(address: string): boolean {
  return /[\u0e00-\u10ff\u2e80-\ud7ff][a-z\d][^@]*@/.test(address);
}

/** "work AT the DOT office": words of a sentence. */
function isSpelledProse(address: string, written: string): boolean {
  return (
    /\s/.test(written) && DETERMINERS.has(address.slice(address.indexOf('@') + 1).split('.', 1)[0] ?? '')
  );
}

/** "git@example.org:group/project.git" */
function isRepository(address: string, text: string, end: number): boolean {
  return address.startsWith('git@') && text.charAt(end) === ':';
}

/** "ssh root@192.0.2.1", "scp a root@evil.example:/tmp": an account on a machine, not a mailbox. */
export function isLogin(text: string, start: number): boolean {
  return codeAt(text, start - 1) === BLANK && LOGIN_BEFORE.test(text.slice(Math.max(0, start - 60), start));
}

const LOGIN_BEFORE = /(?<![\w-])(?:ssh|scp|sftp|rsync|mosh|sshpass|autossh)[ \t][^\n]*$/;
