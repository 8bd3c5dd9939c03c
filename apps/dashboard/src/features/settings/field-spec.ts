/** A setting as one field of a form: where it stands in the configuration, and how it is typed. */
export interface FieldSpec {
  /** Names joined by points: `parameters.maxTokens`. */
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'number' | 'area' | 'lines' | 'json' | 'choice' | 'yes-no';
  readonly hint?: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Rows of a larger field. */
  readonly rows?: number;
}

/** What stands in the fields, by path. */
export type FieldValues = Record<string, string>;

export type Issues = Readonly<Record<string, string>>;
