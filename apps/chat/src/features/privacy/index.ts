export { default as MyData } from './MyData.vue';
export { default as PrivacyNotice } from './PrivacyNotice.vue';
export { usePrivacy } from './usePrivacy.js';
