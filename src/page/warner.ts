import type { LinkMismatch, LinkSuspect } from '@/core/indicator.ts';
import { asHost } from '@/core/link.ts';
import { type LinkJudgement, MOST_JUDGED } from '@/extension/messages.ts';
import { isEdited } from './edited.ts';
import { createLooks, howHidden } from './hidden.ts';
import { createHitTester } from './hit-test.ts';
import { holderOf, type Place, rectsOf, stands } from './marks.ts';
import { watchPointer } from './pointer.ts';
import { type SharedSession, sharedSession, type Warning } from './shared-session.ts';
import type { Piece } from './text-index.ts';
import { unmasked } from './unmasked.ts';
import { createWarningPaint } from './warning-paint.ts';

interface JudgedLink extends Warning {
  mismatch: LinkMismatch;
}

/** A message's head may be drawn after its body, so a page that shows none is looked at again, so often, and after so long. */
const TRIES_AFTER_MS = [1000, 2000, 4000, 8000];

/**
 * Paints what the worker calls a mismatch among the frame's suspects, for as long as the session lasts: in a message view, where a link
 * that leads elsewhere than it says is what phishing looks like, and nowhere else. Started again it looks at once.
 */
export function startWarner(
  world: typeof globalThis,
  judge: (suspects: LinkSuspect[]) => Promise<LinkJudgement | undefined>,
): void {
  const session = sharedSession(world);
  if (!session) return;
  session.tended ??= warn(world.document, session, judge);
  session.tended();
}

function warn(
  document: Document,
  session: SharedSession,
  judge: (suspects: LinkSuspect[]) => Promise<LinkJudgement | undefined>,
): () => void {
  const { signal, suspects, card } = session;
  const judged = new Map<string, LinkMismatch | undefined>();
  let warnings = new Map<Element, JudgedLink>();
  const byText = new Map<Text, Set<JudgedLink>>();
  const paint = createWarningPaint(document, signal);
  let epoch = session.epoch();
  let asking = false;
  let tries = 0;
  let waitUntil = 0;
  let refused = '';

  async function ask(): Promise<void> {
    const missing = new Map<string, LinkSuspect>();
    for (const suspect of suspects.values())
      if (!judged.has(keyOf(suspect)) && missing.size < MOST_JUDGED) missing.set(keyOf(suspect), suspect);
    if (missing.size === 0) return;
    const all = [...missing.keys()].join('\n');
    // Other links, another page: it may be a message now.
    if (all !== refused) [refused, tries, waitUntil] = [all, 0, 0];
    if (tries > TRIES_AFTER_MS.length || performance.now() < waitUntil) return;
    asking = true;
    const asked = session.epoch();
    const answer = await judge([...missing.values()]).catch(() => undefined);
    asking = false;
    if (signal.aborted || asked !== session.epoch()) return;
    if (answer?.state === 'judged') {
      for (const [i, key] of [...missing.keys()].entries()) judged.set(key, answer.mismatches[i]);
      look();
    } else {
      waitUntil = performance.now() + (TRIES_AFTER_MS[tries] ?? 0);
      tries += 1;
    }
  }

  function look(): void {
    const found = new Map<Element, JudgedLink>();
    const looks = createLooks();
    for (const [link, suspect] of suspects) {
      const mismatch = judged.get(keyOf(suspect));
      if (!mismatch || isEdited(link)) continue;
      const pieces = textOf(link).filter(({ node }) => howHidden(node, looks) === undefined);
      if (pieces.length > 0) found.set(link, warningOf({ mismatch, link, pieces, painted: true }));
    }
    if (isSame([...warnings.values()], [...found.values()])) return;
    session.warnings = warnings = found;
    byText.clear();
    for (const warning of warnings.values())
      for (const { node } of warning.pieces) byText.set(node, (byText.get(node) ?? new Set()).add(warning));
    paint.paint([...warnings.values()].flatMap(({ pieces }) => pieces));
  }

  function warningOf(given: Omit<JudgedLink, 'open'>): JudgedLink {
    const warning: JudgedLink = { ...given, open: ({ focus }) => show(warning, { pinned: true, focus }) };
    return warning;
  }

  function tended(): void {
    if (epoch !== session.epoch()) {
      // Settings may say by now that nothing is to be painted here.
      epoch = session.epoch();
      judged.clear();
      refused = '';
    }
    look();
    paint.guard();
    pointer.listen();
    if (!asking) void ask();
  }

  const known = createHitTester<Place>(document, { at: (node) => session.marker?.marks.at(node) ?? NONE });
  const own = createHitTester(document, { at: (node) => byText.get(node) ?? NONE });
  const show = ({ mismatch, ...place }: JudgedLink, how: { pinned: boolean; focus: boolean }) =>
    card.show(
      {
        observable: asHost(mismatch.leadsTo),
        warning: mismatch,
        rects: () => rectsOf(place),
        holder: () => holderOf(place),
        // Nothing is asked about it.
        page: { titles: [] },
      },
      how,
    );
  const pointer = watchPointer(
    document,
    // Where a known value is marked, its card says both.
    { markAt: (...point) => (known.markAt(...point) ? undefined : own.markAt(...point)) },
    {
      rest: (warning) => show(warning, { pinned: false, focus: false }),
      click: (warning) => show(warning, { pinned: true, focus: false }),
      isOnCard: card.contains,
    },
    signal,
  );
  session.warn = ({ pieces, link }) => {
    const there = link && warnings.get(link);
    if (there) return there.mismatch;
    for (const { node } of pieces) for (const { mismatch } of byText.get(node) ?? NONE) return mismatch;
    return undefined;
  };
  return tended;
}

const NONE: ReadonlySet<JudgedLink> = new Set();

function keyOf({ text, href }: LinkSuspect): string {
  return `${text}\t${href}`;
}

function isSame(before: readonly JudgedLink[], after: readonly JudgedLink[]): boolean {
  return (
    before.length === after.length &&
    before.every((warning, i) => {
      const other = after[i];
      return (
        other?.link === warning.link &&
        other?.mismatch === warning.mismatch &&
        stands(warning) &&
        warning.pieces.length === other?.pieces.length &&
        warning.pieces.every(({ node }, at) => node === other.pieces[at]?.node)
      );
    })
  );
}

/** What is shown of the link, without the blanks at the ends of its pieces. */
function textOf(link: Element): Piece[] {
  const pieces: Piece[] = [];
  const walker = unmasked(link).ownerDocument.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node as Text;
    const start = text.data.length - text.data.trimStart().length;
    const end = text.data.trimEnd().length;
    if (start < end) pieces.push({ node: text, start, end, text: text.data.slice(start, end) });
  }
  return pieces;
}
