import { serveModel } from '@koi/sdk/model';
import { Parrot } from './parrot.js';

const served = await serveModel(new Parrot(), {
  key: process.env['PARROT_KEY'] ?? '',
  port: Number(process.env['PORT'] ?? 8100),
});
console.log(served.url);
