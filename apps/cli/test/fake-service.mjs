import { createServer } from 'node:http';

// A service as the launcher sees one: gets ready, says things, ends when asked or when told to misbehave.
if (process.env.FAIL) {
  process.stderr.write(`fake cannot start:\nFAIL: ${process.env.FAIL}\n`);
  process.exit(78);
}
const server = createServer((request, response) => {
  if (request.url === '/crash') process.exit(3);
  response.end('ok');
});
server.listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log('{"level":30,"msg":"ready"}'),
);
process.on('SIGTERM', () => {
  if (!process.env.STUBBORN) process.exit(0);
});
