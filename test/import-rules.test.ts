import {readdirSync} from 'node:fs';
import Xo from 'xo';
import {describe, expect, test} from 'vitest';
import {places} from '../xo.config.ts';

const root = new URL('..', import.meta.url).pathname;
const xo = new Xo({cwd: root});

/*
What the rules about imports and effects say of each line.
*/
const verdicts = async (file: string, lines: readonly string[]): Promise<readonly string[]> => {
	const {results} = await xo.lintText(lines.join('\n'), {filePath: `${root}${file}`});
	const messages = results.flatMap(result => result.messages);
	expect(messages.filter(({fatal}) => fatal)).toEqual([]);

	const restrictions = messages.filter(({ruleId}) => ruleId?.startsWith('no-restricted-'));
	return lines.map((_, index) => restrictions.filter(({line}) => line === index + 1).map(({message}) => message).join(' '));
};

const allowed = '';

const clock = 'reads no clock';
const network = 'Only neptune/ and simulator/ may import the network';
const sdk = 'Only neptune/ may import the AWS SDK';
const screen = 'Only ui/ and cli.tsx may import Ink and React';
const disk = 'may import the file system';
const process_ = 'Only notify/ may import other processes';

/*
What a line in a file is answered with; the files exist, because the linter asks for their place in the project.
*/
