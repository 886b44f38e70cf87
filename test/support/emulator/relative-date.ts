const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000] as const;
const BEFORE_NOW = /^-P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Resolves a date that is written as an ISO 8601 duration before now, in weeks, days, hours, minutes and seconds:
 * "-PT3H" -> "2026-05-16T05:15:00Z". Anything else is answered as it is, broken dates included.
 */
export function resolveDate(text: string, now: number): string {
  const parts = BEFORE_NOW.exec(text)?.slice(1);
  if (!parts) return text;
  const ago = parts.reduce((sum, count, index) => sum + Number(count ?? 0) * (UNITS[index] ?? 0), 0);
  return isoSeconds(now - ago);
}

/** The API writes whole seconds: "2024-12-09T10:30:00Z". */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
