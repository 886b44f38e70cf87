interface FileButtonProps {
  id: string;
  label: string;
  choose(input: HTMLInputElement): Promise<void>;
}

/** Takes a JSON file; the browser's own control says its name in the browser's words, and looks like nothing else here. */
export function FileButton({ id, label, choose }: FileButtonProps) {
  return (
    <>
      <label class="button" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="file"
        class="visually-hidden"
        accept=".json,application/json"
        onChange={(event) => void choose(event.currentTarget)}
      />
    </>
  );
}
