/** The names under which server state is kept; one place, so that invalidation reaches it. */
export const queryKeys = {
  chatbots: ['chatbots'] as const,
  chatbot: (slug: string) => ['chatbots', slug] as const,
  me: ['me'] as const,
  privacy: ['privacy'] as const,
  invite: (token: string) => ['invites', token] as const,
  conversations: ['conversations'] as const,
  conversationList: (chatbot: string, search: string) =>
    ['conversations', 'list', chatbot, search] as const,
  conversation: (id: string) => ['conversations', 'one', id] as const,
};
