import type { QuietList } from './quiet-list.ts';

export const DYNAMIC_DNS: QuietList = {
  name: 'dynamic DNS',
  asOf: '2026-11-23',
  source:
    'Chosen by hand, each also in MISP\'s warning list "List of known dynamic DNS domains" version 2 (CC0). Providers whose names are public suffixes are left to the suffix list.',
  kind: 'kindDynamicDns',
  hosts: `
    25u.com 3322.org 4dq.com 4pu.com acmetoy.com almostmy.com americanunfinished.com authorizeddns.net
    authorizeddns.org bigmoney.biz changeip.net changeip.org chickenkiller.com cleansite.biz cleansite.info
    cloudns.net crabdance.com ddns.info ddns.mobi ddns.ms ddns.net ddns.us dhcp.biz dns-dns.com
    dns-report.com dns.army dns.navy dns04.com dns05.com dns1.us dns2.us dsmtp.com duckdns.org dumb1.com
    dynamic-dns.net dynssl.com dynu.com edns.biz ezua.com faqserv.com fartit.com freetcp.com freewww.biz
    freewww.info ftp1.biz ftpserver.biz gettrials.com got-game.org gr8domain.biz gr8name.biz https443.net
    ignorelist.com ikwb.com instanthq.com iownyour.biz iownyour.org isasecret.com itemdb.com itsaol.com
    jetos.com jkub.com jumpingcrab.com jungleheart.com justdied.com lflink.com linkpc.net longmusic.com
    mefound.com misecure.com moneyhome.biz mooo.com mrbasic.com mrface.com my03.com myddns.com myftp.info
    mylftv.com mymom.info mynetav.com mynetav.net mynetav.org mynumber.org mypicture.info mypop3.net
    mypop3.org mysecondarydns.com myz.info ninth.biz ns01.info ns01.us ns02.info ns02.us ns1.name ns2.name
    ns3.name ocry.com onedumb.com onmypc.biz onmypc.info onmypc.net onmypc.org onmypc.us organiccrap.com
    otzo.com ourhobby.com port25.biz proxydns.com publicvm.com qhigh.com qpoe.com rebatesrule.net
    sendsmtp.com serveuser.com serveusers.com sexidude.com sixth.biz squirly.info ssl443.org strangled.net
    toh.info toythieves.com trickip.net trickip.org twilightparadox.com us.to viewdns.net vizvaz.com
    wikaba.com wwwhost.biz wwwhost.us x24hr.com xxuz.com xxxy.biz xxxy.info youdontcare.com yourtrap.com
    zapto.org zyns.com zzux.com
  `,
};
