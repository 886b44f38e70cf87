import { useEffect, useState } from 'preact/hooks';
import {
  onSiteAccess,
  requestAllSites,
  requestHostAccess,
  type SiteAccess,
  siteAccess,
} from '@/extension/host-access.ts';
import type { AllowSites } from './allow-sites.tsx';

/** Which sites may be read now; undefined until the browser answered. */
export function useSiteAccess(): SiteAccess | undefined {
  const [access, setAccess] = useState<SiteAccess>();
  useEffect(() => {
    const closing = new AbortController();
    const read = () => void siteAccess().then(setAccess);
    onSiteAccess(read, closing.signal);
    read();
    return () => closing.abort();
  }, []);
  return access;
}

/** What is refused stays as it is shown; what is given is announced by the browser. */
export const allowSites: AllowSites = (origin) =>
  void (origin === undefined ? requestAllSites() : requestHostAccess(origin));
