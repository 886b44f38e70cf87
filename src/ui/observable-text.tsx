import type { Observable } from '@/core/indicator.ts';
import { defang } from '@/core/defang.ts';
import { readPunycode } from '@/core/punycode.ts';
import { SourceText } from './source-text.tsx';
import { say } from './say.tsx';

/** A value as an analyst may paste it anywhere: defanged, in monospace. `limit` cuts very long ones in lists. */
export function ObservableText({ observable, limit }: { observable: Observable; limit?: number }) {
  return (
    <span class="mono">
      <SourceText text={defang(observable)} {...(limit === undefined ? {} : { limit })} />
    </span>
  );
}

/** What a punycode value would look like in an address bar, beside what it is; nothing for other values. */
export function ReadsAs({ observable }: { observable: Observable }) {
  const read = readPunycode(observable.value);
  if (read === undefined) return null;
  return (
    <p class="reads-as small">
      <span class="muted">{say('inUnicode')} </span>
      <ObservableText observable={{ ...observable, value: read }} />
    </p>
  );
}
