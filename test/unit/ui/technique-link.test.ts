import { expect, test } from 'vitest';
import { attackUrl } from '@/ui/technique-link.tsx';

test.each([
  ['T1059', 'https://attack.mitre.org/techniques/T1059/'],
  ['T1059.001', 'https://attack.mitre.org/techniques/T1059/001/'],
  ['TA0001', 'https://attack.mitre.org/tactics/TA0001/'],
  ['G0007', 'https://attack.mitre.org/groups/G0007/'],
  ['S0002', 'https://attack.mitre.org/software/S0002/'],
  ['M1036', 'https://attack.mitre.org/mitigations/M1036/'],
])('%s has a page of its own', (id, url) => {
  expect(attackUrl(id)).toBe(url);
});

test.each([
  ['T1059/../x'],
  ['javascript:alert(1)'],
  ['T10591'],
  ['G0007.001'],
  ['t1059'],
  ['T1059.001 '],
  [''],
])('%j is no id and gets no link', (id) => {
  expect(attackUrl(id)).toBeUndefined();
});
