import { SourceText } from './source-text.tsx';

/** ATT&CK's own page for an id: "T1059.001" -> https://attack.mitre.org/techniques/T1059/001/ */
export function attackUrl(id: string): string | undefined {
  const parts = /^(TA|T|G|S|M|C)(\d{4})(?:\.(\d{3}))?$/.exec(id);
  if (!parts) return undefined;
  const [, kind = '', number = '', sub] = parts;
  if (sub && kind !== 'T') return undefined;
  return `https://attack.mitre.org/${FOLDERS[kind]}/${kind}${number}/${sub ? `${sub}/` : ''}`;
}

const FOLDERS: Record<string, string> = {
  TA: 'tactics',
  T: 'techniques',
  G: 'groups',
  S: 'software',
  M: 'mitigations',
  C: 'campaigns',
};

export function TechniqueLink({ id }: { id: string }) {
  const url = attackUrl(id);
  if (!url) return <SourceText text={id} />;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {id}
    </a>
  );
}
