import { z } from 'zod';

/** What an upstream says of its own failure. */
export interface UpstreamError {
  readonly message: string;
  readonly code: string;
}

/** Reads an error body: OpenAI's `{"error":{"message","code"}}`, or one of the shapes others made of it. */
export function readError(error: unknown): UpstreamError {
  if (typeof error === 'string') return { message: error, code: '' };
  const fields = z
    .looseObject({
      message: z.string().nullish().catch(undefined),
      detail: z.string().nullish().catch(undefined),
      code: z.union([z.string(), z.number()]).nullish().catch(undefined),
      type: z.string().nullish().catch(undefined),
    })
    .safeParse(error);
  if (!fields.success) return { message: '', code: '' };
  return {
    message: fields.data.message ?? fields.data.detail ?? '',
    code: String(fields.data.code ?? fields.data.type ?? ''),
  };
}
