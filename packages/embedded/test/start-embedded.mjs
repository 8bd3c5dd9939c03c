import { EmbeddedPostgres } from '../dist/index.js';

// A launcher in a process of its own: prints where it runs or why it cannot, then waits to be ended.
const [directory, uid] = process.argv.slice(2);
if (uid) {
  process.setgroups([]);
  process.setgid(Number(uid));
  process.setuid(Number(uid));
}
const postgres = new EmbeddedPostgres({ directory, durable: false, orphanGraceSeconds: 0 });
try {
  await postgres.start();
  console.log(JSON.stringify({ url: postgres.url(), pid: postgres.pid }));
  process.stdin.resume().on('end', () => void postgres.stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
