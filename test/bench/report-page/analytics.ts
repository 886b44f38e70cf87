/** Counts as the usual measuring scripts do: how far and how long somebody read, what was seen, how fast the page came. */
const seen = new Set<string>();
const timings: Record<string, number> = {};
let [deepest, clicks] = [0, 0];

addEventListener('scroll', () => (deepest = Math.max(deepest, scrollY + innerHeight)), { passive: true });
addEventListener('click', () => (clicks += 1), { capture: true, passive: true });
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) seen.add(target.tagName + target.id);
});
for (const part of document.querySelectorAll('h2, figure, table, form')) observer.observe(part);
for (const type of ['paint', 'largest-contentful-paint', 'layout-shift', 'longtask'])
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) timings[`${type} ${name}`] = startTime;
  }).observe({ type, buffered: true });

function send(event: string): void {
  const about = {
    event,
    page: location.pathname,
    title: document.title,
    screen: [screen.width, screen.height, devicePixelRatio],
    language: navigator.language,
    links: document.links.length,
    height: document.documentElement.scrollHeight,
    deepest,
    clicks,
    seen: [...seen],
    timings,
  };
  navigator.sendBeacon('/collect', JSON.stringify(about));
}
addEventListener('load', () => setTimeout(() => send('view'), 0));
addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send('leave'));
