import { createClient, type Client } from '@koi/sdk/client';

/** Somebody with a cookie jar who speaks HTTP to one of koi's ports, and remembers every byte that came back. */
export class Visitor {
  readonly client: Client;
  private readonly cookies = new Map<string, string>();
  private readonly chunks: string[] = [];

  constructor(readonly baseUrl: string) {
    this.client = createClient({
      baseUrl,
      checkResponses: true,
      fetch: (...request) => this.send(...request),
    });
  }

  /** Takes over the cookies of another visitor, as one browser has them at every replica behind one address. */
  protected become(other: Visitor): this {
    for (const [name, value] of other.cookies) this.cookies.set(name, value);
    return this;
  }

  /** A request below the base address, with the cookies so far. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return this.send(this.baseUrl + path, init);
  }

  /** Headers and bodies of all answers up to now. */
  get heard(): string {
    return this.chunks.join('');
  }

  /** The `cookie` header this visitor sends. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async send(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set('cookie', this.cookie);
    const response = await fetch(input, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      this.cookies.set(name, value);
    }
    this.chunks.push(JSON.stringify([...response.headers]));
    if (!response.body) return response;
    const { chunks } = this;
    const decoder = new TextDecoder();
    const recorded = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          chunks.push(decoder.decode(chunk, { stream: true }));
          controller.enqueue(chunk);
        },
      }),
    );
    return new Response(recorded, response);
  }
}
