import { readonly, ref, type Ref } from 'vue';

/** Whether a CSS media query holds, kept up to date for the life of the page. */
export function useMediaQuery(query: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(query);
  const matches = ref(list.matches);
  list.addEventListener('change', (event) => (matches.value = event.matches));
  return readonly(matches);
}
