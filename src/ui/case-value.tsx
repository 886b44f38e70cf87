import { keyOf } from '@/core/indicator.ts';
import type { CaseItem } from '@/core/cases.ts';
import { defang } from '@/core/defang.ts';
import { type Choice, Choose } from './choose.tsx';
import { CopyButtons } from './copy-button.tsx';
import type { RowPlace } from './long-list.tsx';
import { ObservableText, ReadsAs } from './observable-text.tsx';
import type { Outcome } from './options-actions.ts';
import { SavedField } from './saved-field.tsx';
import { SourceText } from './source-text.tsx';
import { When } from './time.tsx';
import { say } from './say.tsx';

interface Props {
  item: CaseItem;
  place: RowPlace;
  choice: Choice;
  isOpen: boolean;
  toggle(): void;
  now: number;
  copy(text: string): Promise<boolean>;
  /** Saves what the user says of it in this case. */
  note(text: string): Promise<Outcome>;
  lookUp(): void;
  remove(): void;
}

/** A value of a case; opened, with where it was seen and what can be done with it. */
export function CaseValue({ item, place, choice, isOpen, toggle, now, copy, note, lookUp, remove }: Props) {
  const last = item.sightings.at(-1);
  return (
    <li class={isOpen ? 'item choosable item-open' : 'item choosable'} {...place}>
      <Choose item={item} itemKey={keyOf(item)} choice={choice} />
      <button type="button" class="item-button" aria-expanded={isOpen} onClick={toggle}>
        <span class="item-value">
          <ObservableText observable={item} {...(isOpen ? {} : { limit: 200 })} />
        </span>
        {item.sightings.length > 1 && (
          <span class="item-level muted">{say('casePlaces', { count: item.sightings.length })}</span>
        )}
        <span class="item-about muted">
          {item.note !== undefined && (
            <>
              <strong>
                <SourceText text={item.note} limit={120} />
              </strong>
              {' · '}
            </>
          )}
          <SourceText text={last?.title ?? last?.url ?? say('lookedUp')} limit={200} />
        </span>
      </button>
      {isOpen && (
        <div class="item-facts">
          <ReadsAs observable={item} />
          <ul class="sentences small" aria-label={say('caseSeen')}>
            {item.sightings.map(({ title, url, at }) => (
              <li key={`${at} ${url}`}>
                <When iso={at} now={now} />
                <br />
                <span class="muted">
                  <SourceText text={[title, url].filter(Boolean).join(', ') || say('lookedUp')} limit={400} />
                </span>
              </li>
            ))}
          </ul>
          {item.asWritten !== undefined && (
            <p class="small">
              <span class="muted">{say('asWritten')} </span>
              <span class="mono">
                <SourceText text={item.asWritten} limit={400} />
              </span>
            </p>
          )}
          <SavedField
            label={say('caseInThis')}
            stored={item.note ?? ''}
            save={note}
            placeholder={say('caseInThisHint')}
          />
          <p class="callout-actions">
            <CopyButtons observable={item} copy={copy} />
            <button type="button" class="button" onClick={lookUp}>
              {say('lookUp')}
            </button>
            <button
              type="button"
              class="button danger"
              aria-label={say('caseTakeOutValue', { value: defang(item) })}
              onClick={remove}
            >
              {say('caseTakeOut')}
            </button>
          </p>
        </div>
      )}
    </li>
  );
}
