import { useMemo, useState } from 'preact/hooks';
import { keyOf } from '@/core/indicator.ts';
import { defang } from '@/core/defang.ts';
import type { UnknownValue } from '@/extension/messages.ts';
import { CopyButtons } from './copy-button.tsx';
import { type Choice, Choose } from './choose.tsx';
import { LongList, type RowPlace } from './long-list.tsx';
import { ObservableText, ReadsAs } from './observable-text.tsx';
import { SourceText } from './source-text.tsx';
import { useRoving } from './use-roving.ts';
import { ValueActions, type ValueActionSet } from './value-actions.tsx';
import { say, sayWith } from './say.tsx';

interface Props {
  values: readonly UnknownValue[];
  choice: Choice;
  copy(text: string): Promise<boolean>;
  now: number;
  actions: Pick<ValueActionSet, 'pivots' | 'askApi' | 'collect' | 'notes'>;
}

/** What stands on the page and no source lists. */
export function UnknownList({ values, choice, copy, now, actions }: Props) {
  const [open, setOpen] = useState<string>();
  const roving = useRoving('.unknown-open');
  const openAt = open === undefined ? -1 : values.findIndex((value) => keyOf(value) === open);
  return (
    <LongList
      class="unknown-rows"
      count={values.length}
      open={openAt < 0 ? undefined : openAt}
      onKeyDown={roving}
      renderRow={(at, place) => {
        const value = values[at];
        if (!value) return null;
        const key = keyOf(value);
        return (
          <UnknownRow
            key={key}
            place={place}
            value={value}
            choice={choice}
            isOpen={at === openAt}
            openIt={() => setOpen(open === key ? undefined : key)}
            copy={copy}
            now={now}
            actions={actions}
          />
        );
      }}
    />
  );
}

function UnknownRow(props: {
  place: RowPlace;
  value: UnknownValue;
  choice: Choice;
  isOpen: boolean;
  openIt(): void;
  copy: Props['copy'];
  now: number;
  actions: Props['actions'];
}) {
  const { place, value, choice, isOpen, openIt, copy, now, actions } = props;
  const [sentence = ''] = value.sentences;
  return (
    <li class={isOpen ? 'unknown-row choosable item-open' : 'unknown-row choosable'} {...place}>
      <Choose item={value} itemKey={keyOf(value)} choice={choice} />
      <button type="button" class="unknown-open item-button" aria-expanded={isOpen} onClick={openIt}>
        <span class="item-value">
          <ObservableText observable={value} {...(isOpen ? {} : { limit: 200 })} />
        </span>
        <span class="item-about muted">
          {say(`type_${value.type}`)}
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
              {sayWith('sameFile', {
                hashes: (
                  <>
                    {value.otherHashes.map((hash) => (
                      <span key={hash.value} class="mono">
                        {say(`type_${hash.type}`)} {hash.value}{' '}
                      </span>
                    ))}
                  </>
                ),
              })}
            </p>
          )}
          <div class="facts-actions">
            <CopyButtons observable={value} copy={copy} />
            <ValueActions observable={value} now={now} actions={{ ...actions, allow: undefined }} />
          </div>
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
        `${value.value} ${defang(value)} ${say(`type_${value.type}`)} ${value.sentences.join(' ')}`.toLowerCase(),
      ),
    [values],
  );
  const sought = wanted.trim().toLowerCase();
  return useMemo(
    () => (sought === '' ? values : values.filter((_, at) => texts[at]?.includes(sought))),
    [values, texts, sought],
  );
}
