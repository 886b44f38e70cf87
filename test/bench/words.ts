import type { Random } from './random.ts';

/** The words of a made-up report. */
export interface Words {
  /** One word of running text: every second one is "the", "of" and their like. */
  running(): string;
  /** A word that means something: a noun, a verb, an adjective. */
  content(): string;
  /** Capitalised: a person, a company, a malware family. */
  name(): string;
}

/** Real small words, real words of the trade, and thousands that only look like English; as often as a language uses them. */
export function createWords(random: Random): Words {
  const invented = Array.from({ length: 6000 }, () => inventWord(random));
  const trade = TRADE.split(' ');
  const content = () => (random.chance(0.45) ? random.pickCommon(trade) : random.pickCommon(invented));
  return {
    running: () => (random.chance(0.48) ? random.pickCommon(SMALL) : content()),
    content,
    name: () => capitalize(random.pick(invented)),
  };
}

export function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function inventWord(random: Random): string {
  const syllables = random.pick([1, 1, 1, 2, 2, 3]);
  let word = '';
  for (let i = 0; i < syllables; i++)
    word += random.pickCommon(ONSETS) + random.pickCommon(NUCLEI) + random.pickCommon(CODAS);
  return word + random.pick(ENDINGS);
}

/** Here and in the lists below the most frequent come first. */
const ONSETS =
  's r t l n m d c p b f h v g w k st tr pr ch sh th br cl cr dr fl fr gr pl sl sp str gl j ph qu sc'.split(
    ' ',
  );
const NUCLEI = 'e a i o u ea io ou ai ee oo ie au'.split(' ');
const CODAS = '   n r s t l m d nd nt st ck ss p x ng'.split(' ');
// The blanks in front are endings too: most words have none.
const ENDINGS = '        s s s ed ed ing ing er ly tion ment al able ity ous ness ive ance ate'.split(' ');

const SMALL = (
  'the of and to a in is that for it was on as with by be this are from at or which an have not has were can its but they also been ' +
  'their will other these more when than all into such only one some used may most using after over then through both while where ' +
  'each if between during two first same so before under who about no any being would new however although several many how those ' +
  'because until since there could against without them his we our you your what out up do does did had her he she i very just even'
).split(' ');

const TRADE =
  'malware attackers campaign victims files system network group server data code command infected malicious access remote security ' +
  'user target domain tool sample payload backdoor threat actors researchers operators process windows version control addresses ' +
  'information software configuration technique traffic account credentials download execute module loader function string registry ' +
  'email attachment document macro archive script powershell service scheduled task folder directory binary compiled encrypted ' +
  'decrypted key algorithm hash signature certificate vulnerability exploit patch browser extension cookie session token password ' +
  'administrator privilege escalation lateral movement persistence discovery collection exfiltration impact ransomware botnet proxy ' +
  'tunnel protocol port packet request response header parameter variable memory thread injection library export import resource ' +
  'timestamp region government ministry telecommunications organization company industry supplier customer employee partner analysis ' +
  'report publication appendix table figure section previous recent likely possible known unknown similar different related additional ' +
  'initial final stage chain infrastructure hosting provider registrar certificate subdomain website page button message channel forum ' +
  'market wallet payment ransom note extension wiper stealer keylogger screenshot clipboard microphone webcam device mobile application ' +
  'permission update installer package repository developer build pipeline container cloud storage bucket tenant identity directory ' +
  'observed identified deployed discovered contains includes creates writes reads sends receives connects communicates attempts';
