import { useUrlParameter } from './useUrlParameter.js';

const slug = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** The chosen chatbot's slug, from `?chatbot=`; empty for all. */
export function useChatbot() {
  return useUrlParameter<string>(
    'chatbot',
    (text) => (text && slug.test(text) ? text : ''),
    (chatbot) => chatbot || undefined,
  );
}
