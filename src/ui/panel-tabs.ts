/** In the order in which they stand. */
export const PANEL_TABS = ['page', 'unknown', 'links', 'suppressed', 'lookup', 'cases'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];
