export { default as ForAdmins } from './ForAdmins.vue';
export { default as MayLink } from './MayLink.vue';
export { default as PasswordFields } from './PasswordFields.vue';
export { default as SetPasswordForm } from './SetPasswordForm.vue';
export { default as SignInForm } from './SignInForm.vue';
export { returnPath } from './return-path.js';
export { splitToken } from './token-in-url.js';
export { useMay } from './useMay.js';
export { useSession } from './useSession.js';
