import { useEffect, useRef } from 'preact/hooks';
import { allPivots, movePivot, type PivotSettings } from '@/core/pivots.ts';
import { say } from './say.tsx';

interface Props {
  pivots: PivotSettings;
  change(part: Partial<PivotSettings>): Promise<unknown>;
}

/** All tools in the order in which they are offered: each can be hidden, and moved up or down. */
export function PivotOrder({ pivots, change }: Props) {
  const all = allPivots(pivots);
  const offered = all.filter(({ id }) => !pivots.hidden.includes(id)).length;
  // A row that is moved in the document loses the focus, and whoever moves it by key has to find it again.
  const movedRef = useRef('');
  useEffect(() => {
    if (movedRef.current) document.getElementById(movedRef.current)?.focus();
    movedRef.current = '';
  }, [pivots.order]);
  const move = (id: string, by: -1 | 1) => {
    movedRef.current = buttonId(id, by);
    void change({ order: movePivot(pivots, id, by) });
  };
  const offer = (id: string, isOffered: boolean) =>
    change({
      hidden: isOffered ? pivots.hidden.filter((other) => other !== id) : [...pivots.hidden, id],
    });
  return (
    <details class="pivot-tools">
      <summary>{say('pivotsOffered', { shown: offered, total: all.length })}</summary>
      <ol>
        {all.map(({ id, name, templates }, at) => (
          <li key={id} class="pivot-row">
            <label class="choice">
              <input
                type="checkbox"
                checked={!pivots.hidden.includes(id)}
                onChange={(event) => void offer(id, event.currentTarget.checked)}
              />
              <span>
                {name} <span class="muted small">{Object.keys(templates).join(', ')}</span>
              </span>
            </label>
            <button
              type="button"
              id={buttonId(id, -1)}
              class="button quiet"
              aria-label={say('pivotUp', { name })}
              aria-disabled={at === 0}
              onClick={() => move(id, -1)}
            >
              ↑
            </button>
            <button
              type="button"
              id={buttonId(id, 1)}
              class="button quiet"
              aria-label={say('pivotDown', { name })}
              aria-disabled={at === all.length - 1}
              onClick={() => move(id, 1)}
            >
              ↓
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function buttonId(id: string, by: -1 | 1): string {
  return `move-${by}-${id}`;
}
