import { useMemo, useState } from 'preact/hooks';
import { defang } from '@/core/defang.ts';
import type { UnknownValue } from '@/extension/messages.ts';
import { CopyButtons } from './copy-button.tsx';
import { type Choice, Choose, DRAWN, keyOf, More } from './item-list.tsx';
import { ObservableText, ReadsAs, TYPE_NAMES } from './observable-text.tsx';
import { SourceText } from './source-text.tsx';
import { useRoving } from './use-roving.ts';
import { ValueActions, type ValueActionSet } from './value-actions.tsx';

interface Props {
  values: readonly UnknownValue[];
  choice: Choice;
  copy(text: string): Promise<boolean>;
  now: number;
  actions: Pick<ValueActionSet, 'pivots' | 'askApi' | 'collect' | 'notes'>;
}

/** What stands on the page and no source lists. */
export function UnknownList({ values, choice, copy, now, actions }: Props) {
  const [drawn, setDrawn] = useState(DRAWN);
  const [open, setOpen] = useState<string>();
  const roving = useRoving('.unknown-open');
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its rows have controls of their own */}
      <ul class="unknown-rows" onKeyDown={roving}>
        {values.slice(0, drawn).map((value) => {
          const key = keyOf(value);
          return (
            <UnknownRow
              key={key}
              value={value}
              choice={choice}
              isOpen={open === key}
              openIt={() => setOpen(open === key ? undefined : key)}
              copy={copy}
              now={now}
              actions={actions}
            />
          );
        })}
      </ul>
      <More count={values.length} drawn={drawn} draw={setDrawn} />
    </>
  );
}

function UnknownRow(props: {
  value: UnknownValue;
  choice: Choice;
  isOpen: boolean;
  openIt(): void;
  copy: Props['copy'];
  now: number;
  actions: Props['actions'];
}) {
  const { value, choice, isOpen, openIt, copy, now, actions } = props;
  const [sentence = ''] = value.sentences;
  return (
    <li class={isOpen ? 'unknown-row choosable item-open' : 'unknown-row choosable'}>
      <Choose item={value} itemKey={keyOf(value)} choice={choice} />
      <button type="button" class="unknown-open item-button" aria-expanded={isOpen} onClick={openIt}>
        <span class="item-value">
          <ObservableText observable={value} {...(isOpen ? {} : { limit: 200 })} />
        </span>
        <span class="item-about muted">
          {TYPE_NAMES[value.type]}
          {value.count > 1 && ` ×${value.count}`}
          {' · '}
          <SourceText text={sentence} limit={200} />
        </span>
      </button>
      {isOpen && (
        <div class="item-facts">
          <ReadsAs observable={value} />
          <ul class="sentences">
            {value.sentences.map((text) => (
              <li key={text}>
                <SourceText text={text} limit={400} />
              </li>
            ))}
          </ul>
          {value.otherHashes && (
            <p class="small muted">
              The same file:{' '}
              {value.otherHashes.map((hash) => (
                <span key={hash.value} class="mono">
                  {TYPE_NAMES[hash.type]} {hash.value}{' '}
                </span>
              ))}
            </p>
          )}
          <p class="facts-actions">
            <CopyButtons observable={value} copy={copy} />
          </p>
          <ValueActions observable={value} now={now} actions={{ ...actions, allow: undefined }} />
        </div>
      )}
    </li>
  );
}

/** The values that hold the text, defanged or not, in their value, type or sentence. */
export function useSearch(values: readonly UnknownValue[], wanted: string): readonly UnknownValue[] {
  const texts = useMemo(
    () =>
      values.map((value) =>
        `${value.value} ${defang(value)} ${TYPE_NAMES[value.type]} ${value.sentences.join(' ')}`.toLowerCase(),
      ),
    [values],
  );
  const sought = wanted.trim().toLowerCase();
  return useMemo(
    () => (sought === '' ? values : values.filter((_, at) => texts[at]?.includes(sought))),
    [values, texts, sought],
  );
}
