import { candidatesIn, knownOf } from '@/core/page-reading.ts';
import { mismatchOf } from '@/core/link-mismatch.ts';
import { hushed, ruleFor, type SiteRule } from '@/core/site-rules.ts';
import { hash52 } from '@/core/string-hash.ts';
import type { Settings } from '@/core/settings.ts';
import type { InjectedScript } from '@/extension/injection.ts';
import { type LoadedScript, MOST_JUDGED, type ProtocolMap } from '@/extension/messages.ts';
import type { UserStore } from '@/store/user.ts';
import { beginPage } from './begin-page.ts';
import type { Budget } from './budget.ts';
import { pagesOf, readPorts } from './read-page.ts';
import type { Answer, Frame, RouterParts } from './routes.ts';

/** No key, nothing of where indicators come from, and no way to change either. */
type Parts = Omit<RouterParts, 'user' | 'policy' | 'sync' | 'sources' | 'subscriptions'> & {
  user: Pick<UserStore, 'settings'>;
};
export type FrameRoute = 'hello' | 'read' | 'explain' | 'load' | 'report' | 'judgeLinks' | 'openPanel';
type FrameRoutes = {
  [R in FrameRoute]: (payload: Parameters<ProtocolMap[R]>[0], frame: Frame) => Answer<R>;
};

/** What our scripts in pages ask and tell. */
export function createFrameRoutes(parts: Parts, budget: Budget): FrameRoutes {
  return {
    async hello({ first, isOld }, frame) {
      const [settings, epoch, isTaken] = await Promise.all([
        parts.user.settings(),
        parts.epoch.read(),
        // Of a page that is new, the browser has just asked itself.
        isOld === true && parts.isWithheld(/^https?:/.test(frame.frameUrl) ? frame.frameUrl : frame.tabUrl),
      ]);
      const active = !isTaken && ruleOf(settings, frame) !== 'off';
      // The page does not wait for the toolbar. What it asks next takes its turn behind what is begun here.
      void beginPage(parts, frame, {
        isNew: first && frame.frameId === 0,
        active,
        isTaken,
        epoch,
      }).catch(() => undefined);
      return { active, epoch, references: settings.paintReferences };
    },

    async read({ texts, links, page, unmarked }, frame) {
      const [settings, epoch] = await Promise.all([parts.user.settings(), parts.epoch.read()]);
      const rule = ruleOf(settings, frame);
      // It was switched off since the frame said hello, and will hear of it.
      if (rule === 'off') return { epoch, known: [], texts: [], links: [] };
      const candidates = candidatesIn(texts, links);
      const { granted, capped } = await budget.spend(frame.tabId, candidates.values);
      const verdicts = await parts.matcher.match([...granted.values()], pagesOf(frame, page));
      const how = { isQuiet: rule === 'quiet', lowest: settings.lowestMarked };
      const byKey = new Map([...granted.keys()].map((key, at) => [key, hushed(verdicts[at], how)]));
      const known = knownOf(candidates, (key) => byKey.get(key));
      // Beside the answer, which is not to wait for it.
      if (unmarked && known.known.length > 0) void injectSilently(parts, 'marker', frame);
      return { ...known, epoch, ...(capped && { capped }) };
    },

    explain: ({ observable, page, ports }, frame) =>
      parts.matcher.explain(observable, pagesOf(frame, page), readPorts(ports)),

    async load(script, frame) {
      if (LOADED.has(script)) await parts.inject(script, frame.tabId, frame.frameId);
    },

    async report({ suspects, ...report }, frame) {
      // Nobody waits for it.
      if (suspects !== undefined) void injectSilently(parts, 'warner', frame);
      const counted = report.counted.map((value) => hash52(value));
      const state = await parts.tabs.update(frame.tabId, (before) => {
        const { [frame.frameId]: _, ...others } = before.frames;
        // A mail program shows thousands of frames in a day, and each one that goes says that nothing is in it.
        if (counted.length === 0) return { ...before, frames: others };
        return { ...before, frames: { ...others, [frame.frameId]: { ...report, counted } } };
      });
      await parts.showBadge(frame.tabId, state);
    },

    async judgeLinks(suspects, frame) {
      const mismatches = suspects.slice(0, MOST_JUDGED).map(mismatchOf);
      const settings = await parts.user.settings();
      const isLoud = ruleOf(settings, frame) === 'on';
      if (!isLoud) return { state: 'no mail' };
      const isToBeTold = !mismatches.some(Boolean) || (await parts.showsMail(frame.tabId));
      return isToBeTold ? { state: 'judged', mismatches } : { state: 'no mail' };
    },

    openPanel(observable, frame) {
      // Nothing is awaited before this: the click that led here is a user's gesture only for so long.
      const opened = parts.panel.open(frame.windowId);
      const requested = parts.panel.request(frame.windowId, { kind: 'item', observable, at: parts.now() });
      return Promise.all([opened, requested]).then(([answer]) => answer);
    },
  };
}

const LOADED: ReadonlySet<LoadedScript> = new Set(['card', 'marker']);

/** The frame may have gone away meanwhile. */
function injectSilently(parts: Parts, script: InjectedScript, frame: Frame): Promise<void> {
  return parts.inject(script, frame.tabId, frame.frameId).catch(() => undefined);
}

/** A frame is of the site that the tab shows. While a page is coming, a tab may still be said to show the one before. */
function ruleOf(settings: Settings, { frameId, frameUrl, tabUrl }: Frame): SiteRule {
  const url = frameId === 0 ? frameUrl || tabUrl : tabUrl || frameUrl;
  return ruleFor(hostOfUrl(url), settings);
}

function hostOfUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
