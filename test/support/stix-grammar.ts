/**
 * Whether a text is a pattern of STIX 2.1 (section 9), by the grammar that the specification gives: a parser by recursive descent, with no
 * word from the product. Returns what is wrong, or nothing.
 */
export function checkPattern(pattern: string): string | undefined {
  try {
    const parser = createParser(scan(pattern));
    parser.observations();
    parser.end();
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return `${error.message} in ${pattern}`;
    throw error;
  }
}

class PatternError extends Error {}

interface Token {
  kind: 'name' | 'string' | 'constant' | 'number' | 'sign';
  text: string;
}

/** The only escapes in a string are `\'` and `\\`; constants of another kind have a letter before the quote. */
const TOKENS: readonly [Token['kind'], RegExp][] = [
  ['constant', /[tbh]'(?:[^'\\]|\\['\\])*'/y],
  ['string', /'(?:[^'\\]|\\['\\])*'/y],
  ['number', /[+-]?\d+(?:\.\d+)?/y],
  ['name', /[A-Za-z_][\w-]*/y],
  ['sign', /[<>!]=|[=<>[\]().,:*]/y],
];

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  next: while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    for (const [kind, form] of TOKENS) {
      form.lastIndex = at;
      const found = form.exec(text)?.[0];
      if (found === undefined) continue;
      tokens.push({ kind, text: found });
      at += found.length;
      continue next;
    }
    throw new PatternError(`nothing in the grammar begins as at ${at}`);
  }
  return tokens;
}

/** The properties of observable objects that a comparison may name here, with what a value of each looks like. */
const PROPERTIES: Record<string, RegExp> = {
  'ipv4-addr:value': /^\d{1,3}(?:\.\d{1,3}){3}(?:\/(?:[12]?\d|3[0-2]))?$/,
  'ipv6-addr:value': /^[\da-f:.]+(?:\/(?:\d{1,2}|1[01]\d|12[0-8]))?$/i,
  'domain-name:value': /^[^\s/:@]+$/,
  'url:value': /^[a-z][a-z0-9+.-]*:\/\/\S+$/i,
  'email-addr:value': /^[^\s@]+@[^\s@]+$/,
  'file:hashes.MD5': /^[\da-f]{32}$/i,
  "file:hashes.'SHA-1'": /^[\da-f]{40}$/i,
  "file:hashes.'SHA-256'": /^[\da-f]{64}$/i,
  "file:hashes.'SHA-512'": /^[\da-f]{128}$/i,
};
const RANGED = new Set(['ipv4-addr:value', 'ipv6-addr:value']);

function createParser(tokens: readonly Token[]) {
  let at = 0;
  const peek = (text: string) => tokens[at]?.kind !== 'string' && tokens[at]?.text === text;
  const take = (text: string) => peek(text) && Boolean(++at);
  const need = (what: string, accepts: (token: Token) => boolean): Token => {
    const token = tokens[at++];
    if (!token || !accepts(token))
      throw new PatternError(`${token?.text ?? 'the end'} where ${what} belongs`);
    return token;
  };
  const needSign = (text: string) =>
    void need(`"${text}"`, (token) => token.kind !== 'string' && token.text === text);

  function observations(): void {
    observation();
    while (take('FOLLOWEDBY') || take('OR') || take('AND')) observation();
  }

  function observation(): void {
    if (take('(')) {
      observations();
      needSign(')');
    } else {
      needSign('[');
      const types = new Set(comparisons());
      if (types.size > 1) throw new PatternError('one observation of two kinds of object');
      needSign(']');
    }
    const seen = new Set<string>();
    for (let one = qualifier(); one !== undefined; one = qualifier()) {
      if (seen.has(one)) throw new PatternError(`${one} twice`);
      seen.add(one);
    }
  }

  function qualifier(): string | undefined {
    if (take('WITHIN')) {
      need('a number', ({ kind }) => kind === 'number');
      needSign('SECONDS');
      return 'WITHIN';
    }
    if (take('REPEATS')) {
      need('a whole number', ({ kind, text }) => kind === 'number' && /^[1-9]\d*$/.test(text));
      needSign('TIMES');
      return 'REPEATS';
    }
    if (!take('START')) return undefined;
    need('a timestamp', ({ kind, text }) => kind === 'constant' && text.startsWith('t'));
    needSign('STOP');
    need('a timestamp', ({ kind, text }) => kind === 'constant' && text.startsWith('t'));
    return 'START';
  }

  /** The types of object that it speaks of. */
  function comparisons(): string[] {
    const types = comparison();
    while (take('AND') || take('OR')) types.push(...comparison());
    return types;
  }

  function comparison(): string[] {
    if (take('(')) {
      const types = comparisons();
      needSign(')');
      return types;
    }
    if (take('EXISTS')) return [path().split(':')[0] ?? ''];
    const left = path();
    take('NOT');
    const operator = need('an operator', ({ text }) =>
      /^(?:!?=|[<>]=?|IN|LIKE|MATCHES|ISSUBSET|ISSUPERSET)$/.test(text),
    );
    const values = operator.text === 'IN' ? set() : [literal()];
    for (const value of values) checkValue(left, operator.text, value);
    return [left.split(':')[0] ?? ''];
  }

  function path(): string {
    const type = need(
      'a type',
      ({ kind, text }) => kind === 'name' && /^[a-z][a-z0-9-]{2,249}$/.test(text),
    ).text;
    needSign(':');
    let steps = step();
    for (;;) {
      if (take('.')) steps += `.${step()}`;
      else if (take('[')) {
        need('an index', ({ kind, text }) => text === '*' || (kind === 'number' && /^-?\d+$/.test(text)));
        needSign(']');
      } else return `${type}:${steps}`;
    }
  }

  function step(): string {
    return need('a property', ({ kind }) => kind === 'name' || kind === 'string').text;
  }

  function set(): Token[] {
    needSign('(');
    const values = [literal()];
    while (take(',')) values.push(literal());
    needSign(')');
    return values;
  }

  function literal(): Token {
    return need(
      'a value',
      ({ kind, text }) => /^(?:string|number|constant)$/.test(kind) || /^(?:true|false)$/.test(text),
    );
  }

  function end(): void {
    if (at < tokens.length) throw new PatternError(`${tokens[at]?.text} behind the end`);
  }

  return { observations, end };
}

function checkValue(path: string, operator: string, { kind, text }: Token): void {
  const form = PROPERTIES[path];
  if (!form) throw new PatternError(`${path} is no property of an observable object that is written here`);
  const value = text.slice(1, -1).replace(/\\(['\\])/g, '$1');
  if (kind !== 'string' || !form.test(value)) throw new PatternError(`${text} is no value of ${path}`);
  if (/^ISSU[BP]/.test(operator) && !(RANGED.has(path) && value.includes('/')))
    throw new PatternError(`${operator} of what is no range`);
}
