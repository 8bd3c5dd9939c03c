import type { AnswerImages } from '@koi/contracts/koi-yaml';
import { inject, provide, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue';

const key: InjectionKey<() => AnswerImages> = Symbol('answer images');

/** Says what the answers below make of their images, as their chatbot allows. */
export function provideAnswerImages(images: MaybeRefOrGetter<AnswerImages>): void {
  provide(key, () => toValue(images));
}

export const useAnswerImages = (): (() => AnswerImages) => inject(key, () => 'link');

/** Whether an image may be loaded: by HTTPS, from a host that the chatbot names. */
export function mayShow(address: string, images: AnswerImages): boolean {
  if (typeof images === 'string') return false;
  const { protocol, hostname, port, username } = new URL(address);
  if (protocol !== 'https:' || port !== '' || username !== '') return false;
  return images.show.some((host) =>
    host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host,
  );
}
