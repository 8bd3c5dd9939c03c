/** What the shell gives to every service by injection. */
export const CONFIG = Symbol('koi:config');
export const SERVICE_NAME = Symbol('koi:service-name');
export const LOGGER = Symbol('koi:logger');
export const RELAY = Symbol('koi:relay');
export const QUEUE_BACKEND = Symbol('koi:queue-backend');

/** Marks a controller that needs no sign-in (health). */
export const OPEN = 'koi:open';
