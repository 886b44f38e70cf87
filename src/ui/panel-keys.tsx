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
  else if (event.key === 'a') document.querySelector<HTMLElement>('.choose-all')?.click();
  else if (event.key === '/') document.getElementById('panel-search')?.focus();
  else return;
  event.preventDefault();
}

export function Shortcuts({ close }: { close(): void }) {
  return (
    <section class="callout panel-callout shortcuts" aria-labelledby="keys-title">
      <h2 id="keys-title">{say('keys')}</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              <kbd>{typeof keys === 'string' ? keys : say(keys.words)}</kbd>
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

/** What keyboards print on a key differs by language. */
const KEYS = [
  ['1 – 6', 'keysTab'],
  ['/', 'keysSearch'],
  [{ words: 'keyMove' }, 'keysMove'],
  [{ words: 'keyOpen' }, 'keysOpen'],
  ['x', 'keysChoose'],
  ['a', 'keysChooseAll'],
  [{ words: 'keyCopy' }, 'keysCopy'],
  [{ words: 'keyMarks' }, 'keysMarks'],
  [{ words: 'keyLookUp' }, 'keysLookUp'],
  ['?', 'keysHelp'],
] as const;
