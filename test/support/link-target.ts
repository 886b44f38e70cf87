/**
 * Where a link leads, judged without a line of the product's code: the rewriters' formats in as few words as they can be said.
 * Nothing is fetched.
 */
export function linkTarget(href: string): string {
  let target = href;
  for (let depth = 0; depth < 5; depth++) target = unwrapOnce(target) ?? target;
  const address = /^mailto:([^?]*)/i.exec(target)?.[1];
  return address === undefined ? target : decodeURIComponent(address);
}

/** The whole host, and the parameter that holds the target. */
const PARAMETERS: readonly (readonly [host: RegExp, parameter: string])[] = [
  [/\.safelinks\.protection\.outlook\.com$/, 'url'],
  [/^(?:www\.)?google\.[a-z.]+$/, 'q'],
  [/^(?:www\.)?google\.[a-z.]+$/, 'url'],
  [/^lm?\.(?:facebook|instagram)\.com$/, 'u'],
  [/^(?:www\.)?linkedin\.com$/, 'url'],
  [/^linkprotect\.cudasvc\.com$/, 'a'],
  [/^slack-redir\.net$/, 'url'],
  [/^(?:www\.)?youtube\.com$/, 'q'],
  [/^duckduckgo\.com$/, 'uddg'],
];

function unwrapOnce(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  // A v3 link whose characters were replaced is beyond this judge.
  const proofpoint = /^https:\/\/urldefense\.com\/v3\/__([^*]+?)__;/.exec(link)?.[1];
  if (proofpoint) return proofpoint;
  const values = PARAMETERS.filter(([host]) => host.test(url.hostname)).map(([, name]) =>
    url.searchParams.get(name),
  );
  return values.find((value) => value && URL.canParse(value)) ?? undefined;
}
