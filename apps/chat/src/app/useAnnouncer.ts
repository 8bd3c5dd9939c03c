import { readonly, ref } from 'vue';

const message = ref('');

/** Says something to screen readers once. For events a person would notice by eye, never for each token. */
export function useAnnouncer() {
  function announce(text: string): void {
    // The same words twice are heard twice only when the region was empty in between.
    message.value = '';
    setTimeout(() => (message.value = text), 60);
  }
  return { message: readonly(message), announce };
}
