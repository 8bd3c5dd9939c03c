/* The health check of a service's container: exit code 0 when its `/readyz` answers 200. */
try {
  const { ok } = await fetch(`http://127.0.0.1:${process.env.PORT}/readyz`, {
    signal: AbortSignal.timeout(4_000),
  });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
