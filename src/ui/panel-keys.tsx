import { PANEL_TABS, type PanelTab } from './panel-tabs.ts';

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
    <section class="callout panel-callout shortcuts" aria-label="Keys">
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="callout-actions">
        <button type="button" class="button" onClick={close}>
          Close
        </button>
      </p>
    </section>
  );
}

const KEYS = [
  ['1 – 6', 'a tab'],
  ['/', 'search'],
  ['↑ ↓ Home End', 'from value to value'],
  ['Enter', 'show it on the page, open its facts'],
  ['x', 'choose the value'],
  ['Ctrl+C', 'copy the chosen values, in the form below'],
  ['Alt+Shift+N / P', 'next and previous mark on the page'],
  ['Alt+Shift+L', 'look up the text selected on the page'],
  ['?', 'these keys'],
] as const;
