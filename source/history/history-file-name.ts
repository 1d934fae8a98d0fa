import {createHash} from 'node:crypto';
import {type Target} from '../domain/target.ts';

/*
Text that stands in a file's name as it is, everywhere: lower case, since some file systems know no other difference, and without dots, which part the name.
*/
const plain = /^[\d_a-z][\d\-_a-z]{0,47}$/v;

/*
Names of devices on Windows, whatever follows the first dot.
*/
const device = /^(?:aux|con|nul|prn|com\d|lpt\d)$/v;

const isPlain = (text: string): boolean => plain.test(text) && !device.test(text);

/*
What can still be read of a text that can't stand in a name.
*/
const slugOf = (text: string): string => `${text.toLowerCase().replaceAll(/[^\d_a-z]+/gv, '-').replace(/^-/v, '').slice(0, 40)}_`;

const hashLength = 24;

/**
The name of the file that keeps the history of a target: `staging.eu-west-1.ndjson`. Where something in it can't stand in a name, or an address of its own is asked, a hash of the whole target tells it apart from all others: `staging.eu-west-1.5d41402abc4b2a76b9719d91.ndjson`. Whatever the profile is called, the name holds `a-z`, `0-9`, `-`, `_` and dots, and is shorter than 150 bytes.
*/
export const historyFileName = ({profile, region, endpoint, endpointUrl}: Target): string => {
	const address = endpointUrl ?? endpoint;
	const parts = [profile, region];
	const names = parts.map(part => isPlain(part) ? part : slugOf(part));

	if (address === undefined && parts.every(part => isPlain(part))) {
		return `${names.join('.')}.ndjson`;
	}

	const hash = createHash('sha256').update(JSON.stringify([...parts, address])).digest('hex').slice(0, hashLength);
	return `${names.join('.')}.${hash}.ndjson`;
};
