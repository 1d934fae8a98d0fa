import {devNull} from 'node:os';
import process from 'node:process';
import {openSource, type SourceSettings} from '../neptune/source.ts';
import {type Source} from '../imports/polling/poll.ts';
import {type SucceededImport} from '../imports/progress/usual.ts';
import {earlierImports} from '../simulator/earlier-imports.ts';
import {startSimulator} from '../simulator/server.ts';

const seed = 1;

/**
The demo's stand-in for the history.
*/
export const earlierDemoImports = (at: number): readonly SucceededImport[] => earlierImports(seed, at);

const clearAwsSettings = (): void => {
	for (const name of Object.keys(process.env)) {
		if (name.startsWith('AWS_')) {
			delete process.env[name]; // eslint-disable-line @typescript-eslint/no-dynamic-delete -- The names are not known in advance.
		}
	}

	process.env['AWS_CONFIG_FILE'] = devNull;
	process.env['AWS_SHARED_CREDENTIALS_FILE'] = devNull;
	process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
};

/**
Starts the simulator in this process, on loopback. Returns a function that opens a source: the usual client with fake keys. Closing the source stops the simulator. Clears the AWS settings in `process.env`.
*/
export const startDemo = async (settings: Pick<SourceSettings, 'env' | 'onLog'>): Promise<(target: Pick<SourceSettings, 'onConnected' | 'known'>) => Source> => {
	clearAwsSettings();
	const simulator = await startSimulator({seed});

	return ({onConnected, known}) => {
		const source = openSource({
			...settings,
			onConnected,
			known,
			region: 'us-east-1',
			profile: undefined,
			endpointUrl: simulator.url,
			credentials: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example'},
		});

		return {
			...source,
			async close() {
				await source.close();
				await simulator.close();
			},
		};
	};
};
