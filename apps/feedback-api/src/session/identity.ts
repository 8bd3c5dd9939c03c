/** Whom credentials belong to: the owner, with the digest of the token they used, or a user. */
export type Identity = { readonly openedWith: string } | { readonly userId: string };
