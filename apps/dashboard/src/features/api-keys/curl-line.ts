/** Stands for the chat's address where koi was not told it. */
const UNKNOWN_ADDRESS = 'https://CHAT-ADDRESS';

/** Where programs reach the gateway: beside the chat page, without a slash at its end. */
export const apiBase = (chatUrl: string | null | undefined): string =>
  `${chatUrl ?? UNKNOWN_ADDRESS}/v1`;

/** A command for a POSIX shell that asks a chatbot for its first answer. */
export function curlLine(given: {
  readonly base: string;
  readonly key: string;
  readonly chatbot: string;
}): string {
  const body = { model: given.chatbot, messages: [{ role: 'user', content: 'Hello' }] };
  return [
    `curl ${given.base}/chat/completions`,
    `  -H 'Authorization: Bearer ${given.key}'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${JSON.stringify(body)}'`,
  ].join(' \\\n');
}
