import { visiblePieces } from './visible-text.ts';

/**
 * Text that somebody else wrote (a feed, an article, a page): isolated, so that it cannot reorder what stands beside
 * it, and with its unseen characters made visible.
 */
export function SourceText({ text, limit }: { text: string; limit?: number }) {
  return (
    <bdi>
      {visiblePieces(text, limit).map((piece) =>
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
