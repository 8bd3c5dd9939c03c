/** Where a file comes from: a route's path with what is asked for. */
export function csvAddress(
  path: string,
  request: Readonly<Record<string, string | undefined>>,
): string {
  const parameters = Object.entries(request).flatMap(([name, text]) =>
    text ? [[name, text] as [string, string]] : [],
  );
  return `${path}?${new URLSearchParams(parameters).toString()}`;
}
