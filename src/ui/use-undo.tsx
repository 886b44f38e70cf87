import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';

/** A line that says what was just done and takes it back on a click; it stays until something else is done. */
export function useUndo(): { offer(said: string, undo: () => void): void; bar: ComponentChild } {
  const [offered, setOffered] = useState<{ said: string; undo: () => void }>();
  const takeBack = () => {
    offered?.undo();
    setOffered(undefined);
  };
  const bar = (
    <div class="undo-bar" role="status">
      {offered && (
        <p class="undo">
          {offered.said}{' '}
          <button type="button" class="button quiet" onClick={takeBack}>
            Undo
          </button>
        </p>
      )}
    </div>
  );
  return { offer: (said, undo) => setOffered({ said, undo }), bar };
}
