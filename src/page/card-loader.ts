import type { Card, CardOptions, CardTarget } from './card.ts';

export type CardFactory = (signal: AbortSignal) => Card;

/** Where the card's own script leaves its factory; scripts of one extension share a world in each frame. */
const FACTORY = Symbol.for('telltale.card');
type World = typeof globalThis & { [FACTORY]?: CardFactory };

/** Called by the card's script, which runs only once a card is needed. */
export function offerCard(world: typeof globalThis, factory: CardFactory): void {
  (world as World)[FACTORY] = factory;
}

/**
 * A card that is fetched when it is first to be shown: most frames never show one, and three quarters of the code
 * are the card's. `load` runs the card's script in this frame, and rejects when it cannot.
 */
export function createLoadedCard(
  { world, load }: { world: typeof globalThis; load(): Promise<void> },
  signal: AbortSignal,
): Card {
  let card: Card | undefined;
  let loading: Promise<void> | undefined;
  let wanted: { target: CardTarget; options: CardOptions } | undefined;

  async function fetchCard(): Promise<void> {
    await load();
    const factory = (world as World)[FACTORY];
    if (!factory || signal.aborted) return;
    card = factory(signal);
    if (wanted) card.show(wanted.target, wanted.options);
  }

  return {
    show(target, options) {
      if (card) return card.show(target, options);
      wanted = { target, options };
      // A failure ends with this attempt; the next time the user points at a mark it is tried again.
      loading ??= fetchCard().finally(() => (loading = undefined));
      loading.catch(() => undefined);
    },
    hide() {
      wanted = undefined;
      card?.hide();
    },
    contains: (event) => card?.contains(event) ?? false,
  };
}
