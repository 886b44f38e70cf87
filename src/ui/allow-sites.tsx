import type { PageAccess, Withheld } from '@/extension/messages.ts';
import { say } from './say.tsx';

/** Asks the browser's user for access to this origin alone, or to all sites. */
export type AllowSites = (origin?: Withheld) => void;

/** Says that the browser withholds the page, where it does, and how that is ended in one click: the browser asks once more itself. */
export function PageWithheld(props: { access: PageAccess | undefined; allow: AllowSites; place: string }) {
  const { access, allow, place } = props;
  if (access?.withheld === undefined) return null;
  return (
    <section class={`callout warning ${place}`} role="alert">
      <h2>{say(access.ok ? 'readOnce' : 'pageUnreadable')}</h2>
      <p>{say(access.ok ? 'readOnceHint' : 'withheldHint')}</p>
      <AllowButtons origin={access.withheld} allow={allow} />
    </section>
  );
}

/** Of the sites altogether. To have allowed some is a choice, and no alarm. */
export function SitesWithheld({ access, allow }: { access: 'some' | 'none'; allow: AllowSites }) {
  const isNone = access === 'none';
  return (
    <section class={`callout ${isNone ? 'warning' : ''}`} {...(isNone && { role: 'alert' })}>
      <h2>{say(isNone ? 'sitesNone' : 'sitesSome')}</h2>
      <p>{say(isNone ? 'sitesNoneHint' : 'sitesSomeHint')}</p>
      <AllowButtons allow={allow} />
    </section>
  );
}

function AllowButtons({ origin, allow }: { origin?: Withheld; allow: AllowSites }) {
  return (
    <p class="callout-actions">
      <button type="button" class="button primary" onClick={() => allow()}>
        {say('allowAllSites')}
      </button>
      {origin !== undefined && (
        <button type="button" class="button" onClick={() => allow(origin)}>
          {say('allowOneSite', { host: new URL(origin).hostname })}
        </button>
      )}
    </p>
  );
}
