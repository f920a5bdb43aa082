/** Connects as a command does, and prints what it found: `node connection-main.ts OPTIONS`. */
import * as v from 'valibot';
import { AdminRefusal } from '../../../../admin/refusals/refusal.ts';
import { connect } from '../../../../admin/connection/connection.ts';

const options = v.object({
  stack: v.exactOptional(v.string()),
  api: v.exactOptional(v.string()),
  region: v.exactOptional(v.string()),
  table: v.exactOptional(v.string()),
  config: v.exactOptional(v.string()),
});

try {
  const { dynamodb, ...found } = await connect(v.parse(options, JSON.parse(process.argv[2] ?? '{}')), {
    directory: process.cwd(),
    environment: process.env,
  });
  dynamodb.destroy();
  console.log(JSON.stringify(found));
} catch (error) {
  console.log(
    JSON.stringify({ error: error instanceof AdminRefusal ? error.message : `not said: ${String(error)}` }),
  );
}
