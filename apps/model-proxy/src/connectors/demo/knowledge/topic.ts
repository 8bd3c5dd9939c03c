/** One short note the demo model can talk about. Written for koi; sentences stand alone, so that they can be mixed. */
export interface Topic {
  readonly title: string;
  /** Other words people use for it, in lower case. */
  readonly also: readonly string[];
  /** What it is, in one sentence. */
  readonly gist: string;
  /** Things worth knowing, each a sentence. */
  readonly points: readonly string[];
  /** Why it is so, or why it matters. */
  readonly why: string;
  readonly example: string;
}
