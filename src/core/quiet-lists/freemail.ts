import type { QuietList } from './quiet-list.ts';

export const FREEMAIL: QuietList = {
  name: 'freemail',
  asOf: '2026-11-23',
  source:
    'Chosen by hand: providers of mailboxes to the public; nine in ten also in the npm package free-email-domains 1.12.6 (MIT).',
  kind: 'kindFreemail',
  hosts: `
    126.com 139.com 163.com 188.com 189.cn 21cn.com abv.bg aim.com airmail.cc alice.it aliyun.com aol.co.uk
    aol.com aol.de aol.fr aon.at arcor.de atlas.cz att.net autorambler.ru azet.sk bbox.fr bell.net
    bellsouth.net bigmir.net bigpond.com bigpond.net.au bk.ru bluewin.ch blueyonder.co.uk bol.com.br
    btinternet.com centrum.cz centrum.sk charter.net chello.nl citromail.hu cock.li comcast.net
    consultant.com cox.net daum.net disroot.org dnmx.org docomo.ne.jp dr.com duck.com earthlink.net
    email.com email.cz email.it engineer.com europe.com excite.com ezweb.ne.jp fastmail.com fastmail.fm
    foxmail.com free.fr freemail.hu freenet.de frontier.com gazeta.pl gmail.com gmx.at gmx.ch gmx.co.uk
    gmx.com gmx.de gmx.fr gmx.net gmx.us googlemail.com hanmail.net hetnet.nl home.nl hotmail.be
    hotmail.co.uk hotmail.com hotmail.com.br hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hush.com
    hushmail.com i.ua icloud.com ig.com.br iinet.net.au iname.com inbox.com inbox.lt inbox.lv inbox.ru
    indiatimes.com interia.eu interia.pl inwind.it iol.it juno.com kakao.com keemail.me kpnmail.nl
    laposte.net lenta.ru libero.it list.ru live.be live.ca live.cn live.co.uk live.com live.com.au
    live.com.mx live.com.pt live.de live.dk live.fr live.it live.nl live.no live.se lycos.com mac.com
    mail.bg mail.com mail.de mail.ee mail.ru mailfence.com mailo.com me.com meta.ua mozmail.com msn.com
    myrambler.ru myself.com myyahoo.com nate.com naver.com netzero.net neuf.fr nifty.com ntlworld.com
    o2.co.uk o2.pl onet.eu onet.pl onionmail.org online.de op.pl optonline.net optusnet.com.au orange.fr
    outlook.com outlook.com.br outlook.de outlook.es outlook.fr outlook.it outlook.jp planet.nl pm.me
    poczta.onet.pl post.com post.cz poste.it posteo.de posteo.net proton.me protonmail.ch protonmail.com
    qq.com rambler.ru rediff.com rediffmail.com riseup.net ro.ru roadrunner.com rocketmail.com rogers.com
    rr.com runbox.com safe-mail.net sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sify.com simplelogin.com
    sina.cn sina.com sky.com skynet.be softbank.ne.jp sohu.com swissonline.ch sympatico.ca t-online.de
    talktalk.net telefonica.net telenet.be telus.net terra.com.br terra.es tin.it tiscali.co.uk tiscali.it
    tlen.pl tom.com tpg.com.au tuta.com tuta.io tutamail.com tutanota.com tutanota.de ukr.net uol.com.br
    usa.com verizon.net videotron.ca vip.163.com vip.qq.com vip.sina.com virgilio.it virginmedia.com
    volny.cz walla.co.il walla.com wanadoo.fr web.de windstream.net wp.pl writeme.com xs4all.nl xtra.co.nz
    ya.ru yahoo.ca yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.ar yahoo.com.au
    yahoo.com.br yahoo.com.cn yahoo.com.hk yahoo.com.mx yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw
    yahoo.com.vn yahoo.de yahoo.dk yahoo.es yahoo.fr yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.no yahoo.pl
    yahoo.ro yahoo.se yandex.by yandex.com yandex.kz yandex.ru yandex.ua yeah.net ymail.com ziggo.nl
    zipmail.com.br zoho.com zohomail.com zohomail.eu zoznam.sk
  `,
};
