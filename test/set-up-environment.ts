import {devNull} from 'node:os';
import process from 'node:process';
import fc from 'fast-check';
import {stressCount} from './support/stress.ts';

/*
Runs before each test file: what a test sees of the environment is the same on every machine.

Away with AWS settings, proxies, which would catch even requests on loopback, wishes about color, size and being read out, and the signs by which Ink knows a build machine, where it draws nothing.
*/
const personal = /^AWS_|_PROXY$|^(?:CI|CONTINUOUS_INTEGRATION|FORCE_COLOR|NO_COLOR|COLORTERM|COLUMNS|LINES|DEV|INK_SCREEN_READER)$/v;

for (const name of Object.keys(process.env)) {
	if (personal.test(name.toUpperCase())) {
		delete process.env[name]; // eslint-disable-line @typescript-eslint/no-dynamic-delete -- The names are not known beforehand.
	}
}

process.env['AWS_CONFIG_FILE'] = devNull;
process.env['AWS_SHARED_CREDENTIALS_FILE'] = devNull;
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
process.env['TZ'] = 'UTC';

fc.configureGlobal({numRuns: stressCount({usual: 40, full: 1000})});
