import type { Policy } from '@/core/policy.ts';
import { ruleFor, type SiteRule } from '@/core/site-rules.ts';
import type { Budget } from './budget.ts';
import type { RouterParts, Routes } from './routes.ts';

type Parts = Pick<RouterParts, 'tabs' | 'user' | 'policy' | 'probePage' | 'tellFrames' | 'panel'>;

/** What popup and side panel ask about the tab that they stand beside. */
export function createTabRoutes(
  parts: Parts,
  budget: Budget,
): Routes<'panelRequest' | 'askRest' | 'pageAccess'> {
  return {
    panelRequest: (windowId) => parts.panel.read(windowId),

    async askRest({ tabId, rest }) {
      if (!Number.isInteger(rest) || rest <= 0) return;
      await budget.extend(tabId, rest);
      await parts.tellFrames(tabId, 'rest');
    },

    async pageAccess(tabId) {
      const [access, state, settings, policy] = await Promise.all([
        parts.probePage(tabId),
        parts.tabs.read(tabId),
        parts.user.settings(),
        parts.policy.read(),
      ]);
      if (!access.ok) return access;
      return {
        ...access,
        ...siteState(ruleFor(access.host, settings)),
        ...siteLocks(policy),
        ...(state.listedAddress && { listedAddress: state.listedAddress }),
      };
    },
  };
}

function siteLocks({ settings }: Policy): { siteLocked?: { off: boolean; quiet: boolean } } {
  const off = 'sitesOff' in settings;
  const quiet = 'sitesQuiet' in settings || 'sitesLoud' in settings;
  return off || quiet ? { siteLocked: { off, quiet } } : {};
}

function siteState(rule: SiteRule): { siteOff: boolean; siteQuiet?: true } {
  return { siteOff: rule === 'off', ...(rule === 'quiet' && { siteQuiet: true as const }) };
}
