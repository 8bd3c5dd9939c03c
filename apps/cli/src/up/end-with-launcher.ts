/**
 * Loaded into every service before its own code: a service whose launcher is gone (kill -9) stops as if asked to, so
 * that nothing keeps the ports. The channel alone does not keep a service alive.
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
