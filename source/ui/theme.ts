import {type TextProps} from 'ink';
import {type StatusGroup} from '../domain/task.ts';

/**
What a run of text means. How that looks is said here and nowhere else.
*/
export type StyleName =
	| 'plain'
	| 'muted'
	| 'title'
	| 'heading'
	| 'active'
	| 'succeeded'
	| 'failed'
	| 'cancelled'
	| 'warning'
	| 'unknown'
	| 'selected'
	| 'key';

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse'>;

/**
How each style looks.
*/
export type Theme = Readonly<Record<StyleName, Look>>;

const colored: Theme = {
	plain: {},
	muted: {dimColor: true},
	title: {bold: true},
	heading: {dimColor: true},
	active: {color: 'cyan'},
	succeeded: {color: 'green'},
	failed: {color: 'red', bold: true},
	cancelled: {dimColor: true},
	warning: {color: 'yellow'},
	unknown: {color: 'magenta'},
	selected: {inverse: true},
	key: {bold: true},
};

const withoutColor = ({color: _, ...look}: Look): Look => look;

const uncolored: Theme = Object.fromEntries(
	Object.entries(colored).map(([name, look]) => [name, withoutColor(look)]),
) as Theme; // The entries are those of a theme, under the same names.

/**
The theme, in the sixteen colours that the person's terminal defines, or with none. No meaning is told by colour alone.
*/
export const createTheme = ({hasColor}: {readonly hasColor: boolean}): Theme => hasColor ? colored : uncolored;

type StatusLook = {
	/**
	One column wide.
	*/
	readonly sign: string;
	readonly style: StyleName;
};

const statusLooks: ReadonlyMap<string, StatusLook> = new Map<string, StatusLook>([
	['INITIALIZING', {sign: '○', style: 'active'}],
	['EXPORTING', {sign: '◔', style: 'active'}],
	['ANALYZING_DATA', {sign: '◔', style: 'active'}],
	['REPROVISIONING', {sign: '◑', style: 'active'}],
	['IMPORTING', {sign: '◐', style: 'active'}],
	['ROLLING_BACK', {sign: '↺', style: 'warning'}],
	['CANCELLING', {sign: '◌', style: 'warning'}],
	['SUCCEEDED', {sign: '✔', style: 'succeeded'}],
	['FAILED', {sign: '✖', style: 'failed'}],
	['CANCELLED', {sign: '⊘', style: 'cancelled'}],
	['DELETED', {sign: '⊗', style: 'cancelled'}],
]);

/**
The sign and style of a status; a question mark for one that this version does not know.
*/
export const statusLook = (status: string): StatusLook => statusLooks.get(status) ?? {sign: '?', style: 'unknown'};

/**
The sign of a group of statuses.
*/
export const groupSigns: Readonly<Record<StatusGroup, string>> = {
	active: '◐',
	succeeded: '✔',
	failed: '✖',
	cancelled: '⊘',
};
