/*
 * Loaded by NODE_OPTIONS into each Node process of what is measured. A SIGUSR2 collects its garbage and writes down how
 * many bytes of V8's resident pages are not in use then: free room, and the room for young objects, which comes and goes.
 */
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { getHeapStatistics, setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  const { total_physical_size: resident, used_heap_size: used } = getHeapStatistics();
  writeFileSync(join(process.env.KOI_BENCH_HEAPS, String(process.pid)), String(resident - used));
});
