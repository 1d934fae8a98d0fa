import {setFlagsFromString} from 'node:v8';

/**
The half of the space for new objects stays as large as it has become by now: left alone it grows to 64 MB, twice, for the garbage of some polls. The heap is collected when it is half as large again as what is in use, and not only when it is four times as large.
*/
export const heapFlags = ['--semi-space-growth-factor=1', '--heap-growing-percent=50'] as const;

/**
Keeps the heap of the engine small: to a program that stays open all day beside others, memory is worth more than the few per cent of its time that this costs. To be called when the first frame stands, so that nothing is collected before that.
*/
export const keepHeapSmall = (): void => {
	for (const flag of heapFlags) {
		setFlagsFromString(flag);
	}
};
