import type { ProtocolMap } from '@/extension/messages.ts';
import type { Sender } from '@/extension/sender.ts';
import { createBudget } from './budget.ts';
import { createFrameRoutes, type FrameRoute } from './frame-routes.ts';
import { createQuestionRoutes } from './question-routes.ts';
import { createRecordRoutes } from './records.ts';
import type { Frame, RouterParts, Routes } from './routes.ts';
import { createSettingsRoutes } from './settings-routes.ts';
import { createSourceRoutes } from './source-routes.ts';
import { createStatusRoutes } from './status-routes.ts';
import { createTabRoutes } from './tab-routes.ts';

type PageRoutes = Routes<Exclude<keyof ProtocolMap, Exclude<FrameRoute, 'explain'>>>;

/**
 * Answers every message, or `undefined` for "not for me". A frame gets the seven routes of the annotator and nothing else;
 * whatever reads secrets or changes anything answers extension pages only.
 */
export function createRouter(
  parts: RouterParts,
): (message: unknown, sender: Sender) => Promise<unknown> | undefined {
  const budget = createBudget(parts.tabs);
  const frameRoutes = createFrameRoutes(parts, budget);
  const pageRoutes: PageRoutes = {
    ...createRecordRoutes(parts),
    ...createQuestionRoutes(parts),
    ...createTabRoutes(parts, budget),
    ...createSourceRoutes(parts),
    ...createSettingsRoutes(parts),
    ...createStatusRoutes(parts),
  };
  return (asked, sender) => {
    if (typeof asked !== 'object' || asked === null || !('route' in asked)) return undefined;
    const { route, payload } = asked as { route: string; payload?: unknown };
    if (sender.kind === 'frame' && Object.hasOwn(frameRoutes, route))
      return call(frameRoutes[route as FrameRoute], payload, sender);
    if (sender.kind === 'extension page' && Object.hasOwn(pageRoutes, route))
      return call(pageRoutes[route as keyof PageRoutes], payload);
    return undefined;
  };
}

/** The payload has the route's type because both ends are ours: a page cannot send, only its annotator can. */
async function call(handler: unknown, payload: unknown, frame?: Frame): Promise<unknown> {
  return (handler as (payload: unknown, frame?: Frame) => unknown)(payload, frame);
}
