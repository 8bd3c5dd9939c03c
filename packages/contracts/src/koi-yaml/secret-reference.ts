import { z } from 'zod';

/**
 * A secret by reference: `${NAME}` (an environment variable of model-proxy) or `file:/path`. The secret itself is
 * never stored, returned or logged.
 */
export const secretReference = z
  .string()
  .regex(
    /^(\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:\/.+)$/,
    'name an environment variable as ${NAME} or a file as file:/path; do not write the secret itself here',
  );
