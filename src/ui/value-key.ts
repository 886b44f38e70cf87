import type { Observable } from '@/core/indicator.ts';

/** A value's identity in lists. */
export function keyOf({ type, value }: Observable): string {
  return `${type}:${value}`;
}
