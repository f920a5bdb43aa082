/** Whether the local run is there, as the event stream tells: nothing is wrong before it had a chance to open. */
import { live } from '../log/decisions.ts';
import { createStore } from './store.ts';

export type Connection = 'connecting' | 'up' | 'lost';

export const connection = createStore<Connection>(live.get() ? 'up' : 'connecting');

// It is set at each opening and at each failure, also when it stays what it was.
live.subscribe(() => {
  connection.set(() => (live.get() ? 'up' : 'lost'));
});
