import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createUnloggedClient } from '../../adapters/dynamodb/unlogged-client.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../adapters/dynamodb/loopback-client.ts';

test('a log that is given to the SDK gets no request for an item', async () => {
  const lines: unknown[] = [];
  const log = (line: unknown) => lines.push(line);
  const client = createUnloggedClient({
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
    logger: { debug: log, info: log, warn: log, error: log },
    requestHandler: { handle: () => Promise.reject(new Error('no network')) },
  });
  const request = client.send(new GetItemCommand({ TableName: 'grant', Key: { id: { S: 'a' } } }));
  await expect(request).rejects.toThrow('no network');
  expect(JSON.stringify(lines)).not.toContain('grant');
});
