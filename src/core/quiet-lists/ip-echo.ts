import type { QuietList } from './quiet-list.ts';

export const IP_ECHO: QuietList = {
  name: 'IP echo services',
  asOf: '2026-11-23',
  source:
    'Chosen by hand, two thirds also in MISP\'s warning list "List of known domains to know external IP" version 10 (CC0); the others are widely known.',
  kind: 'kindIpEcho',
  hosts: `
    2ip.io 2ip.ru 2ip.ua api.ip.sb api.ipgeolocation.io api.ipify.org api.myip.com api.seeip.org
    api6.ipify.org api64.ipify.org bot.whatismyipaddress.com checkip.amazonaws.com checkip.dns.he.net
    checkip.dyndns.com checkip.dyndns.org curlmyip.net db-ip.com eth0.me extreme-ip-lookup.com freegeoip.app
    freegeoip.live geoiptool.com geoplugin.com geoplugin.net get.geojs.io icanhazip.com ident.me ifconfig.co
    ifconfig.io ifconfig.me ip-addr.es ip-api.com ip.sb ip138.com ip2location.com ip4.me ip6.me ipapi.co
    ipecho.net ipgeolocation.io ipify.org ipinfo.io ipleak.net iplocation.net ipv4.icanhazip.com
    ipv6.icanhazip.com ipwho.is ipwhois.app ipwhois.io l2.io myexternalip.com myip.com myip.dnsomatic.com
    myip.opendns.com pro.ip-api.com seeip.org showip.net showmyip.com trackip.net v4.ident.me v6.ident.me
    whatismyip.akamai.com whatismyip.com whatismyip.net whatismyip.org whatismyipaddress.com whatsmyip.org
    whoer.net wtfismyip.com yourip.us
  `,
};
