import module from 'node:module';
import process from 'node:process';

/*
The minimal work of the program: lists all imports with the SDK and prints their IDs, then `end` after the last page.
*/
module.enableCompileCache();
const sdk = await import('@aws-sdk/client-neptune-graph');

const [endpoint = '', mode = 'stay'] = process.argv.slice(2);
const client = new sdk.NeptuneGraphClient({endpoint, region: 'us-east-1'});

const list = async () => {
	let nextToken: string | undefined;

	do {
		// eslint-disable-next-line no-await-in-loop -- Each page has the token of the next one.
		const answer = await client.send(new sdk.ListImportTasksCommand({maxResults: 100, ...(nextToken !== undefined && {nextToken})}));
		const ids = (answer.tasks ?? []).map(({taskId}) => taskId);
		process.stdout.write(`${ids.join(' ')}\r\n`);
		({nextToken} = answer);
	} while (nextToken !== undefined);

	process.stdout.write('end\r\n');
};

await list();

if (mode === 'once') {
	client.destroy();
} else {
	process.stdin.setRawMode(true).on('data', () => {
		void list();
	});
}
