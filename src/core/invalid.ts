import type { z } from 'zod';
import { message, type Message } from './words.ts';

/** What a schema refused, as far as a person can do something about it: schemas speak English and of their own insides. */
export function sayInvalid({ issues: [issue] }: z.ZodError): Message {
  if (issue?.code === 'too_big' && issue.origin === 'string')
    return message('textLong', { most: Number(issue.maximum) });
  if (issue?.code === 'too_big' && issue.origin === 'array')
    return message('listLong', { most: Number(issue.maximum) });
  if (issue?.code === 'too_small' && issue.origin === 'string') return message('textMissing');
  return message('notSavable');
}
