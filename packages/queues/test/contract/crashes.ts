import { expect, test } from '@jest/globals';
import { startDoomedWorker } from '../doomed-worker.js';
import { ended } from '../ended.js';
import { greet, greetingQueue, type Workbench } from '../workbench.js';

export function crashes(bench: () => Workbench): void {
  test('a job whose workers are killed, more than once, is taken up again', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    await producer.add({ id: 'a', to: 'Ada' });

    for (let crash = 0; crash < 3; crash++) {
      const doomed = startDoomedWorker(bench().store, queue.name);
      await doomed.tookJob;
      expect((await producer.find('a'))?.state).toBe('active');
      await doomed.kill();
    }
    await bench().worker(queue, greet);

    const job = await ended(producer, 'a');
    expect(job).toMatchObject({ state: 'completed', result: { greeting: 'hello Ada' } });
  });
}
