import {groupOf} from '../domain/task.ts';

/*
Of the sixteen colours that the person's terminal defines.
*/
const foregrounds = {
	active: 36, succeeded: 32, failed: 31, cancelled: 2,
} as const;

const warning = 33;

/**
Text in the colour of a status, for lines that are printed and not drawn.
*/
export const colored = (text: string, status: string, hasColor: boolean): string => {
	if (!hasColor) {
		return text;
	}

	const code = status === 'ROLLING_BACK' || status === 'CANCELLING' ? warning : foregrounds[groupOf(status)];
	return `\u{1B}[${code}m${text}\u{1B}[0m`;
};
