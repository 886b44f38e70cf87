/**
 * Names of one owner that have different registrable domains and stand for one another every day: "youtu.be/x" leads to
 * youtube.com. Chosen by hand, 2026-11.
 */
const ONE_OWNER = [
  'youtube.com youtu.be youtube-nocookie.com',
  'facebook.com fb.com fb.me m.me messenger.com',
  'instagram.com instagr.am',
  'twitter.com x.com t.co',
  'telegram.org telegram.me t.me',
  'whatsapp.com wa.me',
  'linkedin.com lnkd.in',
  'discord.com discord.gg',
  'spotify.com spoti.fi',
  'reddit.com redd.it',
  'wikipedia.org w.wiki',
];

const OWNERS = new Map(
  ONE_OWNER.flatMap((names, owner) => names.split(' ').map((name) => [name, owner] as const)),
);

/** @param one a registrable domain */
export function haveOneOwner(one: string, other: string): boolean {
  const owner = OWNERS.get(one);
  return owner !== undefined && owner === OWNERS.get(other);
}

/** Services that have a page on every name: a link to such a page is written as the name. Whoever may upload pages there is not meant. */
const LOOKUP_SERVICES =
  /(?:^|\.)(?:abuse\.ch|abuseipdb\.com|app\.any\.run|archive\.ph|archive\.today|censys\.io|crt\.sh|domaintools\.com|greynoise\.io|hybrid-analysis\.com|ipinfo\.io|joesandbox\.com|otx\.alienvault\.com|pulsedive\.com|securitytrails\.com|shodan\.io|talosintelligence\.com|urlscan\.io|virustotal\.com|web\.archive\.org)$/;

/** "evil.example" -> "https://www.virustotal.com/gui/domain/evil.example": the link says what it is about, not where it leads. */
export function isLookupOf(host: string, service: string, target: string): boolean {
  return LOOKUP_SERVICES.test(service) && target.toLowerCase().includes(host);
}
