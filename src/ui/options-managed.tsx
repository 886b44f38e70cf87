import type { ComponentChildren } from 'preact';
import type { PolicyField } from '@/core/policy.ts';
import type { Key } from '@/core/words.ts';
import type { SettingsView } from '@/extension/messages.ts';
import { inWords, say, sayWith } from './say.tsx';

/** Says that an administrator's policy is in force, and what is wrong with it. */
export function ManagedNote({ view }: { view: SettingsView }) {
  const { managed } = view;
  if (!managed) return null;
  const { fields, hasKey, sources, pivotsForbidden, pivotsForRestricted, problems } = managed;
  const others = [hasKey, sources > 0, pivotsForbidden.length > 0, pivotsForRestricted];
  const count = fields.length + others.filter(Boolean).length;
  return (
    <div class="callout managed-note">
      <p>{sayWith('managedCount', { count, managed: <strong>{say('managed')}</strong> })}</p>
      {pivotsForbidden.length > 0 && <p>{say('managedPivots', { hosts: pivotsForbidden.join(', ') })}</p>}
      {pivotsForRestricted && <p>{say('managedRestricted')}</p>}
      {problems.map((problem) => (
        <p key={inWords(problem)} class="small">
          {say('managedMistake', { problem })}
        </p>
      ))}
    </div>
  );
}

/** A section whose settings the policy may set: locked where it sets all of them, else said which. */
export function Managed(props: {
  fields: readonly PolicyField[];
  view: SettingsView;
  children: ComponentChildren;
}) {
  const { fields, view, children } = props;
  const set = fields.filter((field) => isManaged(view, field));
  if (set.length === 0) return <>{children}</>;
  const isLocked = set.length === fields.length;
  return (
    <fieldset class="managed" disabled={isLocked}>
      <p class="managed-words small muted">
        {isLocked
          ? say('managedAll')
          : say('managedSome', { fields: set.map((field) => say(WORDS[field])).join(', ') })}
      </p>
      {children}
    </fieldset>
  );
}

export function isManaged({ managed }: SettingsView, field: PolicyField): boolean {
  return managed?.fields.includes(field) === true;
}

const WORDS: Record<PolicyField, Key> = {
  baseUrl: 'fieldBaseUrl',
  authHeader: 'fieldAuthHeader',
  lookbackDays: 'fieldLookback',
  syncEveryMinutes: 'fieldEvery',
  filters: 'fieldFilters',
  withContext: 'fieldContext',
  sitesOff: 'fieldSitesOff',
  sitesQuiet: 'fieldSitesQuiet',
  sitesLoud: 'fieldSitesLoud',
  lowestMarked: 'fieldLowest',
  allowlist: 'fieldAllowlist',
  fadeAfterDays: 'fieldAgeing',
};
