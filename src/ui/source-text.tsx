import type { Value } from '@/core/words.ts';
import { visiblePieces } from './visible-text.ts';
import { inWords } from './say.tsx';

/**
 * Text that somebody else wrote (a feed, an article, a page): isolated, so that it cannot reorder what stands beside
 * it, and with its unseen characters made visible.
 */
export function SourceText({ text, limit }: { text: Value; limit?: number }) {
  return (
    <bdi>
      {visiblePieces(inWords(text), limit).map((piece) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <span key={piece.at} class="control">
            {piece.name}
          </span>
        ),
      )}
    </bdi>
  );
}
