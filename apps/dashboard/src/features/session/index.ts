export { default as SignInForm } from './SignInForm.vue';
export { returnPath } from './return-path.js';
export { splitToken } from './token-in-url.js';
export { useSession } from './useSession.js';
