import type { MailAddress } from '@/core/inspection.ts';
import type { FileReason, MailReason } from '@/core/mail-warning.ts';
import type { Key } from '@/core/words.ts';
import { ObservableText } from './observable-text.tsx';
import { SourceText } from './source-text.tsx';
import type { ShownMail } from './use-inspection.ts';
import { inWords, say } from './say.tsx';

const REASONS: Record<MailReason, Key> = {
  'reply-elsewhere': 'mailReplyElsewhere',
  'other-name': 'mailOtherName',
  lookalike: 'mailLookalike',
};
const FILE_REASONS: Record<FileReason, Key> = {
  program: 'fileProgram',
  'two-endings': 'fileTwoEndings',
  turned: 'fileTurned',
};

interface Props {
  mail: ShownMail;
  lookUp(text: string): void;
  /** Those of the body that lead elsewhere; `show` is absent where they are in view already. */
  links: { count: number; odd: number; show: (() => void) | undefined };
}

/** What the page says of the message that it shows, each part apart, and what is odd about it. */
export function MailFacts({ mail, lookUp, links }: Props) {
  const { from, replyTo, subject, files, reasons, unread, known } = mail;
  return (
    <section class="mail" aria-label={say('mailOnPage')}>
      <h2>{say('mailMessage')}</h2>
      {reasons.length > 0 && (
        <p class="link-reasons">
          {reasons.map((reason) => (
            <span key={reason} class="flag flag-odd">
              {say(REASONS[reason])}
            </span>
          ))}
        </p>
      )}
      <dl class="mail-facts">
        {subject !== undefined && (
          <>
            <dt>{say('mailSubject')}</dt>
            <dd>
              <SourceText text={subject} limit={200} />
            </dd>
          </>
        )}
        {from && (
          <Address
            term={say('mailFrom')}
            address={from}
            isKnown={known.includes(from.address)}
            lookUp={lookUp}
          />
        )}
        {replyTo && (
          <Address
            term={say('mailReplyTo')}
            address={replyTo}
            isKnown={known.includes(replyTo.address)}
            lookUp={lookUp}
          />
        )}
        {files.length > 0 && (
          <>
            <dt>{say('mailFiles')}</dt>
            <dd>
              <ul>
                {files.map(({ name, reasons: odd }) => (
                  <li key={name}>
                    <SourceText text={name} limit={200} />{' '}
                    {odd.map((reason) => (
                      <span key={reason} class="flag flag-odd">
                        {say(FILE_REASONS[reason])}
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>{say('mailLinks')}</dt>
        <dd>
          {links.count === 0 ? say('mailNoLinks') : linksText(links)}{' '}
          {links.show && links.count > 0 && (
            <button type="button" class="button quiet" onClick={links.show}>
              {say('show')}
            </button>
          )}
        </dd>
      </dl>
      <p class="muted small">
        {unread.length > 0 && `${say('mailUnread', { fields: unread.map(inWords).join(', ') })} `}
        {say('mailImitable')}
      </p>
    </section>
  );
}

function Address(props: {
  term: string;
  address: MailAddress;
  isKnown: boolean;
  lookUp(text: string): void;
}) {
  const { term, address, isKnown, lookUp } = props;
  return (
    <>
      <dt>{term}</dt>
      <dd>
        {address.name !== undefined && address.name !== address.address && (
          <>
            <SourceText text={address.name} limit={120} />{' '}
          </>
        )}
        <ObservableText observable={{ type: 'email', value: address.address }} limit={200} />{' '}
        {isKnown && <span class="flag flag-odd">{say('known')}</span>}
        <button
          type="button"
          class="button quiet"
          aria-label={say('lookUpValue', { value: address.address })}
          onClick={() => lookUp(address.address)}
        >
          {say('lookUp')}
        </button>
      </dd>
    </>
  );
}

function linksText({ count, odd }: Props['links']): string {
  return odd === 0 ? say('mailLinksNoneOdd', { count }) : say('mailLinksOdd', { count, odd });
}
