/** The same host, with or without "www.", or one below the other. */
export function isRelated(one: string, other: string): boolean {
  const [a, b] = [withoutWww(one), withoutWww(other)];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

/** "www.evil.example" -> "evil.example"; "www.example" stays, since nothing but a suffix would be left. */
export function withoutWww(host: string): string {
  return host.startsWith('www.') && host.indexOf('.', 4) > 0 ? host.slice(4) : host;
}

/** Whether a link may only pass through its host: search engines and networks count clicks that way, on their own pages, too. */
export function mayPassOn(href: string): boolean {
  return HOLDS_URL.test(href);
}

/** Bing's "a1" stands before base64. */
const HOLDS_URL = /[?&][^=&#]*=(?:https?(?::|%3a)|a1ahr0c)/i;
