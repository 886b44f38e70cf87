import { PANEL_TABS, type PanelTab } from './panel-tabs.ts';
import { say } from './say.tsx';

/** Keys without a modifier, and not while something is being written. */
export function obey(event: KeyboardEvent, act: { choose(tab: PanelTab): void; help(): void }): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.altKey || event.metaKey || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    return;
  const tab = PANEL_TABS[Number(event.key) - 1];
  if (tab) act.choose(tab);
  else if (event.key === '?') act.help();
  else if (event.key === 'x') target.closest('li')?.querySelector<HTMLElement>('.choose')?.click();
  else if (event.key === '/') document.getElementById('panel-search')?.focus();
  else return;
  event.preventDefault();
}

export function Shortcuts({ close }: { close(): void }) {
  return (
    <section class="callout panel-callout shortcuts" aria-label={say('keys')}>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{say(what)}</dd>
          </div>
        ))}
      </dl>
      <p class="callout-actions">
        <button type="button" class="button" onClick={close}>
          {say('close')}
        </button>
      </p>
    </section>
  );
}

const KEYS = [
  ['1 – 6', 'keysTab'],
  ['/', 'keysSearch'],
  ['↑ ↓ Home End', 'keysMove'],
  ['Enter', 'keysOpen'],
  ['x', 'keysChoose'],
  ['Ctrl+C', 'keysCopy'],
  ['Alt+Shift+N / P', 'keysMarks'],
  ['Alt+Shift+L', 'keysLookUp'],
  ['?', 'keysHelp'],
] as const;
