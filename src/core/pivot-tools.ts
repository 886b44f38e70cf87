import type { IndicatorType } from './indicator.ts';

type Templates = Partial<Record<IndicatorType, string>>;

function same(types: string, template: string): Templates {
  return Object.fromEntries(types.split(' ').map((type) => [type, template]));
}

const IPS = 'ipv4 ipv6';
const HASHES = 'md5 sha1 sha256 sha512';

/** Well-known tools, with the addresses that their own sites use or document (2026-11), the most used ones first. */
export const PIVOT_TOOLS: readonly { id: string; name: string; templates: Templates }[] = [
  {
    id: 'virustotal',
    name: 'VirusTotal',
    templates: {
      ...same(IPS, 'https://www.virustotal.com/gui/ip-address/{value}'),
      domain: 'https://www.virustotal.com/gui/domain/{value}',
      url: 'https://www.virustotal.com/gui/search/{encodedtwice}',
      ...same('md5 sha1 sha256', 'https://www.virustotal.com/gui/file/{value}'),
    },
  },
  {
    id: 'urlscan',
    name: 'urlscan.io',
    templates: {
      ...same(IPS, 'https://urlscan.io/ip/{value}'),
      domain: 'https://urlscan.io/domain/{value}',
      url: 'https://urlscan.io/search/#page.url%3A%22{value}%22',
      sha256: 'https://urlscan.io/search/#hash%3A{value}',
    },
  },
  { id: 'abuseipdb', name: 'AbuseIPDB', templates: same(IPS, 'https://www.abuseipdb.com/check/{value}') },
  {
    id: 'shodan',
    name: 'Shodan',
    templates: {
      ...same(IPS, 'https://www.shodan.io/host/{value}'),
      domain: 'https://www.shodan.io/domain/{value}',
    },
  },
  { id: 'censys', name: 'Censys', templates: same(IPS, 'https://search.censys.io/hosts/{value}') },
  { id: 'greynoise', name: 'GreyNoise', templates: same('ipv4', 'https://viz.greynoise.io/ip/{value}') },
  {
    id: 'otx',
    name: 'AlienVault OTX',
    templates: {
      ...same(IPS, 'https://otx.alienvault.com/indicator/ip/{value}'),
      domain: 'https://otx.alienvault.com/indicator/domain/{value}',
      url: 'https://otx.alienvault.com/indicator/url/{value}',
      cve: 'https://otx.alienvault.com/indicator/cve/{value}',
      ...same('md5 sha1 sha256', 'https://otx.alienvault.com/indicator/file/{value}'),
    },
  },
  {
    id: 'malwarebazaar',
    name: 'MalwareBazaar',
    templates: {
      md5: 'https://bazaar.abuse.ch/browse.php?search=md5%3A{value}',
      sha1: 'https://bazaar.abuse.ch/browse.php?search=sha1%3A{value}',
      sha256: 'https://bazaar.abuse.ch/sample/{value}/',
    },
  },
  {
    id: 'threatfox',
    name: 'ThreatFox',
    templates: same(
      `${IPS} domain url md5 sha1 sha256`,
      'https://threatfox.abuse.ch/browse.php?search=ioc%3A{value}',
    ),
  },
  {
    id: 'urlhaus',
    name: 'URLhaus',
    templates: same(`${IPS} domain url md5 sha256`, 'https://urlhaus.abuse.ch/browse.php?search={value}'),
  },
  {
    id: 'talos',
    name: 'Cisco Talos',
    templates: same(`${IPS} domain`, 'https://talosintelligence.com/reputation_center/lookup?search={value}'),
  },
  {
    id: 'pulsedive',
    name: 'Pulsedive',
    templates: same(`${IPS} domain url`, 'https://pulsedive.com/explore/?q=ioc%3D{value}'),
  },
  {
    id: 'securitytrails',
    name: 'SecurityTrails',
    templates: {
      domain: 'https://securitytrails.com/domain/{value}/dns',
      ipv4: 'https://securitytrails.com/list/ip/{value}',
    },
  },
  { id: 'ipinfo', name: 'IPinfo', templates: same(IPS, 'https://ipinfo.io/{value}') },
  {
    id: 'spamhaus',
    name: 'Spamhaus',
    templates: same(`${IPS} domain`, 'https://check.spamhaus.org/results/?query={value}'),
  },
  { id: 'bgp', name: 'BGP Toolkit', templates: same(IPS, 'https://bgp.he.net/ip/{value}') },
  {
    id: 'rdap',
    name: 'RDAP',
    templates: {
      ...same(IPS, 'https://client.rdap.org/?type=ip&object={value}'),
      domain: 'https://client.rdap.org/?type=domain&object={value}',
    },
  },
  { id: 'crtsh', name: 'crt.sh', templates: same('domain', 'https://crt.sh/?q={value}') },
  {
    id: 'wayback',
    name: 'Wayback Machine',
    templates: same('domain url', 'https://web.archive.org/web/*/{value}'),
  },
  {
    id: 'safebrowsing',
    name: 'Google Safe Browsing',
    templates: same('domain url', 'https://transparencyreport.google.com/safe-browsing/search?url={value}'),
  },
  {
    id: 'hybridanalysis',
    name: 'Hybrid Analysis',
    templates: same(
      'domain md5 sha1 sha256 sha512 ipv4 url',
      'https://hybrid-analysis.com/search?query={value}',
    ),
  },
  {
    id: 'triage',
    name: 'Triage',
    templates: same(`${HASHES} domain url ipv4`, 'https://tria.ge/s?q={value}'),
  },
  {
    id: 'joesandbox',
    name: 'Joe Sandbox',
    templates: same(`${HASHES} domain url ipv4`, 'https://www.joesandbox.com/analysis/search?q={value}'),
  },
  { id: 'emailrep', name: 'EmailRep', templates: same('email', 'https://emailrep.io/{value}') },
  { id: 'nvd', name: 'NVD', templates: same('cve', 'https://nvd.nist.gov/vuln/detail/{value}') },
  { id: 'cveorg', name: 'CVE.org', templates: same('cve', 'https://www.cve.org/CVERecord?id={value}') },
  {
    id: 'kev',
    name: 'CISA KEV',
    templates: same(
      'cve',
      'https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext={value}',
    ),
  },
  {
    id: 'attack',
    name: 'MITRE ATT&CK',
    templates: same('mitre_attack', 'https://attack.mitre.org/{attackkind}/{attackpath}/'),
  },
];
