/** The thread of the embedded tables. Says the number of its port once it answers; any message ends it. */
import { parentPort, workerData } from 'node:worker_threads';
import { mendDynalite } from './mend.ts';

mendDynalite();
const { serve } = await import('./serve.ts');
const { port, close } = await serve(workerData);
parentPort?.once('message', close);
parentPort?.postMessage(port);
