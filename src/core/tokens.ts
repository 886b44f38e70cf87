import { createFinder } from './finder.ts';
import type { Observable } from './indicator.ts';

/** A value read from text: canonical, and where it stands (`text.slice(start, end)` is how it was written). */
export interface Token extends Observable {
  start: number;
  end: number;
  /** Written behind an address or a host: "192.0.2.1:8080". */
  port?: number;
  /** Brackets, changed letters or spelled-out signs stood inside: somebody wanted it to be no link. */
  defanged?: true;
}

/** What is found in a clear text while it is read, and where its signs stand. */
export class Tokens {
  readonly text: string;
  /** Whether the sign here was written apart, or as a word, without brackets. */
  readonly wasApart: (start: number, end: number) => boolean;
  readonly nextScheme: (from: number) => number;
  readonly nextDot: (from: number) => number;
  readonly nextColon: (from: number) => number;
  #all: Token[] = [];
  #isInOrder = true;

  constructor(text: string, wasApart: Tokens['wasApart']) {
    this.text = text;
    this.wasApart = wasApart;
    this.nextScheme = createFinder(text, '://');
    this.nextDot = createFinder(text, '.');
    this.nextColon = createFinder(text, ':');
  }

  add(type: Token['type'], value: string, start: number, end: number): Token {
    const token: Token = { type, value, start, end };
    const last = this.#all.at(-1);
    if (last && last.start > start) this.#isInOrder = false;
    this.#all.push(token);
    return token;
  }

  inOrder(): Token[] {
    return this.#isInOrder ? this.#all : this.#all.sort((a, b) => a.start - b.start);
  }
}
