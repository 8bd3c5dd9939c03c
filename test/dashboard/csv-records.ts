/** Records of a CSV file without its header; its fields may hold line breaks in quotes. */
export const csvRecords = (csv: string): number =>
  csv
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .trimEnd()
    .split('\r\n').length - 1;
