const MAX_LENGTH = 60;

/** A title from the first message: its first line, cut at a word, without Markdown marks. */
export function conversationTitle(text: string): string {
  const line = text
    .split('\n')
    .map((part) => part.replace(/^[#>*\-\s`]+/, '').trim())
    .find((part) => part !== '');
  if (!line) return '…';
  const characters = [...line];
  if (characters.length <= MAX_LENGTH) return line;
  const cut = characters.slice(0, MAX_LENGTH).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > MAX_LENGTH / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
