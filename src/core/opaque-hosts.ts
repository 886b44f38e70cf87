import { URL_SHORTENERS } from './quiet-lists/url-shorteners.ts';

/**
 * Whether a link on this host says nothing of where it leads: shorteners, click counters of mailers, and mail gateways whose link could
 * not be decoded, each with all names below it. Only following such a link would tell.
 * @param host a canonical host
 */
export function hidesTarget(host: string): boolean {
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1))
    if (OPAQUE.has(name)) return true;
  return false;
}

/** Chosen by hand from the services' own documentation, 2026-11. What everybody can rent a name of (a mailer's "click.") is not here. */
const OPAQUE = new Set(
  `${URL_SHORTENERS.hosts}

  acemlna.com acemlnb.com acemlnc.com acemlnd.com awstrack.me ccsend.com cmail19.com cmail20.com convertkit-mail.com
  convertkit-mail2.com convertkit-mail4.com createsend1.com ctrk.klclick.com customeriomail.com e2ma.net emlnk.com
  exct.net hubspotemail.net hubspotlinks.com icptrack.com intercom-clicks.com klclick.com klclick1.com klclick2.com
  klclick3.com link.mail.beehiiv.com links.iterable.com list-manage.com mailgun.org mandrillapp.com mjt.lu
  mlsend.com mlsend2.com pstmrk.it rs6.net sendgrid.net sendibm1.com sendibm2.com sendibm3.com sendibt1.com
  sendibt2.com sendibt3.com sparkpostmail.com spmailtechno.com

  app.link bnc.lt onelink.me page.link sng.link

  anrdoezrs.net awin1.com dpbolvw.net go.redirectingat.com go.skimresources.com jdoqocy.com kqzyfj.com linksynergy.com
  prf.hn shareasale.com tkqlhce.com

  atpscan.global.hornetsecurity.com clicktime.symantec.com cudasvc.com emailprotection.link inky.com mimecast.com
  mimecastprotect.com protect.checkpoint.com protect.fireeye.com protect2.fireeye.com protection.sophos.com
  safelink.emails.azure.net safelinks.protection.office365.us safelinks.protection.outlook.cn
  safelinks.protection.outlook.com scanmail.trustwave.com secure-web.cisco.com slack-redir.net url.avanan.click
  urldefense.com urldefense.proofpoint.com urldefense.us urlsand.esvalabs.com
  `
    .trim()
    .split(/\s+/),
);
