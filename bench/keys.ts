import {setTimeout as delay} from 'node:timers/promises';
import {hasKeyEffect} from './screen-text.ts';
import {type Session} from './session.ts';

const down = '\u{1B}[B';
const pageDown = '\u{1B}[6~';
const home = '\u{1B}[H';
const letters = 'shipment';
const lineDeletion = '\u{15}';
const enter = '\r';

/**
Milliseconds from each key to the screen.
*/
export type KeyTimes = {
	readonly down: readonly number[];
	readonly page: readonly number[];
	readonly letter: readonly number[];
};

export const allKeys = ({down: downs, page, letter}: KeyTimes): readonly number[] => [...downs, ...page, ...letter];

/*
Pauses like a fast typist. The length varies, so that keys arrive at different moments of the other work.
*/
const pause = async (index: number): Promise<void> => {
	await delay(40 + (index * 37 % 80));
};

const pressAndSettle = async (session: Session, keys: string): Promise<void> => {
	session.press(keys);
	await delay(150);
};

type Condition = (written: string) => boolean;

const timeOf = async (session: Session, key: string, isMet: Condition): Promise<number> => {
	session.clear();
	const pressedAt = session.now();
	session.press(key);
	return await session.until(isMet) - pressedAt;
};

/**
The time from each key until the condition is met, in milliseconds.
*/
export const timesOf = async (session: Session, keys: readonly string[], isMet: Condition = hasKeyEffect): Promise<readonly number[]> => {
	const times: number[] = [];

	for (const [index, key] of keys.entries()) {
		await pause(index); // eslint-disable-line no-await-in-loop -- One key after the other is the point.
		times.push(await timeOf(session, key, isMet)); // eslint-disable-line no-await-in-loop -- As above.
	}

	return times;
};

const round = async (session: Session): Promise<KeyTimes> => {
	await pressAndSettle(session, home);
	const downs = await timesOf(session, Array.from({length: 12}, () => down));
	const page = await timesOf(session, Array.from({length: 6}, () => pageDown));
	await pressAndSettle(session, '/');
	const letter = await timesOf(session, [...letters]);
	await pressAndSettle(session, lineDeletion);
	await pressAndSettle(session, enter);
	return {down: downs, page, letter};
};

/**
In each round, moves down, pages down, and types a word into the filter. Discards a first round.
*/
export const pressKeys = async (session: Session, rounds: number): Promise<KeyTimes> => {
	const downs: number[] = [];
	const page: number[] = [];
	const letter: number[] = [];
	await round(session);

	for (let count = 0; count < rounds; count++) {
		const times = await round(session); // eslint-disable-line no-await-in-loop -- One after the other is the point.
		downs.push(...times.down);
		page.push(...times.page);
		letter.push(...times.letter);
	}

	return {down: downs, page, letter};
};
