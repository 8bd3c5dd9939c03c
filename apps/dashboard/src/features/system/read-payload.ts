import type { DeadLetter } from '@koi/contracts/http';

type Payload = DeadLetter['payload'];

/** A payload as people read and write it. */
export const payloadText = (payload: Payload): string => JSON.stringify(payload, null, 2);

/** What was typed in, or where it is no JSON. Unchanged text is no new payload. */
export function readPayload(
  text: string,
  before: Payload,
): { payload?: Payload; problem?: undefined } | { problem: string } {
  if (text === payloadText(before)) return {};
  try {
    return { payload: JSON.parse(text) as Payload };
  } catch (error) {
    return { problem: `This is no JSON: ${(error as SyntaxError).message}` };
  }
}
