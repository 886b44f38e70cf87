import { LEVELS, type Level, type Verdict } from './indicator.ts';

/** What is done on a site: marked; listed and counted, but not marked; or not read at all. */
export type SiteRule = 'on' | 'quiet' | 'off';

/** Where everything is known, marks say nothing: portals that list indicators. Chosen by hand, 2026-11; the user may change them. */
export const QUIET_PORTALS: readonly string[] = [
  'virustotal.com',
  'urlscan.io',
  'abuse.ch',
  'otx.alienvault.com',
  'socdefenders.ai',
  'abuseipdb.com',
  'shodan.io',
  'censys.io',
  'greynoise.io',
  'pulsedive.com',
  'talosintelligence.com',
  'attack.mitre.org',
  'nvd.nist.gov',
];

export interface SiteSettings {
  /** Exact hosts. */
  sitesOff: readonly string[];
  /** Hosts, each with all names below it. */
  sitesQuiet: readonly string[];
  /** Hosts out of the quiet ones that are marked all the same, each with all names below it. */
  sitesLoud: readonly string[];
}

/** The rule for a host: what was said of exactly this one before what was said of a name above it. */
export function ruleFor(host: string, { sitesOff, sitesQuiet, sitesLoud }: SiteSettings): SiteRule {
  if (sitesOff.includes(host)) return 'off';
  for (let name = host; name !== ''; name = name.slice(name.indexOf('.') + 1)) {
    if (sitesLoud.includes(name)) return 'on';
    if (sitesQuiet.includes(name)) return 'quiet';
    if (!name.includes('.')) break;
  }
  return 'on';
}

/** The settings by which a host has this rule. */
export function withRule(host: string, rule: SiteRule, settings: SiteSettings): SiteSettings {
  const without = (hosts: readonly string[]) => hosts.filter((other) => other !== host);
  const bare = {
    sitesOff: without(settings.sitesOff),
    sitesQuiet: without(settings.sitesQuiet),
    sitesLoud: without(settings.sitesLoud),
  };
  if (rule === 'off') return { ...bare, sitesOff: [...bare.sitesOff, host] };
  if (ruleFor(host, bare) === rule) return bare;
  return rule === 'quiet'
    ? { ...bare, sitesQuiet: [...bare.sitesQuiet, host] }
    : { ...bare, sitesLoud: [...bare.sitesLoud, host] };
}

/** The verdict as a site is told it: what is not to be marked there is only listed. References are switched elsewhere. */
export function hushed(
  verdict: Verdict | undefined,
  { isQuiet, lowest }: { isQuiet: boolean; lowest: Level },
): Verdict | undefined {
  if (!verdict || verdict.listedOnly) return verdict;
  const isTooLow =
    verdict.matchClass !== 'reference' && LEVELS.indexOf(verdict.level) > LEVELS.indexOf(lowest);
  return isQuiet || isTooLow ? { ...verdict, listedOnly: true } : verdict;
}
