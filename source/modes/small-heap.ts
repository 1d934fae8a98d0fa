import {setFlagsFromString} from 'node:v8';

/**
What the engine is told, and what it would do otherwise:

- The half of the space for new objects would grow from what it has become by now to 64 MB, twice, for the garbage of some polls.
- The heap would be collected when it is four times as large as what is in use; it is when it is half as large again.
- A collection would leave pages that are half empty; it clears them and gives them back.
*/
export const heapFlags = [
	'--semi-space-growth-factor=1',
	'--heap-growing-percent=50',
	'--optimize-for-size',
] as const;

/**
Keeps the memory of the engine small: to a program that stays open all day beside others, memory is worth more than the milliseconds that this adds to a key.
*/
export const keepHeapSmall = (): void => {
	for (const flag of heapFlags) {
		setFlagsFromString(flag);
	}
};
